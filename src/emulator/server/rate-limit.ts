import { gatewayError } from '../services/http/errors.ts'
import type { EmulatorResponse } from '../services/http/response.ts'

/** How the emulator responds to requests over its rate limit. */
export interface RateLimitOptions {
  /** Seconds that `Retry-After` names. Default: no such header, as in most of HERE's services. */
  retryAfter?: number | undefined
}

/** A limit for the requests to all services together. */
export interface RateLimit {
  /** Requests in any one second; `undefined` is no limit. */
  set(requestsPerSecond: number | undefined, options?: RateLimitOptions): void
  /** Counts a request. Over the limit it returns a 429 response instead: rejected requests do not count. */
  count(): EmulatorResponse | undefined
}

/** Creates a rate limit with a sliding window of one second. */
export function createRateLimit(requestsPerSecond: number | undefined): RateLimit {
  let limit = requestsPerSecond ?? Number.POSITIVE_INFINITY
  let headers: Record<string, string> | undefined
  let served: number[] = []
  return {
    set(newLimit = Number.POSITIVE_INFINITY, { retryAfter } = {}) {
      limit = newLimit
      headers = retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) }
    },
    count() {
      const now = performance.now()
      served = served.filter((time) => time > now - 1000)
      if (served.length >= limit) {
        return { ...gatewayError(429, 'Too Many Requests', 'Rate limit for this service has been reached'), headers }
      }
      if (limit !== Number.POSITIVE_INFINITY) served.push(now)
      return undefined
    },
  }
}
