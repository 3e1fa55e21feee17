/**
 * Endpoints, each with a scope, that respond with 401 to new tokens as well: a refresh does not help there.
 */
export interface UnauthorizedEndpoints {
  /** Whether a 401 of this endpoint goes to the caller without a refresh. */
  isPaused(endpoint: string): boolean
  /** Notes that the endpoint responded with 401 to a replay, too. */
  add(endpoint: string, token: string): void
}

interface UnauthorizedEndpoint {
  token: string
  pause: number
  pausedUntil: number
}

const firstPause = 1000
const longestPause = 30_000
const forgottenAfter = 60_000
const maximumEndpoints = 1000

/**
 * Remembers endpoints that respond with 401 whatever the token. Each such response would cost a token request, and HERE limits
 * these per app, so that one forbidden path would use up the token requests of all others. The first 401 of a replay has no
 * consequence, because services may not know a new token at once; from the second on the endpoint gets no refresh for a pause
 * that grows from 1 s to 30 s, and is forgotten a minute after its last pause.
 */
export function createUnauthorizedEndpoints(): UnauthorizedEndpoints {
  // In the order of their last 401, so that the first is the oldest.
  const endpoints = new Map<string, UnauthorizedEndpoint>()

  function findKnown(endpoint: string, now: number): UnauthorizedEndpoint | undefined {
    const known = endpoints.get(endpoint)
    return known && now < known.pausedUntil + forgottenAfter ? known : undefined
  }

  return {
    isPaused: (endpoint) => performance.now() < (endpoints.get(endpoint)?.pausedUntil ?? 0),
    add(endpoint, token) {
      const now = performance.now()
      const known = findKnown(endpoint, now)
      // Many requests may get the same 401 at once.
      if (known?.token === token) return
      const pause = known ? Math.min(Math.max(known.pause * 2, firstPause), longestPause) : 0
      endpoints.delete(endpoint)
      const [oldest] = endpoints.keys()
      if (oldest !== undefined && endpoints.size >= maximumEndpoints) endpoints.delete(oldest)
      endpoints.set(endpoint, { token, pause, pausedUntil: now + pause })
    },
  }
}
