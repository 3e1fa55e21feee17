import type { EmulatorRequest } from '../services/http/request.ts'
import type { EmulatorResponse } from '../services/http/response.ts'
import { matchPath } from './match-path.ts'

/**
 * A failure of a request. Without `status`, `headers` and `body` the usual response is sent, delayed (`delay`) or
 * cut in half (`cut`).
 */
export interface Failure {
  /** Default: 500. */
  status?: number | undefined
  headers?: Record<string, string> | undefined
  body?: unknown
  /** Closes the connection without a response. */
  reset?: boolean | undefined
  /** Sends half of the response, then closes the connection. */
  cut?: boolean | undefined
  /** Milliseconds to wait before the response. */
  delay?: number | undefined
  /** How many requests fail. Default: 1. */
  times?: number | undefined
  /** Which requests fail: those to a path (`/v8/matrix/{id}` for any id), or those a function accepts. Default: all. */
  when?: string | ((request: EmulatorRequest) => boolean) | undefined
}

/** Finds the first failure that matches a request, and removes it from the list when its `times` are used up. */
export function takeFailure(failures: Failure[], request: EmulatorRequest): Failure | undefined {
  const index = failures.findIndex(({ when }) => isMatch(when, request))
  const failure = failures[index]
  if (failure === undefined) return undefined
  failure.times = (failure.times ?? 1) - 1
  if (failure.times <= 0) failures.splice(index, 1)
  return failure
}

/** The response of a failure; `undefined` when the usual response is sent. */
export function failureResponse({ status, headers, body }: Failure = {}): EmulatorResponse | undefined {
  const isUsual = status === undefined && headers === undefined && body === undefined
  return isUsual ? undefined : { status: status ?? 500, headers, body }
}

function isMatch(when: Failure['when'], request: EmulatorRequest): boolean {
  if (when === undefined) return true
  return typeof when === 'string' ? matchPath(when, request.path) !== undefined : when(request)
}
