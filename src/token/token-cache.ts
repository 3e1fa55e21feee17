import pMemoize from 'p-memoize'
import { type AccessToken, checkScope, type SuppliedToken, type TokenProvider } from '../credentials/types.ts'
import type { Emit } from '../errors/events.ts'
import type { HereAuthError } from '../errors/here-auth-error.ts'
import { createKeepAlive, waitUntilAborted } from '../http/timing.ts'

/** A new token, before it is cached. */
export interface FetchedToken {
  readonly token: AccessToken
  /** When it expires, by `performance.now()`, so that a jump of the wall clock neither keeps nor drops it. */
  readonly expires: number
  /** Milliseconds. */
  readonly lifetime: number
  /** Whether the refresh begins at a random time, because other processes have the same token. */
  readonly spreadsRefresh?: boolean
  /** Removes it from the token store, if it is in one. */
  readonly forget?: () => Promise<void>
}

/** Gets one new token for a scope. Rejects with `HereAuthError` only. */
export type FetchToken = (scope: string | undefined) => Promise<FetchedToken>

// The last moment that a `Date` can have.
const endOfTime = 8.64e15

/**
 * Works out when a new token expires.
 *
 * @param received `requestedAt`: monotonic time from which the lifetime counts, default now; `lifetime` in milliseconds
 */
export function createFetchedToken(received: {
  accessToken: string
  scope: string | undefined
  requestedAt?: number
  lifetime: number
}): FetchedToken {
  const now = performance.now()
  const { accessToken, scope, requestedAt = now, lifetime } = received
  const expires = requestedAt + lifetime
  const expiresAt = Math.min(Math.round(Date.now() + expires - now), endOfTime)
  return { token: { accessToken, expiresAt, scope }, expires, lifetime }
}

/** Converts a token that the application or a token store supplied into the form that the cache takes. */
export function toFetchedToken(
  { accessToken, expiresAt = Infinity }: SuppliedToken,
  scope: string | undefined,
): FetchedToken {
  return createFetchedToken({ accessToken, scope, lifetime: expiresAt - Date.now() })
}

/** A token in the cache. */
interface CachedToken extends FetchedToken {
  /** From then on a request refreshes it in the background. Monotonic, as `expires`. */
  refreshFrom: number
  /** Milliseconds to wait after a failed refresh. */
  refreshPause: number
}

const defaultRefreshAhead = 5 * 60_000
const shortestPause = 1000
const longestPause = 30_000
const rejectionLifetime = 1000

/** The settings of a token cache. */
export interface TokenCacheOptions {
  /** The scope of requests that name none. */
  scope: string | undefined
  refreshAhead: number | undefined
  emit: Emit
}

type Scope = string | undefined

/** Creates a token provider that caches one token per scope, and fetches a new one when it must. */
export function createTokenCache(fetchToken: FetchToken, options: TokenCacheOptions): TokenProvider {
  const { scope: ownScope } = options
  const keepAlive = createKeepAlive()
  const cache = new Map<Scope, CachedToken>()
  const rejections = new Map<Scope, Rejection>()
  const refresh = createRefresh(fetchToken, cache, rejections, options)

  function refreshInBackground(scope: Scope, cached: CachedToken): void {
    cached.refreshFrom = Infinity
    // Has no effect when a new token has replaced this one.
    const scheduleNext = (): void => {
      cached.refreshFrom = performance.now() + cached.refreshPause * (0.5 + Math.random() / 2)
      cached.refreshPause = Math.min(cached.refreshPause * 2, longestPause)
    }
    refresh(scope).then(scheduleNext, scheduleNext)
  }

  function peek(scope: Scope = ownScope): AccessToken | undefined {
    const now = performance.now()
    const cached = cache.get(scope)
    if (!cached || now >= cached.expires) return undefined
    if (now >= cached.refreshFrom) refreshInBackground(scope, cached)
    return cached.token
  }

  async function getOrFetch(scope: Scope): Promise<AccessToken> {
    const token = peek(scope)
    if (token) return token
    const rejection = rejections.get(scope)
    if (rejection && performance.now() < rejection.expires) throw rejection.error
    return refresh(scope)
  }

  return {
    peek,

    async getToken({ scope = ownScope, signal } = {}) {
      if (scope !== undefined) checkScope(scope, 'scope')
      signal?.throwIfAborted()
      return keepAlive(waitUntilAborted(getOrFetch(scope), signal))
    },

    async invalidate({ accessToken, expiresAt }) {
      for (const [scope, { token, forget }] of cache) {
        // Also compares the expiry, because a server may give the same token again, and a late 401 must not drop it then.
        if (token.accessToken === accessToken && token.expiresAt === expiresAt) {
          cache.delete(scope)
          await forget?.()
        }
      }
    },
  }
}

/** A token request that HERE has rejected, which later callers share until it expires. */
interface Rejection {
  error: HereAuthError
  expires: number
}

type Refresh = (scope: Scope) => Promise<AccessToken>

/**
 * Creates the function that fetches a new token into the cache. p-memoize gives all callers of one scope the same promise while
 * a token request is under way; it does not cache the token, because it knows no expiry.
 */
function createRefresh(
  fetchToken: FetchToken,
  cache: Map<Scope, CachedToken>,
  rejections: Map<Scope, Rejection>,
  { refreshAhead, emit }: TokenCacheOptions,
): Refresh {
  const refresh: Refresh = async (scope) => {
    try {
      const fetched = await fetchToken(scope)
      // Keep the cached token if the new one expires sooner.
      if (fetched.expires > (cache.get(scope)?.expires ?? 0)) cache.set(scope, toCachedToken(fetched, refreshAhead))
      rejections.delete(scope)
      return fetched.token
    } catch (error) {
      const { reason, status, hereErrorCode } = error as HereAuthError
      const isBackground = performance.now() < (cache.get(scope)?.expires ?? 0)
      emit?.({ type: 'token-failed', scope, reason, status, hereErrorCode, isBackground })
      if (reason === 'rejected') {
        rejections.set(scope, { error: error as HereAuthError, expires: performance.now() + rejectionLifetime })
      }
      throw error
    }
  }
  return pMemoize(refresh, { cache: false })
}

function toCachedToken(fetched: FetchedToken, refreshAhead: number | undefined): CachedToken {
  const { expires, lifetime, spreadsRefresh } = fetched
  const window = Math.min(refreshAhead ?? defaultRefreshAhead, lifetime / (refreshAhead === undefined ? 10 : 2))
  // Wait at least 1 s between refreshes, in case the server keeps returning the same token.
  const earliest = Math.max(expires - window, performance.now() + shortestPause)
  const spread = spreadsRefresh ? (Math.random() * (expires - earliest)) / 4 : 0
  return { ...fetched, refreshFrom: earliest + spread, refreshPause: shortestPause }
}
