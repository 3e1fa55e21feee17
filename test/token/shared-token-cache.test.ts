import Keyv from 'keyv'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type AccessToken,
  createHereClient,
  createTokenProvider,
  type HereEvent,
  type HereTokenOptions,
  type TokenStore,
} from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'
import { search, startEmulator } from '../support/emulator.ts'

const scope = 'hrn:here:authorization::realm:project/name'

/** A store in memory, which writes down what it is asked. */
function createStore(): TokenStore & { tokens: Map<string, AccessToken>; asked: string[] } {
  const tokens = new Map<string, AccessToken>()
  const asked: string[] = []
  const locks = new Map<string, Promise<unknown>>()
  return {
    tokens,
    asked,
    get(key) {
      asked.push('get')
      return tokens.get(key)
    },
    set(key, token, ttl) {
      asked.push(`set for ${Math.round(ttl / 60_000)} min`)
      tokens.set(key, { ...token })
    },
    delete(key) {
      asked.push('delete')
      tokens.delete(key)
    },
    async lock(key, task) {
      const before = locks.get(key) ?? Promise.resolve()
      const own = before.then(() => {
        asked.push('lock')
        return task()
      })
      locks.set(
        key,
        own.catch(() => {}),
      )
      return own
    },
  }
}

async function startFleet(size: number, tokenStore: TokenStore, options: HereTokenOptions = {}) {
  const emulator = await startEmulator({ tokenLifetime: 600 })
  const events: HereEvent[] = []
  const onEvent = (event: HereEvent) => void events.push(event)
  const processes = Array.from({ length: size }, () =>
    createTokenProvider(emulator.credentials, { tokenStore, onEvent, ...options }),
  )
  const requests = () => emulator.requestsTo('/oauth2/token').length
  const failures = () => events.filter(({ type }) => type === 'store-failed')
  return { emulator, processes, events, requests, failures }
}

const textOf = async ({ getToken }: ReturnType<typeof createTokenProvider>) => (await getToken()).accessToken

describe('processes with one store', () => {
  it('look into the store, take the lock, look again, ask HERE, and keep the token there', async () => {
    const store = createStore()
    const { processes, events, requests } = await startFleet(2, store)
    const [first, second] = processes as [never, never]
    const token = await textOf(first)
    expect(store.asked).toEqual(['get', 'lock', 'get', 'set for 10 min'])
    store.asked.length = 0
    expect(await textOf(second)).toBe(token)
    expect(store.asked).toEqual(['get'])
    expect(await textOf(second)).toBe(token)
    expect(store.asked).toEqual(['get'])
    expect(requests()).toBe(1)
    expect(events.map(({ type }) => type)).toEqual(['token-requested', 'token-received', 'token-shared'])
  })

  it('that start together make one token request, whichever store has the lock', async () => {
    const { processes, requests, emulator } = await startFleet(20, createStore())
    emulator.fail({ delay: 200 })
    const tokens = await Promise.all(processes.map(textOf))
    expect(new Set(tokens).size).toBe(1)
    expect(requests()).toBe(1)
  })

  it('share one token for each scope, user and endpoint', async () => {
    const store = createStore()
    const { processes, emulator, requests } = await startFleet(2, store)
    for (const { getToken } of processes) await getToken()
    for (const { getToken } of processes) await getToken({ scope })
    await createTokenProvider(emulator.keyCredentials, { tokenStore: store }).getToken()
    await createTokenProvider({ ...emulator.credentials, scope }, { tokenStore: store }).getToken()
    const { tokenEndpointUrl } = emulator.credentials
    const other = tokenEndpointUrl.replace('127.0.0.1', 'localhost')
    await createTokenProvider({ ...emulator.credentials, tokenEndpointUrl: other }, { tokenStore: store }).getToken()
    expect(requests()).toBe(4)
    expect([...store.tokens.keys()].map((key) => key.replace(/[\da-f]{64}$/, '…'))).toEqual(
      Array(4).fill('axios-here:…'),
    )
  })

  it('tell endpoints apart by their query, and find a token whose scope HERE has worded differently', async () => {
    const store = createStore()
    const { emulator, requests } = await startFleet(0, store)
    const { tokenEndpointUrl } = emulator.credentials
    for (const realm of ['a', 'b', 'b']) {
      const credentials = { ...emulator.credentials, tokenEndpointUrl: `${tokenEndpointUrl}?realm=${realm}` }
      await createTokenProvider(credentials, { tokenStore: store }).getToken()
    }
    expect(requests()).toBe(2)
    const answer = { access_token: 'a.token', expires_in: 600, scope: `${scope} openid` }
    emulator.handle('/oauth2/token', () => ({ body: answer }), { isPublic: true })
    for (const _ of [1, 2])
      await createTokenProvider({ ...emulator.credentials, scope }, { tokenStore: store }).getToken()
    expect(requests()).toBe(3)
  })

  it('renew ahead once for all: who comes later finds the new token', async () => {
    const clock = stopClock()
    const store = createStore()
    const { processes, requests } = await startFleet(5, store)
    const old = await Promise.all(processes.map(textOf))
    clock.forward(590_000)
    // The old one goes out at once, and the store is asked in the background.
    expect(await Promise.all(processes.map(textOf))).toEqual(old)
    await expect.poll(requests).toBe(2)
    await expect.poll(async () => new Set(await Promise.all(processes.map(textOf))).size).toBe(1)
    expect(await textOf(processes[0] as never)).not.toBe(old[0])
    expect(requests()).toBe(2)
  })

  it('drop a token that HERE refused from the store, if it is still that one', async () => {
    const store = createStore()
    const { emulator, requests } = await startFleet(0, store)
    const [first, second] = [1, 2].map(() =>
      createHereClient(emulator.credentials, { baseURL: emulator.url, here: { tokenStore: store } }),
    ) as [never, never] & ReturnType<typeof createHereClient>[]
    const ask = (here: ReturnType<typeof createHereClient>) => here.get('/v1/discover', { params: search })
    await ask(first)
    await ask(second)
    emulator.revokeTokens()
    expect((await ask(first)).status).toBe(200)
    store.asked.length = 0
    // Its token is not the one in the store any more.
    expect((await ask(second)).status).toBe(200)
    expect(store.asked).toEqual(['get', 'get'])
    expect(requests()).toBe(2)
  })

  it('do not take back a refused token where the store keeps it all the same', async () => {
    const store = { ...createStore(), delete: () => Promise.reject(new Error('read only')) }
    const { processes, requests } = await startFleet(1, store)
    const [tokens] = processes as [ReturnType<typeof createTokenProvider>]
    const refused = await tokens.getToken()
    await tokens.invalidate(refused)
    expect((await tokens.getToken()).accessToken).not.toBe(refused.accessToken)
    expect(requests()).toBe(2)
  })

  it('do not send a refused request once more with a token that is about to end', async () => {
    const store = createStore()
    const { processes, requests } = await startFleet(1, store)
    const [tokens] = processes as [ReturnType<typeof createTokenProvider>]
    const refused = await tokens.getToken()
    await tokens.invalidate(refused)
    const dying = { accessToken: 'dying.token', expiresAt: Date.now() + 500 }
    store.get = () => dying
    expect((await tokens.getToken()).accessToken).not.toBe('dying.token')
    expect(requests()).toBe(2)
  })

  it('keep app id and code of a Data Lens user to themselves, and send them all the same', async () => {
    const store = createStore()
    const { emulator } = await startFleet(0, store)
    for (const _ of [1, 2]) {
      const here = createHereClient(emulator.dataLens, { baseURL: emulator.url, here: { tokenStore: store } })
      expect((await here.get('/v1/datasets/')).status).toBe(200)
    }
    expect(emulator.requestsTo('/v1/sign_in/')).toHaveLength(1)
    const kept = JSON.stringify([...store.tokens])
    for (const secret of Object.values(emulator.dataLens)) expect(kept).not.toContain(secret)
  })

  it('tell the store no secret, in no key and no value', async () => {
    const store = createStore()
    const { processes, emulator } = await startFleet(1, store)
    await textOf(processes[0] as never)
    const kept = JSON.stringify([...store.tokens])
    const { accessKeyId, accessKeySecret } = emulator.credentials
    for (const secret of [accessKeyId, accessKeySecret]) expect(kept).not.toContain(secret)
  })

  it('share through a Keyv instance as it is', async () => {
    const keyv = new Keyv()
    const { processes, requests } = await startFleet(3, keyv)
    for (const process of processes) await textOf(process)
    expect(requests()).toBe(1)
  })

  it('do not share tokens that a function of the app’s gave', async () => {
    const store = createStore()
    await createTokenProvider(() => 'a.token', { tokenStore: store }).getToken()
    expect(store.asked).toEqual([])
  })
})

describe('a store that', () => {
  const hangs = () => new Promise<never>(() => {})
  const rejects = () => Promise.reject(Object.assign(new Error('SET key very-secret'), { code: 'ECONNREFUSED' }))
  const throws = () => {
    throw new RangeError('very-secret')
  }

  it.each<[string, Partial<TokenStore>, string[]]>([
    [
      'is away',
      { get: rejects, set: rejects, delete: rejects, lock: rejects },
      ['get ECONNREFUSED', 'set ECONNREFUSED'],
    ],
    ['throws', { get: throws, set: throws, delete: throws, lock: throws }, ['get RangeError', 'set RangeError']],
    ['cannot be written to', { set: rejects }, ['set ECONNREFUSED']],
    ['cannot lock', { lock: rejects }, ['lock ECONNREFUSED']],
    ['throws when it should lock', { lock: throws }, ['lock RangeError']],
    ['rejects after the task', { lock: (_, task) => task().then(rejects) }, []],
    ['has no lock', { lock: undefined as never }, []],
  ])('%s costs an event and no request', async (_, broken, expected) => {
    const { processes, failures, requests } = await startFleet(1, { ...createStore(), ...broken })
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    onTestFinished(() => void process.off('unhandledRejection', note))
    expect(await textOf(processes[0] as never)).toMatch(/^emulator/)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const told = failures().map((event) => ('operation' in event ? `${event.operation} ${event.reason}` : ''))
    expect(told).toEqual(expected)
    expect(requests()).toBe(1)
    expect(unhandled).toEqual([])
  })

  it('hangs costs half a second, once for all requests, and no more', async () => {
    const { processes, failures, requests } = await startFleet(1, {
      get: hangs,
      set: hangs,
      delete: hangs,
      lock: hangs,
    })
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: 10 }, () => textOf(processes[0] as never)))
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(490)
    expect(failures()[0]).toEqual({ type: 'store-failed', operation: 'get', reason: 'TimeoutError' })
    expect(requests()).toBe(1)
  })

  it('hangs only in its lock is left after the lock’s time', async () => {
    const store = { ...createStore(), lock: hangs, lockTimeout: 100 }
    const { processes, failures } = await startFleet(1, store)
    expect(await textOf(processes[0] as never)).toMatch(/^emulator/)
    expect(failures()).toEqual([{ type: 'store-failed', operation: 'lock', reason: 'TimeoutError' }])
  })

  it('keeps its lock after the task, or is slow to take the token, keeps nobody waiting', async () => {
    const store = createStore()
    const lock: TokenStore['lock'] = (_, task) => task().then(hangs)
    const { processes, failures } = await startFleet(1, { ...store, lock, set: hangs, lockTimeout: 60_000 })
    expect(await textOf(processes[0] as never)).toMatch(/^emulator/)
    expect(failures()).toEqual([])
  })

  it.each([Number.POSITIVE_INFINITY, Number.NaN, 5e9])(
    'has a lockTimeout of %d costs no request',
    async (lockTimeout) => {
      const store = createStore()
      const { processes } = await startFleet(1, { ...store, lockTimeout })
      expect(await textOf(processes[0] as never)).toMatch(/^emulator/)
      const rejecting = await startFleet(1, { ...createStore(), lock: rejects, lockTimeout })
      expect(await textOf(rejecting.processes[0] as never)).toMatch(/^emulator/)
    },
  )

  it.each<[string, () => unknown]>([
    [
      'a token whose field throws',
      () => ({
        get accessToken() {
          throw new Error('x')
        },
        expiresAt: 1e14,
      }),
    ],
    ['a value that cannot be looked at', () => new Proxy({}, { ownKeys: throws })],
    [
      'an error whose code throws',
      () => {
        throw Object.defineProperty(new Error('y'), 'code', { get: throws })
      },
    ],
  ])('gives %s costs an event and no request', async (_, get) => {
    const { processes, failures, requests } = await startFleet(1, { ...createStore(), get: get as never })
    expect(await textOf(processes[0] as never)).toMatch(/^emulator/)
    expect(failures().length).toBeGreaterThan(0)
    expect(requests()).toBe(1)
  })

  it('cannot lock gets the token all the same, for the others', async () => {
    const store = createStore()
    const { processes, requests } = await startFleet(2, { ...store, lock: rejects })
    const [first, second] = processes as [never, never]
    const token = await textOf(first)
    expect(await textOf(second)).toBe(token)
    expect(requests()).toBe(1)
  })

  it('comes back is used again', async () => {
    const store = createStore()
    let isAway = true
    const moody: TokenStore = { ...store, get: (key) => (isAway ? rejects() : store.get(key)) }
    const { processes, requests } = await startFleet(3, moody)
    const [first, second, third] = processes as [never, never, never]
    const token = await textOf(first)
    isAway = false
    // What the first one asked for alone was put there all the same.
    expect(await textOf(second)).toBe(token)
    expect(await textOf(third)).toBe(token)
    expect(requests()).toBe(1)
  })

  const inAnHour = Date.now() + 3_600_000
  it.each<[string, unknown, boolean]>([
    ['nothing', undefined, false],
    ['null', null, false],
    ['text', 'rubbish', true],
    ['a number', 5, true],
    ['a list', [], true],
    ['no token', { expiresAt: inAnHour }, true],
    ['no end', { accessToken: 'a.token' }, true],
    ['an end that is text', { accessToken: 'a.token', expiresAt: String(inAnHour) }, true],
    ['a header in a token', { accessToken: 'a\r\nX-Evil: 1', expiresAt: inAnHour }, true],
    ['a token for another project', { accessToken: 'a.token', expiresAt: inAnHour, scope: `${scope}2` }, true],
    ['a scope that is none', { accessToken: 'a.token', expiresAt: inAnHour, scope: 5 }, true],
    ['a token that has ended', { accessToken: 'a.token', expiresAt: Date.now() - 1, scope }, false],
    ['an end that is no number', { accessToken: 'a.token', expiresAt: Number.NaN, scope }, false],
    ['a token from a prototype', Object.create({ accessToken: 'a.token', expiresAt: inAnHour }), true],
  ])('holds %s is overwritten', async (_, value, isReported) => {
    const store = createStore()
    const { processes, failures } = await startFleet(1, { ...store, get: () => value as never }, { scope })
    expect(await textOf(processes[0] as never)).toMatch(/^emulator/)
    expect([...store.tokens.values()]).toHaveLength(1)
    expect(failures().length > 0).toBe(isReported)
    expect(JSON.stringify(failures())).not.toContain('a.token')
  })

  it('has not what a store needs is a TypeError at once', () => {
    expect(() => createTokenProvider(() => 'a.token', { tokenStore: { get: () => undefined } as never })).toThrow(
      'here.tokenStore must be an object with the methods get, set and delete',
    )
    const tokens = createTokenProvider(() => 'a.token')
    expect(() => createHereClient(tokens, { here: { tokenStore: createStore() } })).toThrow(
      /here.tokenStore has no effect/,
    )
    expect(() => createHereClient(tokens).create({ here: { tokenStore: createStore() } })).toThrow(/here.tokenStore/)
  })
})

it('a failure of the one that asks is its own: the next one asks, and all others get that token', async () => {
  const store = createStore()
  const options = { tokenRequest: { 'axios-retry': { retries: 0 } } }
  const { processes, emulator, requests } = await startFleet(5, store, options)
  emulator.fail({ status: 503 })
  const results = await Promise.allSettled(processes.map(textOf))
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(requests()).toBe(2)
})
