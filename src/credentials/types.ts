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
  /** `here.key.id`: which of the app's keys it is. Default: none, HERE tries all of them. */
  keyId?: string | undefined
  /** Default: by the key, RSA `'RS256'`, P-256 `'ES256'`. */
  algorithm?: 'RS256' | 'ES256' | undefined
  /** `here.token.endpoint.url`. Default: HERE's endpoint for the region. */
  tokenEndpointUrl?: string | undefined
  /** `here.token.scope`: HRN of the project that the token is for. Default: none. */
  scope?: string | undefined
  /** Wanted lifetime of a token in seconds, 1 to 86400. HERE may give less. Default: HERE decides. */
  expiresIn?: number | undefined
}

/** A `CryptoKey`, as any platform defines it. */
export interface PrivateCryptoKey {
  readonly type: string
  readonly algorithm: { readonly name: string }
  readonly extractable: boolean
  readonly usages: readonly string[]
}

/**
 * A user of legacy Geovisualization (Data Lens). The token is valid for an hour, and `app_id` and `app_code` go with each
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

/** A token that the application gets by itself, such as a browser page from its own back end. */
export interface SuppliedToken {
  accessToken: string
  /** Epoch time in milliseconds. Without it the token counts as valid until HERE responds with 401. */
  expiresAt?: number | undefined
}

/**
 * A credentials provider: a function that finds credentials, or a token. It is called again for each token request, so
 * credentials may rotate. `undefined` means that it has none.
 *
 * @example
 * const source = async () => (await fetch('/here-token')).json() // { accessToken, expiresAt }
 */
export interface CredentialSource {
  (context?: CredentialSourceContext): Found | Promise<Found>
  /** The places where it looks, for the error message when there is nothing. */
  readonly lookedIn?: readonly string[] | undefined
}

/** What a credentials provider is called with. */
export interface CredentialSourceContext {
  /** Reports to the client's `onEvent` that other users can read a file of credentials. */
  onEvent(event: { type: 'credentials-exposed'; file: string }): void
}

/** Credentials for a token request. */
export type SignInCredentials = OAuthCredentials | JwtCredentials | DataLensCredentials

type Found = SignInCredentials | SuppliedToken | string | undefined

/** A bearer token. */
export interface AccessToken {
  accessToken: string
  /** Epoch time in milliseconds, by this machine's clock. */
  expiresAt: number
  /** The project that it is for, as HERE confirmed it or as it was requested. */
  scope?: string | undefined
  /** Whether another process requested it and it came from the token store. */
  isShared?: boolean | undefined
}

/**
 * Gives valid tokens, and requests new ones only when it must. Several clients may share one.
 *
 * @example
 * const tokens = createTokenProvider({ accessKeyId, accessKeySecret })
 * const { accessToken } = await tokens.getToken()
 */
export interface TokenProvider {
  /**
   * Resolves to a token that is valid now.
   *
   * @param options `scope`: HRN of the project, default the provider's own; `signal`: ends this wait alone
   * @throws HereAuthError
   */
  getToken(options?: { scope?: string | undefined; signal?: AbortSignal | undefined }): Promise<AccessToken>
  /** Drops a token that was unauthorized, if it is still the current one. */
  invalidate(token: AccessToken): Promise<void>
  /**
   * The cached token while it is valid, without a promise; `undefined` when `getToken` would have to request one. A provider
   * without this method is asked by `getToken` for each request.
   */
  peek?(scope?: string): AccessToken | undefined
}

/** Everything that the library can get a token with. */
export type HereCredentials = SignInCredentials | CredentialSource | TokenProvider

/**
 * The key of the query parameters that go with each request beside a token (Data Lens). Not enumerable, so that a token
 * store and a log do not contain them; a registered symbol, so that two copies of this package share it.
 */
export const requestParameters: unique symbol = Symbol.for('axios-here.parameters') as never

/** A token, with the query parameters that go with it. */
export interface TokenWithParameters extends AccessToken {
  readonly [requestParameters]?: Readonly<Record<string, string>>
}

/** What {@link isScope} requires, in words. */
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
