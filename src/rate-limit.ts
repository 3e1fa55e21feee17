import { type Late, late } from './late.ts'
import type { HereClientOptions } from './options.ts'
import type { Throttle } from './throttle.ts'

/** What holds requests back. */
export type RateLimit = Late<Throttle>

/** Makes the rate limit of a client, which its children share, if it is to have one. */
export function createRateLimit({ rateLimit }: HereClientOptions): RateLimit | undefined {
  return rateLimit && late(async () => (await import('./throttle.ts')).createThrottle(rateLimit))
}
