import type { AccessToken } from '../credentials/types.ts'
import { waitAtMost } from '../http/timing.ts'
import { isToken } from './token-response.ts'

/**
 * Where processes share tokens. A Keyv instance is one as it is; `fileTokenStore` and `redisTokenStore` have a lock as well.
 * It contains bearer tokens: protect it like them.
 *
 * @example
 * createHereClient(credentials, { here: { tokenStore: new Keyv(new KeyvRedis(url)) } })
 */
export interface TokenStore {
  get(key: string): Promise<AccessToken | undefined> | AccessToken | undefined
  /** `ttl` in milliseconds: until the token expires. */
  set(key: string, token: AccessToken, ttl: number): unknown
  delete(key: string): unknown
  /**
   * Runs a task while no other process runs one of the same key. Rejects when the wait for that takes longer than
   * `lockTimeout`, or when `signal` ends it.
   */
  lock?<T>(key: string, task: () => Promise<T>, options?: { signal?: AbortSignal }): Promise<T>
  /** Milliseconds that a process waits for the lock before it requests a token by itself. Default: 10 seconds. */
  readonly lockTimeout?: number | undefined
}

/** Whether a value has the methods of a token store. */
export function isTokenStore(value: unknown): value is TokenStore {
  if (typeof value !== 'object' || value === null) return false
  return ['get', 'set', 'delete'].every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
}

/** Reports that an operation of the token store has failed. */
export type ReportStoreFailure = (operation: 'get' | 'set' | 'delete' | 'lock', reason: string) => void

/** A token store that costs bounded time, never fails, and contains nothing but tokens. */
export interface BoundedStore {
  /** The stored token of a key; the whole is `undefined` when the store fails. */
  read(key: string, scope: string | undefined): Promise<{ token: AccessToken | undefined } | undefined>
  write(key: string, token: AccessToken): Promise<void>
  remove(key: string): Promise<void>
  /** Reports that the store's lock failed. */
  reportLockFailure(error: unknown): void
}

const timeLimit = 500

/** Wraps a token store of the application. */
export function boundStore(store: TokenStore, report: ReportStoreFailure): BoundedStore {
  async function attempt<T>(
    operation: 'get' | 'set' | 'delete',
    task: () => T,
  ): Promise<{ result: Awaited<T> } | undefined> {
    try {
      return { result: await waitAtMost(timeLimit, Promise.resolve(task())) }
    } catch (error) {
      report(operation, failureName(error))
      return undefined
    }
  }

  return {
    async read(key, scope) {
      const found = await attempt('get', async () => checkStored(await store.get(key), scope))
      if (found === undefined) return undefined
      if (found.result !== 'invalid') return { token: found.result }
      report('get', 'invalid value')
      return { token: undefined }
    },
    async write(key, { accessToken, expiresAt, scope }) {
      await attempt('set', () => store.set(key, { accessToken, expiresAt, scope }, expiresAt - Date.now()))
    },
    async remove(key) {
      await attempt('delete', () => store.delete(key))
    },
    reportLockFailure: (error) => report('lock', failureName(error)),
  }
}

// The store may be shared with other programs, so its value may be anything.
function checkStored(value: unknown, scope: string | undefined): AccessToken | undefined | 'invalid' {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return 'invalid'
  const fields: Record<string, unknown> = Object.assign(Object.create(null), value)
  if (!isToken(fields.accessToken) || typeof fields.expiresAt !== 'number') return 'invalid'
  if (fields.scope !== undefined && (typeof fields.scope !== 'string' || fields.scope !== (scope ?? fields.scope))) {
    return 'invalid'
  }
  if (!(fields.expiresAt > Date.now())) return undefined
  return { accessToken: fields.accessToken, expiresAt: fields.expiresAt, scope: fields.scope }
}

// The message of a store's error may contain the command with the token; its code or name does not.
function failureName(error: unknown): string {
  try {
    const { code, name } = error as { code?: unknown; name?: unknown }
    return String(typeof code === 'string' ? code : name)
  } catch {
    return 'unknown'
  }
}
