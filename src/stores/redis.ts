import type { Cluster, Redis } from 'ioredis'
import { Mutex } from 'redis-semaphore'
import type { AccessToken } from '../credentials/types.ts'
import { longestDelay, waitAtMost } from '../http/timing.ts'
import type { TokenStore } from '../token/token-store.ts'
import { createCodec, type EncryptionKey } from './encryption.ts'

/** The options of {@link redisTokenStore}. */
export interface RedisTokenStoreOptions {
  /** Put before each key. Default: none; keys are `axios-here:…`. */
  prefix?: string | undefined
  /** Milliseconds that a process waits for another's token request before it makes its own. Default: 10 seconds. */
  lockTimeout?: number | undefined
  /** 32 bytes, as they are or in base64, or a `CryptoKey` for AES-GCM. Default: tokens are not encrypted. */
  encryptionKey?: EncryptionKey | undefined
}

const commandTimeLimit = 500

/**
 * Shares tokens between any number of processes and machines. Redis lets tokens expire by its own clock, and has the lock
 * that lets one process of all request a token.
 *
 * @param redis an ioredis client of yours, for one server, a Sentinel group or a Cluster; you open and close it
 * @throws TypeError that names the wrong option
 * @example
 * createHereClient(credentials, { here: { tokenStore: redisTokenStore(new Redis(url)) } })
 */
export function redisTokenStore(redis: Redis | Cluster, options: RedisTokenStoreOptions = {}): TokenStore {
  const { prefix = '', lockTimeout = 10_000, encryptionKey } = options
  if (typeof prefix !== 'string') throw new TypeError('prefix must be a string')
  if (!(Number.isInteger(lockTimeout) && lockTimeout >= 1000 && lockTimeout <= longestDelay)) {
    throw new TypeError('lockTimeout must be a whole number of milliseconds, 1000 or more')
  }
  const codec = createCodec(encryptionKey)
  const client = boundedClient(redis, prefix)

  return {
    lockTimeout,

    async get(key) {
      const name = prefix + key
      const [text, ttl] = await Promise.all([redis.get(name), redis.pttl(name)])
      if (text === null) return undefined
      const token = (await codec.decode(text, key)) as AccessToken
      // By the time that is left, because the clock of the process that wrote it may differ.
      return ttl > 0 && typeof token === 'object' ? { ...token, expiresAt: Date.now() + ttl } : token
    },

    async set(key, token, ttl) {
      requireConnection(redis)
      await redis.set(prefix + key, await codec.encode(token, key), 'PX', Math.max(1, Math.floor(ttl)))
    },

    async delete(key) {
      requireConnection(redis)
      await redis.del(prefix + key)
    },

    async lock(key, task, { signal } = {}) {
      const mutex = new Mutex(client, key, {
        // A process that dies is replaced within half of the time that others wait.
        lockTimeout: Math.floor(lockTimeout / 2),
        acquireTimeout: lockTimeout,
        retryInterval: 50 + Math.round(Math.random() * 100),
        // Extending the lock would fail without notice when Redis goes away. Without it, a token request that takes longer
        // than the lock may be made twice.
        refreshInterval: 0,
      })
      await mutex.acquire(signal)
      try {
        return await task()
      } finally {
        // If this fails, the lock expires by itself.
        await mutex.release().catch(() => {})
      }
    },
  }
}

// ioredis keeps commands until a lost connection is back. A token that is written then may have expired, or replace a newer
// one.
function requireConnection({ status }: Redis | Cluster): void {
  if (status !== 'ready') throw Object.assign(new Error('Redis is not connected'), { code: 'NOT_CONNECTED' })
}

// redis-semaphore's own prefix comes after the application's, so that all keys begin with the latter.
const mutexKey = /^mutex:/

function boundedClient(redis: Redis | Cluster, prefix: string): ConstructorParameters<typeof Mutex>[0] {
  const bounded =
    (name: 'eval' | 'evalsha' | 'get' | 'set' | 'zrem') =>
    async (...args: unknown[]): Promise<unknown> => {
      requireConnection(redis)
      const below = args.map((arg) => (typeof arg === 'string' && mutexKey.test(arg) ? prefix + arg : arg))
      return waitAtMost(commandTimeLimit, (redis[name] as (...args: unknown[]) => Promise<unknown>)(...below))
    }
  const commands = ['eval', 'evalsha', 'get', 'set', 'zrem'] as const
  return Object.fromEntries(commands.map((name) => [name, bounded(name)])) as never
}
