import { AsyncLocalStorage } from 'node:async_hooks'
import axios, { type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import { createHereClient, type HereCredentials, type TokenProvider } from '../../src/index.ts'
import { search, startClient } from '../support/emulator.ts'

const key = { accessKeyId: 'key-id', accessKeySecret: 'very-secret-secret' }

/** A client with a token at hand whose requests end in a list, not on the wire. */
function recordingClient(config = {}, credentials: HereCredentials = () => 'a.token') {
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

  it('reaches the host of a path by itself', async () => {
    const { here, sent } = recordingClient()
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

  it('makes one token request for 10,000 requests that start together, and sends them in their order', async () => {
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

  it('sends each request in the asynchronous context of its caller, also when it has waited with others', async () => {
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

  it('tells each of 1,000 requests that wait for a token why there is none, in an error of its own', async () => {
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

  it('goes on with who comes while those that waited are being told, and takes a promise that is given again', async () => {
    const always = Promise.resolve({ accessToken: 'of.my.own', expiresAt: 0 })
    const { here, sent } = recordingClient({}, { getToken: () => always, invalidate: async () => {} })
    const late: Promise<unknown>[] = []
    const first = Array.from({ length: 1000 }, (_, number) =>
      here.get(`/v8/routes/${number}`).then(() => late.push(here.get(`/v8/routes/${number}/late`))),
    )
    await Promise.all(first)
    await Promise.all(late)
    await here.get('/v8/routes/last')
    expect(sent).toHaveLength(2001)
  })

  it('sends a request with a fresh token in the same tick', async () => {
    const { here, sent } = recordingClient()
    await here.get('/v1/discover')
    const pending = here.get('/v1/discover')
    // axios itself calls `request` from an async method.
    await null
    expect(sent).toHaveLength(2)
    await pending
  })

  it('fails with what an adapter of the app’s fails with, if that is nothing too', async () => {
    const { here } = recordingClient()
    for (const reason of [undefined, null, 'words', new Error('mine')]) {
      const result = await here.get('/v8/routes', { adapter: () => Promise.reject(reason) }).then(
        () => 'an answer',
        (error) => ({ error }),
      )
      expect(result).toEqual({ error: reason })
    }
  })

  it('keeps its options out of what axios merges at each request', async () => {
    const { here } = recordingClient({ here: { trustedHosts: ['maps.example.com'] } })
    expect('here' in here.defaults).toBe(false)
  })

  it('has every member of axios’s default export', () => {
    const { here } = recordingClient()
    for (const name of Object.keys(axios)) expect(here, name).toHaveProperty(name)
    expect(here.isAxiosError(new axios.AxiosError())).toBe(true)
    expect(here).toHaveProperty('default', here)
    expect(here.AxiosHeaders).toBe(axios.AxiosHeaders)
  })

  it('uses a provider without peek through its promises', async () => {
    const tokens: TokenProvider = {
      getToken: async () => ({ accessToken: 'of.my.own', expiresAt: 0 }),
      invalidate: async () => {},
    }
    const { here, sent } = recordingClient({}, tokens)
    await here.get('/v1/discover')
    expect(sent[0]?.headers.get('Authorization')).toBe('Bearer of.my.own')
    expect(here.tokens).toBe(tokens)
  })

  it('uses the client’s adapter for the token request, as it is at that time', async () => {
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

  it('sends everything to the Chinese hosts in that region, but for an endpoint that is named', async () => {
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

describe('create', () => {
  it('gives an authenticated child that shares the parent’s tokens, and so does the child', async () => {
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

  it('merges the parent’s options with the child’s', async () => {
    const { here, sent } = recordingClient({ here: { trustedHosts: ['maps.example.com'] } })
    await here.create({ here: { auth: false } }).get('https://maps.example.com/')
    await here.create().get('https://maps.example.com/')
    expect(sent.map(({ headers }) => headers.has('Authorization'))).toEqual([false, true])
  })

  it('refuses options of the token provider, which it shares', () => {
    const { here } = recordingClient()
    expect(() => here.create({ here: { refreshAhead: 1 } })).toThrow(/here\.refreshAhead/)
  })
})
