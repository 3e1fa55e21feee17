import type { InternalAxiosRequestConfig } from 'axios'
import { failureOf } from './failure-of.ts'
import { HereAuthError } from './here-auth-error.ts'
import { nameOf } from './request-name.ts'

/**
 * The error of a request that got no token.
 *
 * One failure of the token request reaches every request that waited for it, and axios writes each caller's stack into the
 * error it throws. So each gets its own.
 */
export function notSent(config: InternalAxiosRequestConfig, error: unknown): HereAuthError {
  const why = failureOf('token provider', error)
  return new HereAuthError(`${nameOf(config)} was not sent, as there is no token. ${why.message}`, why)
}
