import { HereAuthError } from './errors/here-auth-error.ts'
import { isHereAuthError } from './errors/here-error.ts'

/** Of a source or a provider that is not ours: its own words may hold anything, and are the cause alone. */
export function failureOf(what: string, cause: unknown): HereAuthError {
  return isHereAuthError(cause)
    ? cause
    : new HereAuthError(`The ${what} failed, see cause.`, { reason: 'unavailable', cause })
}
