import type { InternalAxiosRequestConfig } from 'axios'
import { HereAuthError } from './errors/here-auth-error.ts'
import { failureOf } from './failure-of.ts'
import { nameOf } from './http/request-name.ts'
import { accessTokenRule } from './token/token-rule.ts'

/**
 * The error of a request that got no token.
 *
 * One failure of the token request reaches every request that waited for it, and axios writes each caller's stack into the
 * error it throws. So each gets its own.
 *
 * @param error default: for a token that is none
 */
export function notSent(
  config: InternalAxiosRequestConfig,
  error: unknown = new TypeError(accessTokenRule),
): HereAuthError {
  const why = failureOf('token provider', error)
  return new HereAuthError(`${nameOf(config)} was not sent, as there is no token. ${why.message}`, why)
}
