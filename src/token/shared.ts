import type { Emit } from '../events.ts'
import { detachedPause, waitAtMost } from '../wait.ts'
import { boundStore } from './bounded-store.ts'
import type { AccessToken } from './held.ts'
import type { Scheme } from './scheme.ts'
import type { TokenStore } from './store.ts'

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

  // Who waits for the lock looks for the token as well: the lock is one process's at a time, the token is everybody's.
  async function underLock(
    lock: NonNullable<TokenStore['lock']>,
    key: string,
    find: () => Promise<SharedToken | undefined>,
    request: () => Promise<SharedToken>,
  ): Promise<SharedToken> {
    const waiting = new AbortController()
    const { signal } = waiting
    let own: Promise<SharedToken> | undefined
    const task = async (): Promise<void> => {
      if (signal.aborted) return
      own = find().then((found) => found ?? request())
      await own
    }
    const lockIsOver = (async (): Promise<undefined> => {
      try {
        await waitAtMost(store.lockTimeout ?? defaultLockTimeout, lock.call(store, key, task, { signal }))
      } catch (error) {
        if (own === undefined && !signal.aborted) lockFailed(error)
      }
    })()
    const found = await Promise.race([lockIsOver, lookUntil(find, () => signal.aborted || own !== undefined)])
    waiting.abort()
    return found ?? own ?? request()
  }

  async function findOrAsk(key: string, scheme: Scheme, request: () => Promise<AccessToken>): Promise<SharedToken> {
    const old = lastTokens.get(key)
    const find = async (): Promise<SharedToken | undefined> => betterThan(old, await look(key, scheme.scope))
    const ask = async (): Promise<SharedToken> => ({ token: await request(), isFromStore: false })
    const askAndPut = async (): Promise<SharedToken> => {
      const asked = await ask()
      await put(key, asked.token)
      return asked
    }

    const first = await look(key, scheme.scope)
    if (first === undefined) {
      const asked = await ask()
      // Nobody waits for a store that is away; it may be back by now.
      void put(key, asked.token)
      return asked
    }
    return betterThan(old, first) ?? (store.lock ? underLock(store.lock, key, find, askAndPut) : askAndPut())
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
async function keyOf({ url, identity, scope }: Scheme): Promise<string> {
  const { origin, pathname } = new URL(url)
  const text = JSON.stringify([origin + pathname, identity, scope ?? ''])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `axios-here:${hex}`
}
