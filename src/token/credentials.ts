import { isSafe } from '../trust.ts'
import type { TokenProvider } from './provider.ts'

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
  (): Found | Promise<Found>
  /** The places that it looks in, for the error that says that there was nothing. */
  readonly lookedIn?: readonly string[] | undefined
}

type Found = OAuthCredentials | SuppliedToken | string | undefined

/** Everything that the library can get a token with. */
export type HereCredentials = OAuthCredentials | CredentialSource | TokenProvider

/** Whether credentials are in truth a provider, to be shared as it is. */
export function isTokenProvider(credentials: unknown): credentials is TokenProvider {
  const { getToken, invalidate } = Object(credentials)
  return typeof getToken === 'function' && typeof invalidate === 'function'
}

/** Whether a source gave a token in place of credentials. */
export function isSuppliedToken(value: unknown): value is SuppliedToken {
  return Object.hasOwn(Object(value), 'accessToken')
}

/** What {@link isToken} asks for, in words. Node's own servers take 16 KiB of headers in all. */
export const tokenRule = '1 to 16384 visible ASCII characters'

/** Whether a value can be sent as a bearer token without changing the header around it (RFC 6750, section 2.1). */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,16384}$/.test(value)
}

/**
 * Checks an access key and gives back a copy, which the caller cannot change any more.
 *
 * @throws TypeError that names the wrong field, never its value
 */
export function checkOAuthCredentials(credentials: unknown): OAuthCredentials {
  if (!isObject(credentials) || !('accessKeyId' in credentials || 'accessKeySecret' in credentials)) {
    throw new TypeError(
      'credentials must be { accessKeyId, accessKeySecret }, a function or a token provider; an axios config comes second',
    )
  }
  // Own fields alone: what somebody put on Object.prototype is no credential.
  const own: Record<string, unknown> = Object.assign(Object.create(null), credentials)
  const { accessKeyId, accessKeySecret, tokenEndpointUrl, scope, expiresIn } = own
  return {
    accessKeyId: checkKey(accessKeyId, 'accessKeyId'),
    accessKeySecret: checkKey(accessKeySecret, 'accessKeySecret'),
    tokenEndpointUrl: checkEndpoint(tokenEndpointUrl),
    scope: checkScope(scope, 'credentials.scope'),
    expiresIn: checkExpiresIn(expiresIn),
  }
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

function checkKey(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '')
    throw new TypeError(`credentials.${name} must be a string, and not empty`)
  if (value !== value.trim()) throw new TypeError(`credentials.${name} begins or ends with white space`)
  return value
}

function checkEndpoint(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !URL.canParse(value)) {
    throw new TypeError('credentials.tokenEndpointUrl must be an absolute URL')
  }
  const url = new URL(value)
  if (!isSafe(url)) throw new TypeError('credentials.tokenEndpointUrl must be an https URL, or http on this machine')
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('credentials.tokenEndpointUrl must not hold a user name or password')
  }
  return value
}

// HERE's limit is 24 hours (OpenAPI description "OAuth 2.0 Access Token").
function checkExpiresIn(value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 86_400) return value
  throw new TypeError('credentials.expiresIn must be a whole number of seconds from 1 to 86400')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
