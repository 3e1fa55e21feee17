import type { InternalAxiosRequestConfig } from 'axios'
import type { AccessToken, TokenProvider } from '../credentials/types.ts'
import { asHereAuthError, HereAuthError } from '../errors/here-auth-error.ts'
import { requestName } from '../http/redacted-text.ts'
import { waitAsRequest, waitWithBody } from '../http/timing.ts'
import { isToken, tokenRule } from '../token/token-response.ts'

/**
 * Waits for a token on behalf of a request, whose abort, cancel token or deadline ends this wait alone.
 *
 * @throws HereAuthError, or the same errors as axios for a request that is aborted or timed out
 */
export async function acquireToken(
  tokens: TokenProvider,
  scope: string | undefined,
  config: InternalAxiosRequestConfig,
  deadline: number | undefined,
): Promise<AccessToken> {
  const wait = waitAsRequest(config, deadline, (signal) => requestToken(tokens, scope, signal))
  return config.data === undefined ? wait : waitWithBody(wait, config)
}

// The provider may be the application's: it may throw instead of reject, and resolve to anything.
async function requestToken(
  tokens: TokenProvider,
  scope: string | undefined,
  signal: AbortSignal | undefined,
): Promise<AccessToken> {
  try {
    const token = await tokens.getToken({ scope, signal })
    if (isToken(token?.accessToken)) return token
  } catch (error) {
    throw asHereAuthError('token provider', error)
  }
  throw asHereAuthError('token provider', new TypeError(`accessToken must be ${tokenRule}`))
}

/**
 * The error of a request that was not sent, because there is no token. Each request gets its own: they all share the failure
 * of one token request, and axios writes the stack of each caller into the error that it throws.
 */
export function toNotSentError(config: InternalAxiosRequestConfig, error: HereAuthError): HereAuthError {
  return new HereAuthError(`${requestName(config)} was not sent, as there is no token. ${error.message}`, error)
}
