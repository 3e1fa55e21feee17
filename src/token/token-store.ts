import type { AccessToken } from './cached-token.ts'

/**
 * Where processes share tokens. A Keyv instance is one as it is; `fileTokenStore` and `redisTokenStore` have a lock as well.
 * What it holds are bearer tokens: who can read it can use them.
 *
 * @example
 * createHereClient(credentials, { here: { tokenStore: new Keyv(new KeyvRedis(url)) } })
 */
export interface TokenStore {
  get(key: string): Promise<AccessToken | undefined> | AccessToken | undefined
  /** `ttl` in milliseconds: what the token has left. */
  set(key: string, token: AccessToken, ttl: number): unknown
  delete(key: string): unknown
  /**
   * Runs a task when no other process runs one of the same key. Rejects when that takes longer than the lock's time, or
   * when `signal` ends the wait.
   */
  lock?<T>(key: string, task: () => Promise<T>, options?: { signal?: AbortSignal }): Promise<T>
  /** Milliseconds that a process waits for the lock before it goes on alone. Default: 10 seconds. */
  readonly lockTimeout?: number | undefined
}

/** Whether a value has what a store needs. */
export function isTokenStore(value: unknown): value is TokenStore {
  if (typeof value !== 'object' || value === null) return false
  return ['get', 'set', 'delete'].every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
}
