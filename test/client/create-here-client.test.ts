import { AsyncLocalStorage } from 'node:async_hooks'
import axios, { type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import { createHereClient, type HereCredentials, type TokenProvider } from '../../src/index.ts'
import { search, startClient } from '../support/emulator.ts'

const key = { accessKeyId: 'key-id', accessKeySecret: 'very-secret-secret' }

/** Creates a client that has a token, and an adapter that records its requests instead of sending them. */
function createRecordingClient(config = {}, credentials: HereCredentials = () => 'a.token') {
  const sent: InternalAxiosRequestConfig[] = []
  const adapter: AxiosAdapter = async (request) => {
    sent.push(request)
    return { data: {}, status: 200, statusText: 'OK', headers: {}, config: request }
  }
  return { here: createHereClient(credentials, { adapter, ...config }), sent }
}

describe('createHereClient', () => {
  it('makes an authenticated call in one line', async () => {
    const { here, emulator } = await startClient()
    const { data } = await here.get('/v1/discover', { params: search })
    expect(data.items).toHaveLength(1)
    expect(data.items[0]).toMatchObject({ resultType: 'place', distance: expect.any(Number) })
    expect(emulator.requests.map(({ path }) => path)).toEqual(['/oauth2/token', '/v1/discover'])
  })

  it('finds the host of a path by itself', async () => {
    const { here, sent } = createRecordingClient()
    await here.get('/v1/discover', { params: search })
    expect(here.getUri(sent[0])).toBe(
      'https://discover.search.hereapi.com/v1/discover?at=52.5228,13.412&q=restaurant&limit=1',
    )
    expect(sent[0]?.headers.get('Authorization')).toBe('Bearer a.token')
  })

  it('does no I/O until the first request', async () => {
    const { emulator } = await startClient()
    expect(emulator.requests).toHaveLength(0)
  })

  it('makes one token request for 10,000 concurrent requests, and sends them in their order', async () => {
    const { emulator, here } = await startClient()
    const sent: InternalAxiosRequestConfig[] = []
    const adapter: AxiosAdapter = async (request) => {
      sent.push(request)
      return { data: {}, status: 200, statusText: 'OK', headers: {}, config: request }
    }
    const numbers = Array.from({ length: 10_000 }, (_, number) => number)
    await Promise.all(numbers.map((offset) => here.get('/v1/discover', { adapter, params: { ...search, offset } })))
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
    expect(new Set(sent.map(({ headers }) => headers.get('Authorization'))).size).toBe(1)
    expect(sent.map(({ params }) => params.offset)).toEqual(numbers)
  })

  it('sends each request in the asynchronous context of its caller, also after a wait for the token', async () => {
    const { here } = await startClient()
    const caller = new AsyncLocalStorage<number>()
    const seen: unknown[] = []
    const adapter: AxiosAdapter = async (config) => {
      seen.push(caller.getStore())
      return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
    }
    const numbers = Array.from({ length: 400 }, (_, number) => number)
    await Promise.all(numbers.map((number) => caller.run(number, () => here.get('/v8/routes', { adapter }))))
    expect(seen).toEqual(numbers)
  })

  it('rejects each of 1,000 requests that wait for a failed token request with its own error', async () => {
    const { emulator, here } = await startClient({ 'axios-retry': { retries: 0 } })
    emulator.fail({ status: 400 })
    const requests = Array.from({ length: 1000 }, (_, number) => here.get(`/v8/routes/${number}`))
    const errors = (await Promise.allSettled(requests)).map((result) => (result as PromiseRejectedResult).reason)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
    expect(errors.map(({ message }) => /GET \/v8\/routes\/\d+/.exec(message)?.[0])).toEqual(
      errors.map((_, number) => `GET /v8/routes/${number}`),
    )
    expect(new Set(errors).size).toBe(1000)
  })

  it('sends requests that start while waiting ones are resumed, and accepts the same promise of a token again', async () => {
    const always = Promise.resolve({ accessToken: 'of.my.own', expiresAt: 0 })
    const { here, sent } = createRecordingClient({}, { getToken: () => always, invalidate: async () => {} })
    const later: Promise<unknown>[] = []
    const first = Array.from({ length: 1000 }, (_, number) =>
      here.get(`/v8/routes/${number}`).then(() => later.push(here.get(`/v8/routes/${number}/later`))),
    )
    await Promise.all(first)
    await Promise.all(later)
    await here.get('/v8/routes/last')
    expect(sent).toHaveLength(2001)
  })

  it('sends a request in the same tick when there is a valid token', async () => {
    const { here, sent } = createRecordingClient()
    await here.get('/v1/discover')
    const pending = here.get('/v1/discover')
    // axios itself calls `request` from an async method.
    await null
    expect(sent).toHaveLength(2)
    await pending
  })

  it('rejects with the value that an adapter of the application rejects with, also with undefined', async () => {
    const { here } = createRecordingClient()
    for (const reason of [undefined, null, 'words', new Error('mine')]) {
      const result = await here.get('/v8/routes', { adapter: () => Promise.reject(reason) }).then(
        () => 'a response',
        (error) => ({ error }),
      )
      expect(result).toEqual({ error: reason })
    }
  })

  it('keeps its options out of the defaults, which axios merges for each request', async () => {
    const { here } = createRecordingClient({ here: { trustedHosts: ['maps.example.com'] } })
    expect('here' in here.defaults).toBe(false)
  })

  it('has every member of axios’s default export', () => {
    const { here } = createRecordingClient()
    for (const name of Object.keys(axios)) expect(here, name).toHaveProperty(name)
    expect(here.isAxiosError(new axios.AxiosError())).toBe(true)
    expect(here).toHaveProperty('default', here)
    expect(here.AxiosHeaders).toBe(axios.AxiosHeaders)
  })

  it('waits for the promises of a token provider without peek', async () => {
    const tokens: TokenProvider = {
      getToken: async () => ({ accessToken: 'of.my.own', expiresAt: 0 }),
      invalidate: async () => {},
    }
    const { here, sent } = createRecordingClient({}, tokens)
    await here.get('/v1/discover')
    expect(sent[0]?.headers.get('Authorization')).toBe('Bearer of.my.own')
    expect(here.tokens).toBe(tokens)
  })

  it('sends the token request with the adapter that the client has at that time', async () => {
    const seen: string[] = []
    const here = createHereClient(key)
    here.defaults.adapter = async (config) => {
      seen.push(`${config.method} ${config.url}`)
      const data = config.method === 'post' ? { access_token: 't', expires_in: 60 } : { items: [] }
      return { data, status: 200, statusText: 'OK', headers: {}, config }
    }
    await here.get('/v1/discover')
    expect(seen).toEqual(['post https://account.api.here.com/oauth2/token', 'get /v1/discover'])
  })

  it('sends everything to the Chinese hosts in the region china, except to a token endpoint that is given', async () => {
    const urls: string[] = []
    const adapter: AxiosAdapter = async (config) => {
      urls.push(axios.getUri(config))
      return { data: { access_token: 't', expires_in: 60 }, status: 200, statusText: 'OK', headers: {}, config }
    }
    await createHereClient(key, { adapter, here: { region: 'china' } }).get('/v1/discover')
    expect(urls).toEqual([
      'https://elb.cn-northwest-1.account.hereapi.cn/oauth2/token',
      'https://discover.search.hereapi.cn/v1/discover',
    ])
    urls.length = 0
    const tokenEndpointUrl = 'https://account.hereapi.cn/oauth2/token'
    await createHereClient({ ...key, tokenEndpointUrl }, { adapter, here: { region: 'china' } }).get('/v8/routes')
    expect(urls).toEqual([tokenEndpointUrl, 'https://router.hereapi.cn/v8/routes'])
  })
})

describe('client.create', () => {
  it('creates a child that shares the tokens of the client, and a grandchild that does, too', async () => {
    const { here, emulator } = await startClient()
    await here.get('/v1/discover', { params: search })
    const child = here.create({ headers: { 'X-Child': '1' } })
    const grandchild = child.create({ timeout: 5000 })
    await child.get('/v1/discover', { params: search })
    await grandchild.get('/v1/discover', { params: search })
    expect(child.tokens).toBe(here.tokens)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
    expect(emulator.requests.at(-1)?.headers['x-child']).toBe('1')
    expect(grandchild.isAxiosError).toBeDefined()
  })

  it('merges the options of the client with those of the child', async () => {
    const { here, sent } = createRecordingClient({ here: { trustedHosts: ['maps.example.com'] } })
    await here.create({ here: { auth: false } }).get('https://maps.example.com/')
    await here.create().get('https://maps.example.com/')
    expect(sent.map(({ headers }) => headers.has('Authorization'))).toEqual([false, true])
  })

  it('throws a TypeError for options of the token provider, which the child shares', () => {
    const { here } = createRecordingClient()
    expect(() => here.create({ here: { refreshAhead: 1 } })).toThrow(/here\.refreshAhead/)
  })
})
