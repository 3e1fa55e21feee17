import type { AxiosInstance } from 'axios'
import { platform } from '#platform'
import type { HereCredentials, OAuthCredentials, TokenProvider } from '../credentials/types.ts'
import { isTokenProvider } from '../credentials/validate.ts'
import { createEmit } from '../errors/events.ts'
import { transportOf } from '../http/transport.ts'
import { checkTokenOptions, type HereTokenOptions, rejectProviderOptions } from '../token/options.ts'
import { createTokenCache } from '../token/token-cache.ts'

/**
 * Creates a token provider without a client: for code that needs the raw token, or for several clients to share. It does no
 * I/O until it is asked for a token.
 *
 * @param credentials default (Node only): the environment, then files in `~/.here`
 * @throws TypeError that names the wrong option, never its value
 * @example
 * const tokens = createTokenProvider({ accessKeyId, accessKeySecret })
 * const { accessToken } = await tokens.getToken()
 */
export function createTokenProvider(credentials?: HereCredentials, options?: HereTokenOptions): TokenProvider {
  return tokenProviderOf(credentials, checkTokenOptions(options))
}

/**
 * The token provider of a client.
 *
 * @param client its transport settings serve the token request too
 */
export function tokenProviderOf(
  credentials: HereCredentials | undefined,
  options: HereTokenOptions,
  client?: AxiosInstance,
): TokenProvider {
  if (isTokenProvider(credentials)) {
    rejectProviderOptions(options)
    return credentials
  }
  const emit = createEmit(options.onEvent)
  const fetchToken = platform.createFetchToken({ credentials, options, readTransport: transportOf(client), emit })
  // Requests that name the scope of the credentials share the token of those that name none.
  const scope = options.scope ?? scopeOf(credentials)
  return createTokenCache(fetchToken, { scope, refreshAhead: options.refreshAhead, emit })
}

function scopeOf(credentials: HereCredentials | undefined): string | undefined {
  // Own fields only, so that a polluted `Object.prototype` cannot add one.
  return Object.hasOwn(Object(credentials), 'scope') ? (credentials as OAuthCredentials).scope : undefined
}
