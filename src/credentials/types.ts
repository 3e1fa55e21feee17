import type { HereEvent } from '../errors/events.ts'
import type { TokenProvider } from '../token/provider.ts'

/** An access key of a HERE app, as in the `credentials.properties` that the HERE platform lets people download. */
export interface OAuthCredentials {
  /** `here.access.key.id`: not the client id, nor the app id. */
  accessKeyId: string
  /** `here.access.key.secret` */
  accessKeySecret: string
  /** `here.token.endpoint.url`. Default: HERE's endpoint for the region. */
  tokenEndpointUrl?: string | undefined
  /** `here.token.scope`: HRN of the project that the token is for. Default: none. */
  scope?: string | undefined
  /** Wanted lifetime of a token in seconds, 1 to 86400. HERE may give less. Default: HERE decides. */
  expiresIn?: number | undefined
}

/**
 * An app that signs in with a private key, as HERE recommends it (`private_key_jwt`). Its public key is registered with
 * HERE as a JWK.
 *
 * @see RFC 7523, section 2.2
 */
export interface JwtCredentials {
  /** `here.client.id` */
  clientId: string
  /**
   * `here.private.key`: PEM (PKCS#8; in Node PKCS#1 and SEC1 too), in Node the path of a PEM file, or a `CryptoKey`.
   * RSA of 2048 bits or more, or P-256.
   */
  privateKey: string | PrivateCryptoKey
  /** `here.key.id`: which of the app's keys it is. Default: none, HERE tries them. */
  keyId?: string | undefined
  /** Default: what the key is for, RSA `'RS256'`, P-256 `'ES256'`. */
  algorithm?: 'RS256' | 'ES256' | undefined
  /** `here.token.endpoint.url`. Default: HERE's endpoint for the region. */
  tokenEndpointUrl?: string | undefined
  /** `here.token.scope`: HRN of the project that the token is for. Default: none. */
  scope?: string | undefined
  /** Wanted lifetime of a token in seconds, 1 to 86400. HERE may give less. Default: HERE decides. */
  expiresIn?: number | undefined
}

/** A `CryptoKey` of any platform's. */
export interface PrivateCryptoKey {
  readonly type: string
  readonly algorithm: { readonly name: string }
  readonly extractable: boolean
  readonly usages: readonly string[]
}

/**
 * A user of legacy Geovisualization (Data Lens). The token is good for an hour, and `app_id` and `app_code` go with each
 * request as query parameters.
 */
export interface DataLensCredentials {
  appId: string
  appCode: string
  email: string
  password: string
  /** Default: `https://datalens.api.here.com/v1/sign_in/`. */
  signInUrl?: string | undefined
}

/** A token that somebody else got, such as an app's own back end for its browser page. */
export interface SuppliedToken {
  accessToken: string
  /** Epoch time in milliseconds. Without it the token counts as good until HERE refuses it. */
  expiresAt?: number | undefined
}

/**
 * A function that finds credentials, or a token. It is asked again for each token request, so credentials may rotate.
 * `undefined` means that it has none.
 *
 * @example
 * const source = async () => (await fetch('/here-token')).json() // { accessToken, expiresAt }
 */
export interface CredentialSource {
  (context?: CredentialSourceContext): Found | Promise<Found>
  /** The places that it looks in, for the error that says that there was nothing. */
  readonly lookedIn?: readonly string[] | undefined
}

/** What a source is called with. */
export interface CredentialSourceContext {
  /** Tells the client's `onEvent` about something. */
  onEvent(event: HereEvent): void
}

/** Credentials that sign in. */
export type SignInCredentials = OAuthCredentials | JwtCredentials | DataLensCredentials

type Found = SignInCredentials | SuppliedToken | string | undefined

/** Everything that the library can get a token with. */
export type HereCredentials = SignInCredentials | CredentialSource | TokenProvider

/** Whether credentials are in truth a provider, to be shared as it is. */
export function isTokenProvider(credentials: unknown): credentials is TokenProvider {
  const { getToken, invalidate } = Object(credentials)
  return typeof getToken === 'function' && typeof invalidate === 'function'
}

/** Whether credentials are those of a Data Lens user, right or wrong. */
export function isDataLens(credentials: unknown): boolean {
  return isObject(credentials) && Object.hasOwn(credentials, 'appCode')
}

const tokenForm = /^[\x21-\x7e]{1,16384}$/

/** Whether a value can be sent as a bearer token without changing the header around it (RFC 6750, section 2.1). */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && tokenForm.test(value)
}

/** What {@link isScope} asks for, in words. */
export const scopeRule = 'a project HRN'

/** Whether a value can be the scope of a token. */
export function isScope(scope: unknown): scope is string {
  return typeof scope === 'string' && /\S/.test(scope)
}

/** @throws TypeError unless the value is a scope, or absent */
export function checkScope(scope: unknown, name: string): string | undefined {
  if (scope === undefined || isScope(scope)) return scope
  throw new TypeError(`${name} must be ${scopeRule}`)
}

/** Whether a value has fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
