/** Endpoints, each with a scope, that refuse tokens which are new: no renewal helps there. */
export interface Refusals {
  /** Whether a 401 of this endpoint is to reach the caller without another renewal. */
  isPaused(endpoint: string): boolean
  /** Notes that the endpoint refused a token which it was sent because it had refused the one before. */
  add(endpoint: string, token: string): void
}

interface Refusal {
  token: string
  pause: number
  until: number
}

const firstPause = 1000
const longestPause = 30_000
const forgottenAfter = 60_000

/**
 * Remembers endpoints that answer 401 whatever the token. Each of their answers would cost a token request, and HERE
 * counts these per app: one forbidden path would use up what all others need. The first such answer costs nothing, since
 * services may lag behind a new token; from the second on the endpoint gets no new token for a pause that grows from 1 s
 * to 30 s, and is forgotten after a minute without.
 */
export function createRefusals(): Refusals {
  const refusals = new Map<string, Refusal>()
  return {
    isPaused: (endpoint) => performance.now() < (refusals.get(endpoint)?.until ?? 0),
    add(endpoint, token) {
      const now = performance.now()
      for (const [other, { until }] of refusals) if (now >= until + forgottenAfter) refusals.delete(other)
      const known = refusals.get(endpoint)
      // Many requests may meet the same refusal at once.
      if (known?.token === token) return
      const pause = known ? Math.min(Math.max(known.pause * 2, firstPause), longestPause) : 0
      refusals.set(endpoint, { token, pause, until: now + pause })
    },
  }
}
