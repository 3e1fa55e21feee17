import { AxiosError } from 'axios'

/**
 * Why there is no token.
 *
 * - `missing-credentials`: none of the places where credentials are looked for has any.
 * - `invalid-credentials`: credentials were found, but they cannot be right (half of them, wrong form). No request was sent.
 * - `rejected`: HERE rejected them: wrong key or signature, no access, wrong scope. Another attempt does not help.
 * - `clock-skew`: HERE does not accept the timestamp, and correcting the clock did not help.
 * - `rate-limited`: too many token requests, also after waiting.
 * - `unavailable`: the token endpoint, or the credentials provider, could not be reached or failed.
 * - `bad-response`: HERE's response is not a token.
 */
export type HereAuthErrorReason =
  | 'missing-credentials'
  | 'invalid-credentials'
  | 'rejected'
  | 'clock-skew'
  | 'rate-limited'
  | 'unavailable'
  | 'bad-response'

/** What a {@link HereAuthError} carries beside its message. */
export interface HereAuthErrorDetails {
  reason: HereAuthErrorReason
  /** HTTP status of the token endpoint's response, when there was one. */
  status?: number | undefined
  /** HERE's own code, for example `401300`. */
  hereErrorCode?: number | string | undefined
  /** HERE's id of this one failure, for a support request. */
  hereErrorId?: string | undefined
  cause?: unknown
}

/**
 * Thrown when there is no token for a request, which then was not sent. After a 401 it is the `cause` of the 401's own error
 * instead, because that request was sent.
 *
 * It is an `AxiosError` with `code` `'ERR_HERE_AUTH'` and with neither `config` nor `response`: those would be the token
 * request's, and a retry interceptor would send the token request as if it were the caller's.
 *
 * @example
 * try {
 *   await here.get('/v1/discover', { params })
 * } catch (error) {
 *   if (isHereAuthError(error) && error.reason === 'rejected') console.error(error.message)
 * }
 */
export class HereAuthError extends AxiosError {
  override readonly name: string = 'HereAuthError'
  declare readonly reason: HereAuthErrorReason
  declare readonly hereErrorCode?: number | string
  declare readonly hereErrorId?: string

  constructor(message: string, details: HereAuthErrorDetails) {
    super(message, 'ERR_HERE_AUTH')
    const { reason, status, hereErrorCode, hereErrorId, cause } = details
    const fields = { reason, status, hereErrorCode, hereErrorId }
    Object.assign(this, fields)
    if (cause !== undefined) defineHidden(this, 'cause', cause)
    // AxiosError declares toJSON as a property; a method of the same name in a subclass would not type-check.
    const toAxiosJSON = this.toJSON
    defineHidden(this, 'toJSON', () => ({ ...toAxiosJSON.call(this), ...fields }))
  }
}

function defineHidden(error: HereAuthError, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true })
}

/**
 * Whether a value is a {@link HereAuthError}, also one of another copy of this package (ESM and CommonJS in one process),
 * where `instanceof` fails.
 */
export function isHereAuthError(error: unknown): error is HereAuthError {
  return error instanceof Error && (error as HereAuthError).code === 'ERR_HERE_AUTH'
}

/**
 * Turns the failure of code that is not ours into a {@link HereAuthError}. The original message may contain anything, so it
 * stays in the cause.
 *
 * @param what failed, for the message: `credentials provider`
 */
export function asHereAuthError(what: string, cause: unknown): HereAuthError {
  if (isHereAuthError(cause)) return cause
  return new HereAuthError(`The ${what} failed, see cause.`, { reason: 'unavailable', cause })
}
