import { AxiosError } from 'axios'

/**
 * Why there is no token.
 *
 * - `missing-credentials`: nothing was found where credentials are looked for.
 * - `invalid-credentials`: credentials were found, but they cannot be right (half of them, bad form). HERE was not asked.
 * - `rejected`: HERE refused: wrong key or signature, no access, bad scope. Asking again does not help.
 * - `clock-skew`: HERE does not accept the time stamp, and correcting the clock did not help.
 * - `rate-limited`: too many token requests, also after waiting.
 * - `unavailable`: the token endpoint, or the credential source, could not be reached or failed.
 * - `bad-response`: HERE answered with something that is not a token.
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
  /** HTTP status of the token endpoint's answer, when there was one. */
  status?: number | undefined
  /** HERE's own code, for example `401300`. */
  hereErrorCode?: number | string | undefined
  /** HERE's id of this one failure, for a support request. */
  hereErrorId?: string | undefined
  cause?: unknown
}

/**
 * Thrown when a request could not get a token. The request itself was not sent.
 *
 * It is an `AxiosError` with `code` `'ERR_HERE_AUTH'` and with neither `config` nor `response`: those would be the token
 * request's, and a retry interceptor would send that one in the caller's name.
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
    const shown = { reason, status, hereErrorCode, hereErrorId }
    Object.assign(this, shown)
    if (cause !== undefined) hide(this, 'cause', cause)
    // AxiosError declares toJSON as a property; a method of the same name in a subclass would not type-check.
    const toAxiosJSON = this.toJSON
    hide(this, 'toJSON', () => ({ ...toAxiosJSON.call(this), ...shown }))
  }
}

function hide(error: HereAuthError, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true })
}
