import type { AccessToken } from '../credentials/types.ts'
import type { Emit } from '../errors/events.ts'
import { unrefPause, waitAtMost } from '../http/timing.ts'
import type { Grant } from './grants/grant.ts'
import { boundStore, type TokenStore } from './token-store.ts'

/** Gets tokens through a token store that other processes use too. */
export interface SharedTokenCache {
  /**
   * A token from the store (`isShared`), if it has one that is better than the last; else what `request` gets, which one of
   * all processes calls.
   *
   * @throws what `request` throws; failures of the store cost time alone
   */
  getToken(grant: Grant, request: () => Promise<AccessToken>): Promise<AccessToken>
  /** Removes an unauthorized token from the store, if it is still the stored one. */
  forget(grant: Grant, token: AccessToken): Promise<void>
}

/** The last token of a key. It has to be replaced: it is about to expire, or was unauthorized. */
interface LastToken extends AccessToken {
  isUnauthorized: boolean
}

/** How one process of all gets a new token. */
interface Search {
  key: string
  /** Reads a better token from the store. */
  find(): Promise<AccessToken | undefined>
  /** Requests a new token from HERE. */
  request(): Promise<AccessToken>
  /** Writes a requested token to the store. */
  write(token: AccessToken): Promise<void>
}

const defaultLockTimeout = 10_000
const firstPollPause = 50
const longestPollPause = 400

/** Wraps token requests by a token store: read the store, lock, read again, request, write. */
export function createSharedTokenCache(store: TokenStore, emit: Emit): SharedTokenCache {
  const { read, write, remove, reportLockFailure } = boundStore(store, (operation, reason) =>
    emit?.({ type: 'store-failed', operation, reason }),
  )
  const lastTokens = new Map<string, LastToken>()

  async function getToken(search: Search, scope: string | undefined): Promise<AccessToken> {
    const stored = await read(search.key, scope)
    const found = betterThan(lastTokens.get(search.key), stored)
    if (found !== undefined) return found
    if (stored !== undefined && store.lock !== undefined) {
      const token = await getUnderLock(store, search, reportLockFailure)
      if (token !== undefined) return token
    }
    const token = await search.request()
    // Not awaited: the store has failed before, or has no lock.
    void search.write(token)
    return token
  }

  return {
    async getToken(grant, request) {
      const { scope } = grant
      const key = await storeKey(grant)
      const last = lastTokens.get(key)
      const search: Search = {
        key,
        request,
        find: async () => betterThan(last, await read(key, scope)),
        // With the scope of the grant, which other processes compare; HERE may spell it differently.
        write: (token) => write(key, { ...token, scope }),
      }
      const token = await getToken(search, scope)
      lastTokens.set(key, { ...token, isUnauthorized: false })
      return token
    },

    async forget(grant, { accessToken }) {
      const key = await storeKey(grant)
      // Noted, because the store may fail to remove it.
      const last = lastTokens.get(key)
      if (last?.accessToken === accessToken) last.isUnauthorized = true
      const stored = await read(key, grant.scope)
      if (stored?.token?.accessToken === accessToken) await remove(key)
    },
  }
}

/** The token that this process or another gets under the lock; `undefined` when the lock fails or takes too long. */
async function getUnderLock(
  store: TokenStore,
  search: Search,
  reportFailure: (error: unknown) => void,
): Promise<AccessToken | undefined> {
  const wait = new AbortController()
  const { signal } = wait
  const own = createDeferred<AccessToken>()
  let isOwnTurn = false
  const task = async (): Promise<void> => {
    if (signal.aborted) return
    isOwnTurn = true
    own.resolve(search.find().then((found) => found ?? search.request()))
    // Callers get the token before it is written.
    const token = await own.promise
    if (!token.isShared) await search.write(token)
  }
  const lockEnd = (async (): Promise<undefined> => {
    try {
      await waitAtMost(
        store.lockTimeout ?? defaultLockTimeout,
        store.lock?.(search.key, task, { signal }) as Promise<void>,
      )
    } catch (error) {
      if (!isOwnTurn && !signal.aborted) reportFailure(error)
    }
  })()
  // Poll the store while waiting for the lock: another process may already have written a token.
  const polling = pollUntil(search.find, () => signal.aborted || isOwnTurn)
  const token = await Promise.race([own.promise, lockEnd, polling])
  wait.abort()
  return token ?? (isOwnTurn ? own.promise : undefined)
}

function createDeferred<T>(): { promise: Promise<T>; resolve: (value: Promise<T>) => void } {
  let resolve = (_: Promise<T>): void => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** Repeats a search until it finds a token. Never settles once it is over, because another promise decides then. */
async function pollUntil(
  find: () => Promise<AccessToken | undefined>,
  isOver: () => boolean,
): Promise<AccessToken | undefined> {
  for (let pause = firstPollPause; ; pause = Math.min(pause * 2, longestPollPause)) {
    await unrefPause(pause * (0.5 + Math.random()))
    if (isOver()) return new Promise(() => {})
    const found = await find()
    if (found !== undefined) return found
  }
}

// In milliseconds. Expiries from a store may differ a little from each other.
const tolerance = 1000

function betterThan(
  last: LastToken | undefined,
  stored: { token: AccessToken | undefined } | undefined,
): AccessToken | undefined {
  const token = stored?.token
  return token !== undefined && isBetter(token, last) ? { ...token, isShared: true } : undefined
}

function isBetter(token: AccessToken, last: LastToken | undefined): boolean {
  if (last === undefined) return true
  if (token.accessToken !== last.accessToken) {
    // A replay after a 401 needs a token that does not expire meanwhile.
    return token.expiresAt > (last.isUnauthorized ? Date.now() + tolerance : last.expiresAt)
  }
  return !last.isUnauthorized && token.expiresAt > last.expiresAt + tolerance
}

/** A hash of endpoint, user and project, which reveals none of them. */
async function storeKey({ url, identity, scope, parameters }: Grant): Promise<string> {
  const { origin, pathname, search } = new URL(url)
  // The query of Data Lens contains the app code.
  const endpoint = origin + pathname + (parameters === undefined ? search : '')
  const text = JSON.stringify([endpoint, identity, scope ?? ''])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `axios-here:${hex}`
}
