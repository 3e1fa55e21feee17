import { isObject, isToken } from '../credentials/types.ts'
import type { Emit } from '../errors/events.ts'
import { waitAtMost } from '../http/timing.ts'
import type { AccessToken } from './cached-token.ts'
import type { TokenStore } from './token-store.ts'

/** A store that costs bounded time, never fails, and holds tokens and nothing else. */
export interface BoundedStore {
  /** What it holds; `undefined` when it fails. */
  look(key: string, scope: string | undefined): Promise<{ token: AccessToken | undefined } | undefined>
  put(key: string, token: AccessToken): Promise<void>
  remove(key: string): Promise<void>
  /** Tells the listener that the store's lock failed. */
  lockFailed(error: unknown): void
}

const timeLimit = 500

/** Wraps anybody's store. Its failures are events. */
export function boundStore(store: TokenStore, emit: Emit): BoundedStore {
  const failed = (operation: 'get' | 'set' | 'delete' | 'lock', reason: string): void =>
    emit({ type: 'store-failed', operation, reason })

  async function attempt<T>(
    operation: 'get' | 'set' | 'delete',
    task: () => T,
  ): Promise<{ result: Awaited<T> } | undefined> {
    try {
      return { result: await waitAtMost(timeLimit, Promise.resolve(task())) }
    } catch (error) {
      failed(operation, nameOf(error))
      return undefined
    }
  }

  return {
    async look(key, scope) {
      const found = await attempt('get', async () => readStored(await store.get(key), scope))
      if (found === undefined) return undefined
      if (found.result !== 'wrong') return { token: found.result }
      failed('get', 'wrong value')
      return { token: undefined }
    },
    async put(key, token) {
      await attempt('set', () => store.set(key, token, token.expiresAt - Date.now()))
    },
    async remove(key) {
      await attempt('delete', () => store.delete(key))
    },
    lockFailed: (error) => failed('lock', nameOf(error)),
  }
}

/** A store may hold anything, and be anybody's. */
function readStored(value: unknown, scope: string | undefined): AccessToken | undefined | 'wrong' {
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) return 'wrong'
  const fields: Record<string, unknown> = Object.assign(Object.create(null), value)
  if (!isToken(fields.accessToken) || typeof fields.expiresAt !== 'number') return 'wrong'
  if (fields.scope !== undefined && (typeof fields.scope !== 'string' || fields.scope !== (scope ?? fields.scope))) {
    return 'wrong'
  }
  if (!(fields.expiresAt > Date.now())) return undefined
  return { accessToken: fields.accessToken, expiresAt: fields.expiresAt, scope: fields.scope }
}

// An error of a store may hold the command with the token; its code or its kind does not.
function nameOf(error: unknown): string {
  try {
    const { code, name } = error as { code?: unknown; name?: unknown }
    return String(typeof code === 'string' ? code : name)
  } catch {
    return 'unknown'
  }
}
