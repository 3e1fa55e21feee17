import type { Answer, EmulatorRequest } from './http.ts'
import { matchPath } from './paths.ts'

/**
 * Something that goes wrong. Without `status`, `headers` and `body` it is the usual answer that comes late (`delay`) or
 * in half (`cut`).
 */
export interface Failure {
  /** Default: 500. */
  status?: number | undefined
  headers?: Record<string, string> | undefined
  body?: unknown
  /** Cuts the connection without an answer. */
  reset?: boolean | undefined
  /** Sends half of the answer, then cuts the connection. */
  cut?: boolean | undefined
  /** Milliseconds to wait first. */
  delay?: number | undefined
  /** How many requests it meets. Default: 1. */
  times?: number | undefined
  /** Which requests it meets: a path (`/v8/matrix/{id}` for any id), or a function. Default: all. */
  when?: string | ((request: EmulatorRequest) => boolean) | undefined
}

/** Takes the failure that is next for a request out of those to come. */
export function takeFailure(failures: Failure[], request: EmulatorRequest): Failure | undefined {
  const index = failures.findIndex(({ when }) => isMet(when, request))
  const failure = failures[index]
  if (failure === undefined) return undefined
  failure.times = (failure.times ?? 1) - 1
  if (failure.times <= 0) failures.splice(index, 1)
  return failure
}

/** What a failure answers; `undefined` when the usual answer is sent. */
export function failureAnswer({ status, headers, body }: Failure = {}): Answer | undefined {
  const isDelayOnly = status === undefined && headers === undefined && body === undefined
  return isDelayOnly ? undefined : { status: status ?? 500, headers, body }
}

function isMet(when: Failure['when'], request: EmulatorRequest): boolean {
  if (when === undefined) return true
  return typeof when === 'string' ? matchPath(when, request.path) !== undefined : when(request)
}
