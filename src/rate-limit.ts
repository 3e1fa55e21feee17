import type { HereClientOptions } from './client/options.ts'
import { type Late, late } from './late.ts'
import type { Throttle } from './request/rate-limiter.ts'

/** What holds requests back. */
export type RateLimit = Late<Throttle>

/** Makes the rate limit of a client, which its children share, if it is to have one. */
export function createRateLimit({ rateLimit }: HereClientOptions): RateLimit | undefined {
  return rateLimit && late(async () => (await import('./request/rate-limiter.ts')).createThrottle(rateLimit))
}
