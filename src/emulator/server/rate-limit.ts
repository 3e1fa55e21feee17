import { gatewayError } from '../services/http/errors.ts'
import type { Answer } from './http.ts'

/** How the emulator answers what is over its limit. */
export interface RateLimitOptions {
  /** Seconds that `Retry-After` names. Default: none, as most of HERE's services send no such header. */
  retryAfter?: number | undefined
}

/** Counts requests, and refuses what is too much. */
export interface RateLimit {
  /** Requests in any one second; `undefined` is no limit. */
  set(requestsPerSecond: number | undefined, options?: RateLimitOptions): void
  /** Counts a request, or refuses it: what is refused does not count. */
  refuse(): Answer | undefined
}

/** A limit over all services together, in a window of one second that slides. */
export function createRateLimit(requestsPerSecond: number | undefined): RateLimit {
  let limit = requestsPerSecond ?? Number.POSITIVE_INFINITY
  let headers: Record<string, string> | undefined
  let served: number[] = []
  return {
    set(wanted = Number.POSITIVE_INFINITY, { retryAfter } = {}) {
      limit = wanted
      headers = retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) }
    },
    refuse() {
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
