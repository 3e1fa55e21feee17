import type { AxiosInstance } from 'axios'
import { checkTokenOptions, type HereTokenOptions, providerOptions, refuseProviderOptions } from '../client/options.ts'
import { type HereCredentials, isTokenProvider } from '../credentials/types.ts'
import type { AccessToken } from './cached-token.ts'
import { createKeeper } from './token-cache.ts'

/** Gives tokens that are good, and asks for new ones only when it must. Several clients may share one. */
export interface TokenProvider {
  /**
   * Resolves to a token that is good now.
   *
   * @param options `scope`: HRN of the project, default the provider's own; `signal`: ends this wait, and nobody else's
   * @throws HereAuthError
   */
  getToken(options?: { scope?: string | undefined; signal?: AbortSignal | undefined }): Promise<AccessToken>
  /** Drops a token that HERE refused, if it is still the current one. */
  invalidate(token: AccessToken): Promise<void>
  /**
   * The token at hand while it is good, without a promise; `undefined` when `getToken` would have to ask for one. A
   * provider without this method is asked by `getToken` at each request.
   */
  peek?(scope?: string): AccessToken | undefined
}

/**
 * Makes a token provider without a client: for code that needs the raw token, or for several clients to share. It does
 * nothing until it is asked.
 *
 * @param credentials default (Node only): the environment, then `~/.here/credentials.properties`
 * @throws TypeError that names the wrong option, never its value
 * @example
 * const tokens = createTokenProvider({ accessKeyId, accessKeySecret })
 * const { accessToken } = await tokens.getToken()
 */
export function createTokenProvider(credentials?: HereCredentials, options?: HereTokenOptions): TokenProvider {
  return createClientTokenProvider(credentials, checkTokenOptions(options))
}

/** {@link createTokenProvider} for a client, whose transport settings serve the token request too. */
export function createClientTokenProvider(
  credentials: HereCredentials | undefined,
  options: HereTokenOptions,
  client?: AxiosInstance,
): TokenProvider {
  if (isTokenProvider(credentials)) {
    refuseProviderOptions(options, providerOptions)
    return credentials
  }
  return createKeeper(credentials, options, client)
}
