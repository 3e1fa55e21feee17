import type { Emit } from '../errors/events.ts'
import { detachedPause, waitAtMost } from '../http/timing.ts'
import { boundStore } from './bounded-store.ts'
import type { AccessToken } from './cached-token.ts'
import type { Scheme } from './grants/grant.ts'
import type { TokenStore } from './token-store.ts'

/** A token that was given out, and is to be replaced when another is asked for: it nears its end, or HERE has refused it. */
interface OldToken extends AccessToken {
  isRefused: boolean
}

/** Gets tokens through a store that other processes use too. */
export interface Sharing {
  /**
   * A token from the store, if it has one that is better than the last, else what `request` gets, for one process of all.
   *
   * @throws what `request` throws; whatever happens to the store costs time and nothing else
   */
  getToken(scheme: Scheme, request: () => Promise<AccessToken>): Promise<SharedToken>
  /** Takes a token that HERE refused out of the store, if it is still that one. */
  forget(scheme: Scheme, token: AccessToken): Promise<void>
}

/** A token, and whether this process got it from another. */
interface SharedToken {
  token: AccessToken
  isFromStore: boolean
}

const defaultLockTimeout = 10_000
const shortestLook = 50
const longestLook = 400

/** Wraps token requests by a store: store, lock, store again, request, store. */
export function createSharing(store: TokenStore, emit: Emit): Sharing {
  const { look, put, remove, lockFailed } = boundStore(store, emit)
  const lastTokens = new Map<string, OldToken>()

  // `undefined` when the lock fails or takes too long. Who waits for it looks for the token as well: the lock is one process's at a time, the token is everybody's.
  async function underLock(
    lock: NonNullable<TokenStore['lock']>,
    key: string,
    find: () => Promise<SharedToken | undefined>,
    ask: () => Promise<SharedToken>,
    keep: (asked: SharedToken) => Promise<void>,
  ): Promise<SharedToken | undefined> {
    const waiting = new AbortController()
    const { signal } = waiting
    let own: Promise<SharedToken> | undefined
    let handOver = (_: Promise<SharedToken>): void => {}
    const handedOver = new Promise<SharedToken>((resolve) => {
      handOver = resolve
    })
    const task = async (): Promise<void> => {
      if (signal.aborted) return
      own = find().then((found) => found ?? ask())
      // The token is the caller's as soon as it is there; store and lock are seen to behind it.
      handOver(own)
      await keep(await own)
    }
    const lockIsOver = (async (): Promise<undefined> => {
      try {
        await waitAtMost(store.lockTimeout ?? defaultLockTimeout, lock.call(store, key, task, { signal }))
      } catch (error) {
        if (own === undefined && !signal.aborted) lockFailed(error)
      }
    })()
    const isOver = (): boolean => signal.aborted || own !== undefined
    const found = await Promise.race([handedOver, lockIsOver, lookUntil(find, isOver)])
    waiting.abort()
    return found ?? own
  }

  async function findOrAsk(key: string, scheme: Scheme, request: () => Promise<AccessToken>): Promise<SharedToken> {
    const old = lastTokens.get(key)
    const find = async (): Promise<SharedToken | undefined> => betterThan(old, await look(key, scheme.scope))
    const ask = async (): Promise<SharedToken> => ({ token: await request(), isFromStore: false })
    // With the scope that was asked for, by which others will look: HERE may word it differently.
    const keep = async ({ token, isFromStore }: SharedToken): Promise<void> => {
      if (!isFromStore) await put(key, { ...token, scope: scheme.scope })
    }

    const first = await look(key, scheme.scope)
    const found = betterThan(old, first)
    if (found !== undefined) return found
    if (first !== undefined && store.lock !== undefined) {
      const got = await underLock(store.lock, key, find, ask, keep)
      if (got !== undefined) return got
    }
    const asked = await ask()
    // Nobody waits for that; a store that was away may be back by now.
    void keep(asked)
    return asked
  }

  return {
    async getToken(scheme, request) {
      const key = await keyOf(scheme)
      const found = await findOrAsk(key, scheme, request)
      lastTokens.set(key, { ...found.token, isRefused: false })
      return found
    },

    async forget(scheme, { accessToken }) {
      const key = await keyOf(scheme)
      // The store may be unable to drop it.
      const last = lastTokens.get(key)
      if (last?.accessToken === accessToken) last.isRefused = true
      const found = await look(key, scheme.scope)
      if (found?.token?.accessToken === accessToken) await remove(key)
    },
  }
}

/** Looks again and again. When it is over somebody else decides, and this never does. */
async function lookUntil(
  find: () => Promise<SharedToken | undefined>,
  isOver: () => boolean,
): Promise<SharedToken | undefined> {
  for (let pause = shortestLook; ; pause = Math.min(pause * 2, longestLook)) {
    await detachedPause(pause * (0.5 + Math.random()))
    if (isOver()) return new Promise(() => {})
    const found = await find()
    if (found !== undefined) return found
  }
}

// What a store tells of a token's end may be a little off; in milliseconds.
const tolerance = 1000

function betterThan(
  old: OldToken | undefined,
  found: { token: AccessToken | undefined } | undefined,
): SharedToken | undefined {
  const token = found?.token
  return token !== undefined && isBetter(token, old) ? { token, isFromStore: true } : undefined
}

function isBetter(token: AccessToken, old: OldToken | undefined): boolean {
  if (old === undefined) return true
  if (token.accessToken !== old.accessToken) {
    // The request that was refused is sent once more and no further: not with a token that ends meanwhile.
    return token.expiresAt > (old.isRefused ? Date.now() + tolerance : old.expiresAt)
  }
  return !old.isRefused && token.expiresAt > old.expiresAt + tolerance
}

/** Names endpoint, user and project, and tells none of them. */
async function keyOf({ url, identity, scope, query }: Scheme): Promise<string> {
  const { origin, pathname, search } = new URL(url)
  // Data Lens has its app code there.
  const endpoint = origin + pathname + (query === undefined ? search : '')
  const text = JSON.stringify([endpoint, identity, scope ?? ''])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `axios-here:${hex}`
}
