import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startEmulator } from '../support/emulator.ts'
import { type Report, startWorkers } from '../support/fleet.ts'
import { hasRedis, startRedis } from '../support/redis.ts'

async function folder(): Promise<{ folder: string }> {
  const path = await mkdtemp(join(tmpdir(), 'axios-here-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return { folder: path }
}

const redis = async (options = {}) => ({ port: (await startRedis()).port, ...options })

const sum = (reports: Report[], key: 'ok' | 'failed') => reports.reduce((total, report) => total + report[key], 0)
const count = (reports: Report[], type: string) =>
  reports.flatMap(({ events }) => events).filter((each) => each === type).length

const stores: [string, (options?: object) => Promise<{ folder: string } | { port: number }>][] = [['files', folder]]
if (hasRedis) stores.push(['Redis', redis])

describe.each(stores)('processes that share tokens through %s', (_, createStore) => {
  it('50 of them cold at once make one token request, and one at each of three expiries', async () => {
    const tokenLifetime = 3
    const emulator = await startEmulator({ tokenLifetime })
    const arrivals: number[] = []
    emulator.fail({
      delay: 300,
      times: 99,
      when: ({ path }) => path === '/oauth2/token' && arrivals.push(performance.now()) > 0,
    })
    const workers = await startWorkers(50, { url: emulator.url, store: await createStore() })
    const cold = await Promise.all(workers.map((worker) => worker.run({ count: 1 })))
    expect(sum(cold, 'failed')).toBe(0)
    expect(arrivals).toHaveLength(1)
    expect(count(cold, 'token-received')).toBe(1)
    expect(count(cold, 'token-shared')).toBe(49)

    const endsAt = performance.now() + 3.5 * tokenLifetime * 1000
    let reports = cold
    while (performance.now() < endsAt) {
      reports = await Promise.all(workers.map((worker) => worker.run({ count: 3, every: 100 })))
    }
    expect(sum(reports, 'failed')).toBe(0)
    expect(count(reports, 'store-failed')).toBe(0)
    expect(arrivals.length).toBeGreaterThanOrEqual(4)
    // Two requests for one expiry would be closer together.
    const pauses = arrivals.slice(1).map((arrival, index) => arrival - (arrivals[index] as number))
    expect(Math.min(...pauses)).toBeGreaterThan(tokenLifetime * 1000 * 0.6)
  })

  it('one that is killed while it asks is replaced by one other, within the lock’s time', async () => {
    const emulator = await startEmulator()
    emulator.fail({ delay: 60_000, when: '/oauth2/token' })
    const [first, ...others] = await startWorkers(6, {
      url: emulator.url,
      store: await createStore({ lockTimeout: 4000 }),
    })
    void first?.run({ count: 1 }).catch(() => {})
    await expect.poll(() => emulator.requestsTo('/oauth2/token').length, { timeout: 10_000 }).toBe(1)
    first?.kill()
    const startedAt = performance.now()
    const reports = await Promise.all(others.map((worker) => worker.run({ count: 1 })))
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    expect(sum(reports, 'failed')).toBe(0)
    expect(count(reports, 'token-received')).toBe(1)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })
})

describe.skipIf(!hasRedis)('a Redis that stops and starts in mid-load', () => {
  it('costs no request, and is used again', async () => {
    const emulator = await startEmulator({ tokenLifetime: 1 })
    const server = await startRedis()
    const workers = await startWorkers(8, { url: emulator.url, store: { port: server.port } })
    const load = () => Promise.all(workers.map((worker) => worker.run({ count: 15, every: 50 })))
    await load()
    const meanwhile = load()
    await server.stop()
    await meanwhile
    const away = await load()
    const restarted = load()
    await server.start()
    await restarted
    // Whoever had found it away comes back with its next token.
    await load()
    await delay(200)
    const before = await load()
    const tokensBefore = emulator.requestsTo('/oauth2/token').length
    const after = await load()
    expect(sum(after, 'failed')).toBe(0)
    expect(sum(after, 'ok')).toBe(8 * 15 * 7)
    expect(count(away, 'store-failed')).toBeGreaterThan(0)
    expect(count(after, 'token-shared')).toBeGreaterThan(count(before, 'token-shared'))
    expect(count(after, 'store-failed')).toBe(count(before, 'store-failed'))
    // Each on its own would ask once a second.
    expect(emulator.requestsTo('/oauth2/token').length - tokensBefore).toBeLessThan(8)
  })
})
