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

/** Creates a store in memory that records its calls. */
function createStore(): TokenStore & { tokens: Map<string, AccessToken>; calls: string[] } {
  const tokens = new Map<string, AccessToken>()
  const calls: string[] = []
  const locks = new Map<string, Promise<unknown>>()
  return {
    tokens,
    calls,
    get(key) {
      calls.push('get')
      return tokens.get(key)
    },
    set(key, token, ttl) {
      calls.push(`set for ${Math.round(ttl / 60_000)} min`)
      tokens.set(key, { ...token })
    },
    delete(key) {
      calls.push('delete')
      tokens.delete(key)
    },
    async lock(key, task) {
      const before = locks.get(key) ?? Promise.resolve()
      const own = before.then(() => {
        calls.push('lock')
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

const accessTokenOf = async ({ getToken }: ReturnType<typeof createTokenProvider>) => (await getToken()).accessToken

describe('a process that shares a token store', () => {
  it('reads the store, takes the lock, reads again, requests a token, and writes it to the store', async () => {
    const store = createStore()
    const { processes, events, requests } = await startFleet(2, store)
    const [first, second] = processes as [never, never]
    const token = await accessTokenOf(first)
    expect(store.calls).toEqual(['get', 'lock', 'get', 'set for 10 min'])
    store.calls.length = 0
    expect(await accessTokenOf(second)).toBe(token)
    expect(store.calls).toEqual(['get'])
    expect(await accessTokenOf(second)).toBe(token)
    expect(store.calls).toEqual(['get'])
    expect(requests()).toBe(1)
    expect(events.map(({ type }) => type)).toEqual(['token-requested', 'token-received', 'token-shared'])
  })

  it('makes one token request together with 19 others that start at the same time', async () => {
    const { processes, requests, emulator } = await startFleet(20, createStore())
    emulator.fail({ delay: 200 })
    const tokens = await Promise.all(processes.map(accessTokenOf))
    expect(new Set(tokens).size).toBe(1)
    expect(requests()).toBe(1)
  })

  it('shares one token for each scope, user and endpoint', async () => {
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

  it('tells endpoints apart by their query, and finds a token whose scope HERE has extended', async () => {
    const store = createStore()
    const { emulator, requests } = await startFleet(0, store)
    const { tokenEndpointUrl } = emulator.credentials
    for (const realm of ['a', 'b', 'b']) {
      const credentials = { ...emulator.credentials, tokenEndpointUrl: `${tokenEndpointUrl}?realm=${realm}` }
      await createTokenProvider(credentials, { tokenStore: store }).getToken()
    }
    expect(requests()).toBe(2)
    const body = { access_token: 'a.token', expires_in: 600, scope: `${scope} openid` }
    emulator.handle('/oauth2/token', () => ({ body }), { isPublic: true })
    for (const _ of [1, 2])
      await createTokenProvider({ ...emulator.credentials, scope }, { tokenStore: store }).getToken()
    expect(requests()).toBe(3)
  })

  it('refreshes ahead once for all: later processes find the new token in the store', async () => {
    const clock = stopClock()
    const store = createStore()
    const { processes, requests } = await startFleet(5, store)
    const old = await Promise.all(processes.map(accessTokenOf))
    clock.forward(590_000)
    // The old token is returned at once, and the store is read in the background.
    expect(await Promise.all(processes.map(accessTokenOf))).toEqual(old)
    await expect.poll(requests).toBe(2)
    await expect.poll(async () => new Set(await Promise.all(processes.map(accessTokenOf))).size).toBe(1)
    expect(await accessTokenOf(processes[0] as never)).not.toBe(old[0])
    expect(requests()).toBe(2)
  })

  it('deletes a token that HERE rejected from the store, if it is still the one there', async () => {
    const store = createStore()
    const { emulator, requests } = await startFleet(0, store)
    const [first, second] = [1, 2].map(() =>
      createHereClient(emulator.credentials, { baseURL: emulator.url, here: { tokenStore: store } }),
    ) as [never, never] & ReturnType<typeof createHereClient>[]
    const send = (here: ReturnType<typeof createHereClient>) => here.get('/v1/discover', { params: search })
    await send(first)
    await send(second)
    emulator.revokeTokens()
    expect((await send(first)).status).toBe(200)
    store.calls.length = 0
    // Its token is not the one in the store any more.
    expect((await send(second)).status).toBe(200)
    expect(store.calls).toEqual(['get', 'get'])
    expect(requests()).toBe(2)
  })

  it('does not use a rejected token again when the store still has it', async () => {
    const store = { ...createStore(), delete: () => Promise.reject(new Error('read only')) }
    const { processes, requests } = await startFleet(1, store)
    const [tokens] = processes as [ReturnType<typeof createTokenProvider>]
    const rejected = await tokens.getToken()
    await tokens.invalidate(rejected)
    expect((await tokens.getToken()).accessToken).not.toBe(rejected.accessToken)
    expect(requests()).toBe(2)
  })

  it('does not send an unauthorized request once more with a token that is about to expire', async () => {
    const store = createStore()
    const { processes, requests } = await startFleet(1, store)
    const [tokens] = processes as [ReturnType<typeof createTokenProvider>]
    const rejected = await tokens.getToken()
    await tokens.invalidate(rejected)
    const expiring = { accessToken: 'expiring.token', expiresAt: Date.now() + 500 }
    store.get = () => expiring
    expect((await tokens.getToken()).accessToken).not.toBe('expiring.token')
    expect(requests()).toBe(2)
  })

  it('does not write app id and app code of a Data Lens user to the store, but sends them with requests', async () => {
    const store = createStore()
    const { emulator } = await startFleet(0, store)
    for (const _ of [1, 2]) {
      const here = createHereClient(emulator.dataLens, { baseURL: emulator.url, here: { tokenStore: store } })
      expect((await here.get('/v1/datasets/')).status).toBe(200)
    }
    expect(emulator.requestsTo('/v1/sign_in/')).toHaveLength(1)
    const stored = JSON.stringify([...store.tokens])
    for (const secret of Object.values(emulator.dataLens)) expect(stored).not.toContain(secret)
  })

  it('writes no secret to the store, in no key and no value', async () => {
    const store = createStore()
    const { processes, emulator } = await startFleet(1, store)
    await accessTokenOf(processes[0] as never)
    const stored = JSON.stringify([...store.tokens])
    const { accessKeyId, accessKeySecret } = emulator.credentials
    for (const secret of [accessKeyId, accessKeySecret]) expect(stored).not.toContain(secret)
  })

  it('accepts a Keyv instance as its store', async () => {
    const keyv = new Keyv()
    const { processes, requests } = await startFleet(3, keyv)
    for (const process of processes) await accessTokenOf(process)
    expect(requests()).toBe(1)
  })

  it('does not share tokens that a function of the application returns', async () => {
    const store = createStore()
    await createTokenProvider(() => 'a.token', { tokenStore: store }).getToken()
    expect(store.calls).toEqual([])
  })
})

describe('a token store', () => {
  const hangs = () => new Promise<never>(() => {})
  const rejects = () => Promise.reject(Object.assign(new Error('SET key very-secret'), { code: 'ECONNREFUSED' }))
  const throws = () => {
    throw new RangeError('very-secret')
  }

  it.each<[string, Partial<TokenStore>, string[]]>([
    [
      'is not reachable',
      { get: rejects, set: rejects, delete: rejects, lock: rejects },
      ['get ECONNREFUSED', 'set ECONNREFUSED'],
    ],
    ['throws', { get: throws, set: throws, delete: throws, lock: throws }, ['get RangeError', 'set RangeError']],
    ['cannot be written to', { set: rejects }, ['set ECONNREFUSED']],
    ['cannot lock', { lock: rejects }, ['lock ECONNREFUSED']],
    ['throws when it should lock', { lock: throws }, ['lock RangeError']],
    ['rejects after the task of its lock', { lock: (_, task) => task().then(rejects) }, []],
    ['has no lock', { lock: undefined as never }, []],
  ])('causes at most an event, and no failed request, when it %s', async (_, broken, expected) => {
    const { processes, failures, requests } = await startFleet(1, { ...createStore(), ...broken })
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    onTestFinished(() => void process.off('unhandledRejection', note))
    expect(await accessTokenOf(processes[0] as never)).toMatch(/^emulator/)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const reported = failures().map((event) => ('operation' in event ? `${event.operation} ${event.reason}` : ''))
    expect(reported).toEqual(expected)
    expect(requests()).toBe(1)
    expect(unhandled).toEqual([])
  })

  it('delays all requests together by half a second when it hangs', async () => {
    const { processes, failures, requests } = await startFleet(1, {
      get: hangs,
      set: hangs,
      delete: hangs,
      lock: hangs,
    })
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: 10 }, () => accessTokenOf(processes[0] as never)))
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(490)
    expect(failures()[0]).toEqual({ type: 'store-failed', operation: 'get', reason: 'TimeoutError' })
    expect(requests()).toBe(1)
  })

  it('is given up after its lockTimeout when only its lock hangs', async () => {
    const store = { ...createStore(), lock: hangs, lockTimeout: 100 }
    const { processes, failures } = await startFleet(1, store)
    expect(await accessTokenOf(processes[0] as never)).toMatch(/^emulator/)
    expect(failures()).toEqual([{ type: 'store-failed', operation: 'lock', reason: 'TimeoutError' }])
  })

  it('does not delay requests when its lock is not released, or its set hangs', async () => {
    const store = createStore()
    const lock: TokenStore['lock'] = (_, task) => task().then(hangs)
    const { processes, failures } = await startFleet(1, { ...store, lock, set: hangs, lockTimeout: 60_000 })
    expect(await accessTokenOf(processes[0] as never)).toMatch(/^emulator/)
    expect(failures()).toEqual([])
  })

  it.each([Number.POSITIVE_INFINITY, Number.NaN, 5e9])(
    'causes no failed request with a lockTimeout of %d',
    async (lockTimeout) => {
      const store = createStore()
      const { processes } = await startFleet(1, { ...store, lockTimeout })
      expect(await accessTokenOf(processes[0] as never)).toMatch(/^emulator/)
      const rejecting = await startFleet(1, { ...createStore(), lock: rejects, lockTimeout })
      expect(await accessTokenOf(rejecting.processes[0] as never)).toMatch(/^emulator/)
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
    ['a value whose keys cannot be read', () => new Proxy({}, { ownKeys: throws })],
    [
      'an error whose code throws',
      () => {
        throw Object.defineProperty(new Error('y'), 'code', { get: throws })
      },
    ],
  ])('causes an event, and no failed request, when its get returns %s', async (_, get) => {
    const { processes, failures, requests } = await startFleet(1, { ...createStore(), get: get as never })
    expect(await accessTokenOf(processes[0] as never)).toMatch(/^emulator/)
    expect(failures().length).toBeGreaterThan(0)
    expect(requests()).toBe(1)
  })

  it('gets the token for other processes also when its lock rejects', async () => {
    const store = createStore()
    const { processes, requests } = await startFleet(2, { ...store, lock: rejects })
    const [first, second] = processes as [never, never]
    const token = await accessTokenOf(first)
    expect(await accessTokenOf(second)).toBe(token)
    expect(requests()).toBe(1)
  })

  it('is used again when it is reachable again', async () => {
    const store = createStore()
    let isReachable = false
    const unreliable: TokenStore = { ...store, get: (key) => (isReachable ? store.get(key) : rejects()) }
    const { processes, requests } = await startFleet(3, unreliable)
    const [first, second, third] = processes as [never, never, never]
    const token = await accessTokenOf(first)
    isReachable = true
    // The token that the first process requested without the store was written to it.
    expect(await accessTokenOf(second)).toBe(token)
    expect(await accessTokenOf(third)).toBe(token)
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
    ['no expiresAt', { accessToken: 'a.token' }, true],
    ['an expiresAt that is text', { accessToken: 'a.token', expiresAt: String(inAnHour) }, true],
    ['a token with a line break', { accessToken: 'a\r\nX-Evil: 1', expiresAt: inAnHour }, true],
    ['a token for another project', { accessToken: 'a.token', expiresAt: inAnHour, scope: `${scope}2` }, true],
    ['a scope that is a number', { accessToken: 'a.token', expiresAt: inAnHour, scope: 5 }, true],
    ['an expired token', { accessToken: 'a.token', expiresAt: Date.now() - 1, scope }, false],
    ['an expiresAt that is NaN', { accessToken: 'a.token', expiresAt: Number.NaN, scope }, false],
    ['a token in a prototype', Object.create({ accessToken: 'a.token', expiresAt: inAnHour }), true],
  ])('is overwritten when its value is %s', async (_, value, isReported) => {
    const store = createStore()
    const { processes, failures } = await startFleet(1, { ...store, get: () => value as never }, { scope })
    expect(await accessTokenOf(processes[0] as never)).toMatch(/^emulator/)
    expect([...store.tokens.values()]).toHaveLength(1)
    expect(failures().length > 0).toBe(isReported)
    expect(JSON.stringify(failures())).not.toContain('a.token')
  })

  it('throws a TypeError at once when it lacks a method, or cannot have an effect', () => {
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

it('a failed token request rejects in its own process only, and the next process requests the token for all others', async () => {
  const store = createStore()
  const options = { tokenRequest: { 'axios-retry': { retries: 0 } } }
  const { processes, emulator, requests } = await startFleet(5, store, options)
  emulator.fail({ status: 503 })
  const results = await Promise.allSettled(processes.map(accessTokenOf))
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(requests()).toBe(2)
})
