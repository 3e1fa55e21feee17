import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startEmulator } from '../support/emulator.ts'
import { type Report, type Share, startWorkers } from '../support/fleet.ts'
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

const stores: [string, (options?: object) => Promise<Share['store']>][] = [['files', folder]]
if (hasRedis) stores.push(['Redis', redis])

/** Starts an emulator with a slow token endpoint; returns its URL and the times at which token requests arrived. */
async function startSlowEmulator(tokenLifetime: number) {
  const emulator = await startEmulator({ tokenLifetime })
  const arrivals: number[] = []
  const note = (path: string) => path === '/oauth2/token' && arrivals.push(performance.now()) > 0
  emulator.fail({ delay: 300, times: 99, when: ({ path }) => note(path) })
  return { url: emulator.url, arrivals }
}

it('50 processes that start at once make one token request, and one more at each of three expiries', async () => {
  const tokenLifetime = 3
  const shares: (Share & { arrivals: number[] })[] = []
  for (const [, createStore] of stores) {
    shares.push({ ...(await startSlowEmulator(tokenLifetime)), store: await createStore() })
  }
  const workers = await startWorkers(50, shares)
  await Promise.all(
    shares.map(async ({ arrivals }, share) => {
      const cold = await Promise.all(workers.map((worker) => worker.run({ share, count: 1 })))
      expect(sum(cold, 'failed')).toBe(0)
      // A process for which the store was too slow, as it may be on a busy machine, goes on without it and says so.
      const alone = count(cold, 'store-failed')
      expect(arrivals.length).toBeGreaterThanOrEqual(1)
      expect(arrivals.length).toBeLessThanOrEqual(1 + alone)
      expect(count(cold, 'token-received')).toBe(arrivals.length)
      expect(count(cold, 'token-received') + count(cold, 'token-shared')).toBeGreaterThanOrEqual(50)

      const end = performance.now() + 3.5 * tokenLifetime * 1000
      let reports = cold
      while (performance.now() < end) {
        reports = await Promise.all(workers.map((worker) => worker.run({ share, count: 3, every: 200 })))
      }
      expect(sum(reports, 'failed')).toBe(0)
      expect(arrivals.length).toBeGreaterThanOrEqual(4)
      // Two token requests for one expiry are closer together than this.
      const isEarly = (arrival: number, index: number) =>
        index > 0 && arrival - (arrivals[index - 1] as number) < tokenLifetime * 1000 * 0.6
      expect(arrivals.filter(isEarly).length).toBeLessThanOrEqual(count(reports, 'store-failed'))
    }),
  )
})

it.each(stores)(
  'a process that is killed during its token request is replaced by one other within the lockTimeout, with %s',
  async (_, createStore) => {
    const emulator = await startEmulator()
    emulator.fail({ delay: 60_000, when: '/oauth2/token' })
    const share = { url: emulator.url, store: await createStore({ lockTimeout: 4000 }) }
    const [first, ...others] = await startWorkers(6, [share])
    void first?.run({ count: 1 })
    await expect.poll(() => emulator.requestsTo('/oauth2/token').length, { timeout: 10_000 }).toBe(1)
    first?.kill()
    const startedAt = performance.now()
    const reports = await Promise.all(others.map((worker) => worker.run({ count: 1 })))
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    expect(sum(reports, 'failed')).toBe(0)
    expect(count(reports, 'token-received')).toBe(1)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  },
)

it.skipIf(!hasRedis)(
  'a Redis that stops and starts under load causes no failed request, and is used again',
  async () => {
    const emulator = await startEmulator({ tokenLifetime: 3 })
    const server = await startRedis()
    const workers = await startWorkers(8, [{ url: emulator.url, store: { port: server.port } }])
    const load = () => Promise.all(workers.map((worker) => worker.run({ count: 20, every: 80 })))
    await load()
    const meanwhile = load()
    await server.stop()
    const disconnected = [await meanwhile, await load()].at(-1) as Report[]
    expect(count(disconnected, 'store-failed')).toBeGreaterThan(0)
    const restarted = load()
    await server.start()
    let before = await restarted
    // A process that could not reach Redis uses it again with its next token: after some rounds all do, and tokens are shared.
    await expect
      .poll(
        async () => {
          const after = await load()
          const isShared = count(after, 'token-shared') > count(before, 'token-shared')
          const isUnreachable = count(after, 'store-failed') > count(before, 'store-failed')
          before = after
          return isShared && !isUnreachable
        },
        { timeout: 60_000 },
      )
      .toBe(true)
    expect(sum(before, 'failed')).toBe(0)
  },
)
