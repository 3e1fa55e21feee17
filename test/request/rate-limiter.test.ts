import { createReadStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import axios, { type AxiosAdapter, AxiosError, type AxiosResponse } from 'axios'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  type AccessToken,
  attachHereAuth,
  createHereClient,
  type HereClient,
  type HereClientConfig,
  type HereRateLimit,
} from '../../src/index.ts'
import { startClient } from '../support/emulator.ts'

// A slot is free again after 1.05 s, because one request takes longer to reach HERE than the next.

interface Sent {
  path: string | undefined
  /** Milliseconds since the test began. */
  at: number
}

type Reply = { status: number; headers?: Record<string, string> }

/** Creates a client whose adapter records when each request is sent; the test controls timers and clocks. */
function start(
  rateLimit: HereRateLimit | undefined,
  { reply = () => ({ status: 200 }), ...config }: HereClientConfig & { reply?: (path: string) => Reply } = {},
): { here: HereClient; sent: Sent[]; forward: (milliseconds: number) => Promise<void> } {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const began = performance.now()
  const sent: Sent[] = []
  const adapter: AxiosAdapter = async (config) => {
    const path = config.url ?? ''
    sent.push({ path, at: Math.round(performance.now() - began) })
    const { status, headers = {} } = reply(path)
    const response: AxiosResponse = { data: {}, status, statusText: '', headers, config }
    if (status < 400) return response
    throw new AxiosError(`status ${status}`, 'ERR_BAD_REQUEST', config, {}, response)
  }
  const here = createHereClient(() => 'any-token', { adapter, ...config, here: { rateLimit, ...config.here } })
  const forward = async (milliseconds: number): Promise<void> => {
    // The first request loads the rate limiter.
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(milliseconds)
  }
  return { here, sent, forward }
}

const times = (sent: Sent[], path?: string): number[] =>
  sent.filter((request) => path === undefined || request.path === path).map(({ at }) => at)

const numbered = (here: HereClient, count: number): Promise<unknown>[] =>
  Array.from({ length: count }, (_, index) => here.get(`/v8/routes/${index}`))

describe('here.rateLimit', () => {
  it('sends requests in their order, and in no second more of them than it allows', async () => {
    const { here, sent, forward } = start({ perSecond: 5 })
    await here.tokens.getToken()
    const responses = Promise.all(numbered(here, 23))
    await forward(10_000)
    await responses
    expect(sent.map(({ path }) => path)).toEqual(Array.from({ length: 23 }, (_, index) => `/v8/routes/${index}`))
    for (const { at } of sent)
      expect(times(sent).filter((time) => time >= at && time < at + 1000).length).toBeLessThanOrEqual(5)
    expect(times(sent).at(-1)).toBeLessThan(5000)
  })

  it('allows less than one request in a second', async () => {
    const { here, sent, forward } = start({ perSecond: 0.5 })
    const responses = Promise.all(numbered(here, 3))
    await forward(10_000)
    await responses
    expect(times(sent)).toEqual([0, 2050, 4100])
  })

  it('is shared by the services of a client, none of which waits for the queue of another', async () => {
    const { here, sent, forward } = start({ perSecond: 1 })
    const geocodes = Array.from({ length: 5 }, () => here.get('/v1/geocode'))
    const route = here.get('/v8/routes')
    await forward(10_000)
    await Promise.all([...geocodes, route])
    expect(times(sent)).toEqual([0, 1050, 2100, 3150, 4200, 5250])
    expect(times(sent, '/v8/routes')).toEqual([1050])
  })

  it('limits each service that it names by itself, and no other service', async () => {
    const { here, sent, forward } = start({ perSecond: { geocode: 1, transit: 2 } })
    const requests = [1, 2, 3].flatMap(() => [
      here.get('https://geocode.search.hereapi.com/v1/geocode'),
      here.get('/v8/routes', { here: { service: 'transit' } }),
      here.get('/v8/routes'),
    ])
    await forward(10_000)
    await Promise.all(requests)
    expect(times(sent, 'https://geocode.search.hereapi.com/v1/geocode')).toEqual([0, 1050, 2100])
    expect(times(sent, '/v8/routes').sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 1050])
  })

  it('tells services apart by the path behind a gateway', async () => {
    const { here, sent, forward } = start({ perSecond: { geocode: 1 } }, { baseURL: 'https://gateway.example.com' })
    const requests = [here.get('/v1/geocode'), here.get('/v1/geocode'), here.get('/v1/discover')]
    await forward(10_000)
    await Promise.all(requests)
    expect(times(sent, '/v1/geocode')).toEqual([0, 1050])
    expect(times(sent, '/v1/discover')).toEqual([0])
  })

  it('is shared by children, except for one with its own', async () => {
    const { here, sent, forward } = start({ perSecond: 1 })
    const own = here.create({ here: { rateLimit: { perSecond: 10 } } })
    const requests = [here.get('/v8/routes'), here.create().get('/v8/routes'), own.get('/v8/import')]
    await forward(10_000)
    await Promise.all(requests)
    expect(times(sent, '/v8/routes')).toEqual([0, 1050])
    expect(times(sent, '/v8/import')).toEqual([0])
  })

  it('limits an instance with attachHereAuth, too', async () => {
    const { forward, here } = start(undefined)
    const sent: number[] = []
    const began = performance.now()
    const { adapter } = here.defaults
    const instance = axios.create({
      adapter: async (config) => {
        sent.push(performance.now() - began)
        return (adapter as AxiosAdapter)(config)
      },
    })
    attachHereAuth(instance, () => 'any-token', { rateLimit: { perSecond: 1 } })
    const requests = [instance.get('/v8/routes'), instance.get('/v8/routes')]
    await forward(10_000)
    await Promise.all(requests)
    expect(sent).toEqual([0, 1050])
  })

  it('does not limit requests to other hosts', async () => {
    const { here, sent, forward } = start({ perSecond: 1 })
    const requests = [here.get('https://example.com/'), here.get('https://example.com/')]
    await forward(0)
    await Promise.all(requests)
    expect(times(sent)).toEqual([0, 0])
  })
})

describe('a request that waits for its turn', () => {
  it('ends by its abort, and is skipped in the queue', async () => {
    const { here, sent, forward } = start({ perSecond: 1 })
    const aborter = new AbortController()
    const [first, second] = numbered(here, 2)
    const aborted = here.get('/v8/routes/2', { signal: aborter.signal }).catch((error) => error)
    const last = here.get('/v8/routes/3')
    await forward(500)
    aborter.abort()
    expect(await aborted).toMatchObject({ code: 'ERR_CANCELED' })
    await forward(10_000)
    await Promise.all([first, second, last])
    expect(sent.map(({ path, at }) => `${path} ${at}`)).toEqual([
      '/v8/routes/0 0',
      '/v8/routes/1 1050',
      '/v8/routes/3 2100',
    ])
  })

  it('ends by its abort also at the head of the queue, and a user who types fast still gets responses', async () => {
    const { here, sent, forward } = start({ perSecond: 1 })
    let aborter = new AbortController()
    for (let key = 0; key < 25; key += 1) {
      aborter.abort()
      aborter = new AbortController()
      here.get(`/v8/routes/${key}`, { signal: aborter.signal }).catch(() => {})
      await forward(200)
    }
    await forward(2000)
    expect(times(sent).length).toBeGreaterThanOrEqual(5)
    expect(sent.at(-1)?.path).toBe('/v8/routes/24')
  })

  it('leaves no timer behind when it is aborted in the queue or in a pause', async () => {
    const { here, forward } = start(
      { perSecond: 0.1 },
      { reply: () => ({ status: 429, headers: { 'retry-after': '60' } }) },
    )
    await Promise.all([here.get('/v8/routes').catch(() => {}), forward(0)])
    const aborter = new AbortController()
    const aborted = here.get('/v8/routes', { signal: aborter.signal }).catch(() => {})
    await forward(10)
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    aborter.abort()
    await aborted
    await forward(10)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not use up its timeout while it waits', async () => {
    const { here, sent, forward } = start({ perSecond: 1 }, { timeout: 1500 })
    const responses = Promise.all(numbered(here, 5))
    await forward(10_000)
    await responses
    expect(sent).toHaveLength(5)
  })

  it('ends when its body fails, which does not end the process', async () => {
    const { here, forward } = start({ perSecond: 1 })
    const body = new PassThrough()
    const first = here.get('/v8/routes')
    const waiting = here.post<unknown>('/v8/routes', body).catch((error) => error)
    await forward(100)
    body.destroy(new Error('disk'))
    expect(await waiting).toMatchObject({ isAxiosError: true, message: 'disk' })
    await first
  })

  it('gets its token only when it is sent', async () => {
    const { here, sent, forward } = start({ perSecond: 0.1 })
    let tokens = 0
    const own = createHereClient(async () => ({ accessToken: `token-${++tokens}`, expiresAt: Date.now() + 5000 }), {
      adapter: here.defaults.adapter as AxiosAdapter,
      here: { rateLimit: { perSecond: 0.1 } },
    })
    const responses = Promise.all([own.get('/v8/routes'), own.get('/v8/routes')])
    await forward(20_000)
    const authorizations = (await responses).map(({ config }) => config.headers.get('authorization'))
    expect(authorizations).toEqual(['Bearer token-1', 'Bearer token-2'])
    expect(sent).toHaveLength(2)
  })
})

describe('a request that is sent again', () => {
  const instantly = { retryDelay: () => 0 }

  it('is sent before those that were not sent yet', async () => {
    let isFirst = true
    const reply = (path: string): Reply => {
      const status = isFirst && path === '/v8/routes/0' ? 503 : 200
      isFirst = false
      return { status }
    }
    const { here, sent, forward } = start({ perSecond: 1 }, { reply, 'axios-retry': instantly })
    const responses = Promise.all(numbered(here, 4))
    await forward(20_000)
    await responses
    // The second had its turn already.
    expect(sent.map(({ path }) => path?.at(-1))).toEqual(['0', '1', '0', '2', '3'])
  })

  it('does not count its wait in the queue against its timeout', async () => {
    const reply = (): Reply => ({ status: 503 })
    const { here, sent, forward } = start({ perSecond: 0.5 }, { reply, timeout: 3000, 'axios-retry': instantly })
    const failed = here.get('/v8/routes').catch((error) => error)
    await forward(30_000)
    expect(await failed).toMatchObject({ response: { status: 503 } })
    expect(sent).toHaveLength(4)
  })
})

it('requests that wait for a slow token keep their order, and take no slot before they can be sent', async () => {
  const { here, sent, forward } = start({ perSecond: 2 })
  const slow = createHereClient(() => new Promise((resolve) => setTimeout(() => resolve('any-token'), 3500)), {
    adapter: here.defaults.adapter as AxiosAdapter,
    here: { rateLimit: { perSecond: 2 } },
  })
  const responses = Promise.all(numbered(slow, 6))
  await forward(30_000)
  await responses
  expect(sent.map(({ path }) => path)).toEqual(Array.from({ length: 6 }, (_, index) => `/v8/routes/${index}`))
  expect(times(sent).map((at) => at - 3500)).toEqual([0, 0, 1050, 1050, 2100, 2100])
})

it('a token request that fails is made once, and rejects all waiting requests at once', async () => {
  const { here, forward } = start({ perSecond: 1 })
  let calls = 0
  const own = createHereClient(
    async () => {
      calls += 1
      await new Promise((resolve) => setTimeout(resolve, 100))
      throw new Error('no token today')
    },
    { adapter: here.defaults.adapter as AxiosAdapter, here: { rateLimit: { perSecond: 1 } } },
  )
  const codes: unknown[] = []
  const responses = numbered(own, 5).map((response) => response.catch(({ code }) => codes.push(code)))
  await forward(150)
  expect(codes).toEqual(Array(5).fill('ERR_HERE_AUTH'))
  expect(calls).toBe(1)
  await forward(30_000)
  await Promise.all(responses)
})

it('requests in the queue keep their order when the token is invalidated', async () => {
  const { here, sent, forward } = start({ perSecond: 2 })
  let tokens = 0
  const own = createHereClient(
    async () => {
      tokens += 1
      if (tokens > 1) await new Promise((resolve) => setTimeout(resolve, 3500))
      return `token-${tokens}`
    },
    {
      adapter: async (config) => {
        const response = await (here.defaults.adapter as AxiosAdapter)(config)
        if (sent.length > 1) return response
        throw new AxiosError('status 401', 'ERR_BAD_REQUEST', config, {}, { ...response, status: 401 })
      },
      here: { rateLimit: { perSecond: 2 } },
    },
  )
  const responses = Promise.all(numbered(own, 8))
  await forward(30_000)
  await responses
  expect(tokens).toBe(2)
  // Two in a second, besides the request that got the 401 and the one that had its slot already when the token was invalidated.
  expect(times(sent)).toEqual([0, 3500, 3500, 3500, 3500, 4550, 4550, 5600, 5600])
})

it('a provider without peek is called once for each request, and the wait for a token counts against the timeout', async () => {
  const { here, forward } = start({ perSecond: 2 })
  let calls = 0
  const timeouts: unknown[] = []
  const adapter: AxiosAdapter = async (config) => {
    timeouts.push(config.timeout)
    return (here.defaults.adapter as AxiosAdapter)(config)
  }
  const getToken = async (): Promise<AccessToken> => {
    calls += 1
    await new Promise((resolve) => setTimeout(resolve, 800))
    return { accessToken: 'any-token', expiresAt: Date.now() + 60_000 }
  }
  const options = { adapter, timeout: 1000, here: { rateLimit: { perSecond: 2 } } }
  const other = createHereClient({ getToken, invalidate: async () => {} }, options)
  const response = other.get('/v8/routes')
  await forward(5000)
  await response
  const own = createHereClient(async () => (await getToken()).accessToken, options).get('/v8/routes')
  await forward(5000)
  await own
  expect(calls).toBe(2)
  expect(timeouts).toEqual([200, 200])
})

it('a service that allows ten requests in a second rejects none of thirty, although some take longer to reach it', async () => {
  // The emulator counts by the clock of this process, which goes on only while no request is on the way, so that a slow machine
  // changes nothing.
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  let [sent, onTheWay, open] = [0, 0, 30]
  const adapter: AxiosAdapter = async (config) => {
    const isLate = config.url?.includes('geocode') && sent++ % 20 < 10
    if (isLate) await new Promise((arrive) => setTimeout(arrive, 45))
    onTheWay++
    return await axios
      .getAdapter('http')(config)
      .finally(() => onTheWay--)
  }
  const { here, emulator } = await startClient({
    adapter,
    validateStatus: null,
    here: { rateLimit: { perSecond: 10 } },
    'axios-retry': { retries: 0 },
  })
  emulator.setRequestsPerSecond(10)
  await here.tokens.getToken()
  const began = performance.now()
  const responses = Promise.all(
    Array.from({ length: open }, () => here.get('/v1/geocode', { params: { q: 'Berlin' } }).finally(() => open--)),
  )
  await vi.dynamicImportSettled()
  while (open > 0) {
    if (onTheWay === 0) await vi.advanceTimersByTimeAsync(1)
    else await new Promise(setImmediate)
  }
  expect((await responses).map(({ status }) => status)).toEqual(Array(30).fill(200))
  expect(emulator.requestsTo('/v1/geocode')).toHaveLength(30)
  expect(performance.now() - began).toBeGreaterThan(2000)
})

it('a stream that fails while the rate limiter is loaded rejects its request, and does not end the process', async () => {
  const { here } = await startClient({ here: { rateLimit: { perSecond: 5 } } })
  const sent = here.post('/v8/import', createReadStream('/nowhere/at/all'))
  await expect(sent).rejects.toMatchObject({ isAxiosError: true })
})

it('a response without headers, as a mock may return it, reaches the caller', async () => {
  const { here, forward } = start({ perSecond: 5 })
  const adapter: AxiosAdapter = async (config) => {
    const response = { data: {}, status: 429, statusText: '', config } as AxiosResponse
    throw new AxiosError('status 429', 'ERR_BAD_REQUEST', config, {}, response)
  }
  const failed = here.post('/v8/import', '', { adapter }).catch((error) => error)
  await forward(100)
  expect(await failed).toMatchObject({ isAxiosError: true, response: { status: 429 } })
})

describe('a 429 with Retry-After', () => {
  const rejectOnce = (retryAfter: string): ((path: string) => Reply) => {
    let isFirst = true
    return (path) => {
      if (!isFirst || path !== '/v8/routes/0') return { status: 200 }
      isFirst = false
      return { status: 429, headers: { 'retry-after': retryAfter } }
    }
  }

  it('delays all requests to the service, and to no other', async () => {
    const { here, sent, forward } = start({ perSecond: 1 }, { reply: rejectOnce('7') })
    const responses = Promise.all([...numbered(here, 4), here.get('/v1/geocode')])
    await forward(60_000)
    await responses
    expect(sent.map(({ path, at }) => `${path} ${at >= 7000 ? 'late' : 'early'}`).sort()).toEqual([
      '/v1/geocode early',
      '/v8/routes/0 early',
      '/v8/routes/0 late',
      '/v8/routes/1 late',
      '/v8/routes/2 late',
      '/v8/routes/3 late',
    ])
  })

  it('delays the service for 30 s at most, and rejects its own request at once', async () => {
    const { here, sent, forward } = start({ perSecond: 1 }, { reply: rejectOnce('3600') })
    const [first, second] = numbered(here, 2) as [Promise<unknown>, Promise<unknown>]
    const failed = first.catch((error) => error)
    await forward(100)
    expect(await failed).toMatchObject({ response: { status: 429 } })
    await forward(60_000)
    await second
    expect(times(sent)).toEqual([0, 30_000])
  })

  it('delays no other request without here.rateLimit', async () => {
    const { here, sent, forward } = start(undefined, { reply: rejectOnce('7') })
    const responses = Promise.all(numbered(here, 2))
    await forward(60_000)
    await responses
    expect(times(sent, '/v8/routes/1')).toEqual([0])
  })

  it('delays the service also when validateStatus accepts it', async () => {
    const { here, sent, forward } = start({ perSecond: 1 })
    const adapter: AxiosAdapter = async (config) => {
      const response = await (here.defaults.adapter as AxiosAdapter)(config)
      return sent.length === 1 ? { ...response, status: 429, headers: { 'retry-after': '9' } } : response
    }
    const responses = Promise.all([here.get('/v8/routes', { adapter }), here.get('/v8/routes', { adapter })])
    await forward(60_000)
    expect((await responses).map(({ status }) => status)).toEqual([429, 200])
    expect(times(sent)).toEqual([0, 9000])
  })
})

it.each([
  0,
  -1,
  Number.NaN,
  Infinity,
  '5',
  { perSecond: 0 },
  { perSecond: '5' },
  { perSecond: { geocode: 0 } },
  { perSecond: {} },
  { perSecond: 1e-310 },
  { perSecond: new Map([['geocode', 5]]) },
  { perSecond: { nowhere: 5 } },
  {},
])('createHereClient throws a TypeError that names here.rateLimit when it is %j', (rateLimit) => {
  expect(() => createHereClient(() => 'any-token', { here: { rateLimit: rateLimit as never } })).toThrow(
    /^here\.rateLimit must be \{ perSecond/,
  )
})
