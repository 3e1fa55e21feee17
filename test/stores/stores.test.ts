import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Keyv from 'keyv'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TokenStore } from '../../src/index.ts'
import { fileTokenStore } from '../../src/stores/file.ts'
import { redisTokenStore } from '../../src/stores/redis.ts'
import { connectBySentinel, connectToCluster, hasRedis, startRedis } from '../support/redis.ts'

const encryptionKey = Buffer.alloc(32, 7).toString('base64')
const hour = 3_600_000

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'axios-here-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

const token = (accessToken: string, life = hour) => ({
  accessToken,
  expiresAt: Date.now() + life,
  scope: 'hrn:here:authorization::r:project/p',
})

/** Checks what every store must do, on an empty store. */
async function checkContract(store: TokenStore): Promise<void> {
  const first = token('first')
  expect(await store.get('axios-here:a')).toBeUndefined()
  await store.set('axios-here:a', first, hour)
  const { expiresAt, ...rest } = (await store.get('axios-here:a')) ?? token('none')
  expect(rest).toEqual({ accessToken: 'first', scope: first.scope })
  expect(Math.abs(expiresAt - first.expiresAt)).toBeLessThan(1000)
  expect(await store.get('axios-here:b')).toBeUndefined()
  await store.set('axios-here:a', token('second'), hour)
  expect(await store.get('axios-here:a')).toMatchObject({ accessToken: 'second' })
  await store.delete('axios-here:a')
  await store.delete('axios-here:a')
  expect(await store.get('axios-here:a')).toBeUndefined()
}

/** Checks what every lock must do. */
async function checkLock(store: TokenStore): Promise<void> {
  // As in the token cache, which reads before it takes the lock.
  await store.get('axios-here:a')
  const lock = store.lock?.bind(store) ?? expect.fail('no lock')
  let inside = 0
  let most = 0
  const task = async (result: number) => {
    inside += 1
    most = Math.max(most, inside)
    await delay(5)
    inside -= 1
    return result
  }
  const tasks = Array.from({ length: 5 }, (_, index) => lock('axios-here:a', () => task(index)))
  expect(await Promise.all(tasks)).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(1)
  await expect(lock('axios-here:a', () => Promise.reject(new Error('the task’s own')))).rejects.toThrow('own')
  const both = await lock('axios-here:a', () => lock('axios-here:b', async () => 'another key, another lock'))
  expect(both).toBe('another key, another lock')

  const waiting = new AbortController()
  await lock('axios-here:a', async () => {
    const ended = lock('axios-here:a', () => expect.fail('not run'), { signal: waiting.signal })
    waiting.abort()
    await expect(ended).rejects.toThrow(/abort/i)
  })
}

it('a Keyv instance is a token store without an adapter', async () => {
  await checkContract(new Keyv())
})

describe('fileTokenStore', () => {
  it('stores, replaces and deletes tokens', async () => checkContract(fileTokenStore(await folder())))
  it('lets one task run at a time under a lock', async () => checkLock(fileTokenStore(await folder())))

  it('stores tokens in the cache folder of the user, readable by that user alone', async () => {
    const cache = await folder()
    vi.stubEnv('XDG_CACHE_HOME', cache)
    await fileTokenStore().set('axios-here:a', token('first'), hour)
    const [file = ''] = await readdir(join(cache, 'axios-here'))
    expect(file).toBe('axios-here-a.json')
    expect((await stat(join(cache, 'axios-here'))).mode & 0o777).toBe(0o700)
    expect((await stat(join(cache, 'axios-here', file))).mode & 0o777).toBe(0o600)
  })

  it('leaves neither temporary files nor locks behind', async () => {
    const path = await folder()
    const store = fileTokenStore(path)
    const writers = Array.from({ length: 20 }, (_, index) => store.set('axios-here:a', token(`t${index}`), hour))
    await Promise.all([...writers, store.lock?.('axios-here:a', async () => {})])
    expect(await readdir(path)).toEqual(['axios-here-a.json'])
    expect(await store.get('axios-here:a')).toMatchObject({ accessToken: expect.stringMatching(/^t\d+$/) })
  })

  it('gives the lock of a holder that died to only one of 40 stores', async () => {
    for (let round = 0; round < 20; round += 1) {
      const path = await folder()
      await mkdir(join(path, 'axios-here-a.json.lock'))
      await utimes(join(path, 'axios-here-a.json.lock'), 0, 0)
      const done = new AbortController()
      let holders = 0
      let most = 0
      const enter = async () => {
        holders += 1
        most = Math.max(most, holders)
        await delay(20)
        holders -= 1
        done.abort()
      }
      const stores = Array.from({ length: 40 }, () => fileTokenStore(path))
      await Promise.allSettled(stores.map((store) => store.lock?.('axios-here:a', enter, { signal: done.signal })))
      // Another one may get the lock when the first has released it, if it was about to look when the wait ended.
      expect(most).toBe(1)
      expect(await readdir(path)).toEqual([])
    }
  })

  it('follows no symbolic link, and rejects when other users can write to the folder', async () => {
    const path = await folder()
    const store = fileTokenStore(path)
    const victim = join(await folder(), 'victim')
    await writeFile(victim, 'mine')
    await symlink(victim, join(path, 'axios-here-a.json'))
    await store.set('axios-here:a', token('first'), hour)
    expect(await readFile(victim, 'utf8')).toBe('mine')
    expect(await store.get('axios-here:a')).toMatchObject({ accessToken: 'first' })
    await chmod(path, 0o777)
    for (const use of [
      () => store.get('axios-here:a'),
      () => store.set('axios-here:a', token('second'), hour),
      () => store.lock?.('axios-here:a', async () => {}),
    ]) {
      await expect(use()).rejects.toMatchObject({ code: 'EPERM' })
    }
    await chmod(path, 0o700)
    expect(await store.get('axios-here:a')).toMatchObject({ accessToken: 'first' })
  })

  it.each(['', 'rubbish', '{"accessToken":', '"text"'])('treats a file that contains %j as missing', async (text) => {
    const path = await folder()
    await writeFile(join(path, 'axios-here-a.json'), text)
    expect(await fileTokenStore(path).get('axios-here:a')).toBeUndefined()
  })

  it('creates a nested folder that does not exist yet', async () => {
    await checkLock(fileTokenStore(join(await folder(), 'a', 'b')))
  })
})

describe.skipIf(!hasRedis)('redisTokenStore', () => {
  it('stores, replaces and deletes tokens', async () => checkContract(redisTokenStore((await startRedis()).connect())))
  it('lets one task run at a time under a lock', async () => checkLock(redisTokenStore((await startRedis()).connect())))

  it('rejects while its server is away, and writes nothing later', async () => {
    const server = await startRedis()
    const redis = server.connect()
    const store = redisTokenStore(redis)
    await redis.ping()
    await server.stop()
    await expect.poll(() => redis.status).not.toBe('ready')
    const write = store.set('axios-here:a', token('first'), hour)
    const failed = expect(write).rejects.toThrow('Redis is not connected')
    await expect(store.delete('axios-here:a')).rejects.toThrow('Redis is not connected')
    await expect(store.lock?.('axios-here:a', async () => {})).rejects.toThrow('Redis is not connected')
    await failed
    await server.start()
    await expect.poll(() => redis.status).toBe('ready')
    expect(await store.get('axios-here:a')).toBeUndefined()
  })

  it('lets Redis expire a token, and reads expiresAt by the clock of Redis', async () => {
    const redis = (await startRedis()).connect()
    const store = redisTokenStore(redis)
    await store.get('axios-here:a')
    // Written by a machine whose clock is a day ahead.
    await store.set('axios-here:a', token('first', 25 * hour), hour)
    const { expiresAt = 0 } = (await store.get('axios-here:a')) ?? {}
    expect(Math.abs(expiresAt - Date.now() - hour)).toBeLessThan(5000)
    await redis.pexpire('axios-here:a', 1)
    await delay(20)
    expect(await store.get('axios-here:a')).toBeUndefined()
  })

  it('uses one key for each token and each lock, with the prefix', async () => {
    const redis = (await startRedis()).connect()
    const store = redisTokenStore(redis, { prefix: 'app:' })
    await store.get('axios-here:a')
    await store.lock?.('axios-here:a', async () => {
      await store.set('axios-here:a', token('first'), hour)
      expect((await redis.keys('*')).sort()).toEqual(['app:axios-here:a', 'app:mutex:axios-here:a'])
    })
    expect(await redis.keys('*')).toEqual(['app:axios-here:a'])
  })

  it.each([
    ['of a Cluster', connectToCluster],
    ['of a Sentinel', connectBySentinel],
  ])('accepts a client %s', async (_, connect) => {
    const store = redisTokenStore(await connect())
    await checkContract(store)
    await checkLock(store)
  })

  it.each([
    ['prefix', { prefix: 1 }],
    ['lockTimeout', { lockTimeout: 10 }],
    ['lockTimeout', { lockTimeout: Number.POSITIVE_INFINITY }],
    ['encryptionKey', { encryptionKey: 'short' }],
  ])('throws at once for a wrong %s', (name, options) => {
    expect(() => redisTokenStore({} as never, options as never)).toThrow(new RegExp(`^${name} must be`))
  })
})

describe('encryptionKey', () => {
  it('encrypts tokens in files, and makes a value that was moved, changed or written with another key invalid', async () => {
    const path = await folder()
    const store = fileTokenStore(path, { encryptionKey })
    await checkContract(store)
    await store.set('axios-here:a', token('a-bearer-token'), hour)
    const file = join(path, 'axios-here-a.json')
    const text = await readFile(file, 'utf8')
    expect(text).not.toMatch(/bearer|project|expires/)
    expect(Buffer.from(text, 'base64').toString()).not.toMatch(/bearer|project|expires/)
    await writeFile(join(path, 'axios-here-b.json'), text)
    expect(await store.get('axios-here:b')).toBeUndefined()
    expect(await fileTokenStore(path, { encryptionKey: Buffer.alloc(32, 8) }).get('axios-here:a')).toBeUndefined()
    expect(await fileTokenStore(path).get('axios-here:a')).toBeUndefined()
    await writeFile(file, `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`)
    expect(await store.get('axios-here:a')).toBeUndefined()
  })

  it('may be bytes, base64 or a CryptoKey, and nothing else', async () => {
    const path = await folder()
    const bytes = Buffer.from(encryptionKey, 'base64')
    const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
    await fileTokenStore(path, { encryptionKey }).set('axios-here:a', token('first'), hour)
    for (const same of [bytes, new Uint8Array(bytes), key]) {
      expect(await fileTokenStore(path, { encryptionKey: same }).get('axios-here:a')).toMatchObject({
        accessToken: 'first',
      })
    }
    const hmac = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    for (const wrong of ['', 'short', Buffer.alloc(16), hmac]) {
      expect(() => fileTokenStore(path, { encryptionKey: wrong })).toThrow(/^encryptionKey must be/)
    }
  })

  it.skipIf(!hasRedis)('encrypts tokens in Redis', async () => {
    const redis = (await startRedis()).connect()
    const store = redisTokenStore(redis, { encryptionKey })
    await checkContract(store)
    await store.set('axios-here:a', token('a-bearer-token'), hour)
    expect(Buffer.from((await redis.get('axios-here:a')) ?? '', 'base64').toString()).not.toContain('bearer')
  })
})
