import axios, { type AxiosAdapter, type AxiosRequestConfig } from 'axios'
import { describe, expect, it, vi } from 'vitest'
import { attachHereAuth, createHereClient } from '../../src/index.ts'
import { search, startClient } from '../support/emulator.ts'
import { startServer } from '../support/server.ts'

const scope = 'hrn:here:authorization::realm:project/name'
const instantly = { retryDelay: () => 0 }

describe('the token', () => {
  it('is not sent with here.auth: false, nor when the caller has own credentials', async () => {
    const { here, emulator } = await startClient({ validateStatus: () => true })
    await here.get('/v1/discover', { here: { auth: false } })
    await here.get('/v1/discover', { headers: { Authorization: 'Bearer mine' } })
    await here.get('/v1/discover', { headers: { Authorization: false as never } })
    await here.get('/v1/discover', { auth: { username: 'me', password: 'pw' } })
    const sent = emulator.requests.map(({ headers }) => headers.authorization)
    expect(sent).toEqual([undefined, 'Bearer mine', undefined, `Basic ${btoa('me:pw')}`])
  })

  it('is requested for the scope of the request, or else of the client', async () => {
    const { here, emulator } = await startClient({ here: { scope: `${scope}-client` } })
    await here.get('/v1/discover', { params: search })
    await here.get('/v1/discover', { params: search, here: { scope } })
    const scopes = emulator
      .requestsTo('/oauth2/token')
      .map(({ body }) => new URLSearchParams(body.toString()).get('scope'))
    expect(scopes).toEqual([`${scope}-client`, scope])
  })

  it('is not sent to another host, and the request is as in plain axios', async () => {
    const { here, emulator, events } = await startClient()
    let received = 0
    const otherHost = await startServer((request, response) => {
      received += 1
      response.writeHead(received === 1 ? 401 : 503)
      response.end(`${request.url} ${request.headers.authorization}`)
    })
    const url = `${otherHost}/v1/discover`
    const options = { params: { list: ['a', 'b'] }, validateStatus: () => true }
    expect((await here.get(url, options)).data).toBe('/v1/discover?list%5B%5D=a&list%5B%5D=b undefined')
    await expect(here.get(url)).rejects.toMatchObject({ status: 503 })
    expect(received).toBe(2)
    expect(emulator.requests).toHaveLength(0)
    expect(events).toHaveLength(0)
  })

  it('is not sent to a baseURL that comes with the request', async () => {
    const { here } = await startClient()
    const otherHost = await startServer((request, response) => response.end(String(request.headers.authorization)))
    expect((await here.get('/v1/discover', { baseURL: otherHost })).data).toBe('undefined')
  })

  it('is not sent to the host, nor over the header, that a callback of axios-retry has set', async () => {
    const otherHost = await startServer((request, response) => response.end(String(request.headers.authorization)))
    const { here, emulator } = await startClient()
    const changes: object[] = [{ baseURL: otherHost }, { url: `${otherHost}/v1/discover` }]
    for (const change of changes) {
      emulator.fail({ status: 503, when: '/v1/discover' })
      const onRetry = (_: number, __: unknown, config: object): void => void Object.assign(config, change)
      const { data } = await here.get('/v1/discover', { params: search, 'axios-retry': { ...instantly, onRetry } })
      expect(data).toBe('undefined')
    }
    emulator.fail({ status: 503, when: '/v1/discover' })
    emulator.handle('/v1/discover', ({ headers }) => ({ body: String(headers.authorization) }), { isPublic: true })
    const onRetry = (_: number, __: unknown, { headers }: AxiosRequestConfig): void => {
      Object.assign(headers as object, { Authorization: 'Bearer mine' })
    }
    expect((await here.get('/v1/discover', { 'axios-retry': { ...instantly, onRetry } })).data).toBe('Bearer mine')
  })

  it('is not sent in clear text to a proxy on another machine', async () => {
    const seen: unknown[] = []
    const proxy = await startServer((request, response) => {
      seen.push([request.url, request.headers.authorization])
      response.end('by proxy')
    })
    const { here, emulator } = await startClient({ validateStatus: null })
    vi.stubEnv('http_proxy', proxy)
    expect((await here.get('/v1/discover', { params: search })).data.items).toHaveLength(1)
    const { hostname, port } = new URL(proxy)
    const through = (host: string) => ({ proxy: { protocol: 'http', host, port: Number(port) } })
    const lookup = (_: string, __: object, done: (error: null, address: string, family: number) => void): void =>
      done(null, '127.0.0.1', 4)
    expect((await here.get('/v1/discover', through(hostname))).data).toBe('by proxy')
    expect((await here.get('/v1/discover', { ...through('proxy.example'), lookup } as never)).data).toBe('by proxy')
    const token = `Bearer ${(await here.tokens.getToken()).accessToken}`
    expect(seen).toEqual([
      [`${emulator.url}/v1/discover`, token],
      [`${emulator.url}/v1/discover`, undefined],
    ])
    const { config } = await here.get('/v1/discover', { params: search })
    expect(config).not.toHaveProperty('proxy')
  })

  it('is not sent to another host that an interceptor sets, in whatever order it was added', async () => {
    const otherHost = await startServer((request, response) => response.end(String(request.headers.authorization)))
    for (const isOursFirst of [true, false]) {
      const { here, emulator } = await startClient()
      const instance = axios.create({ baseURL: emulator.url })
      const redirect = (): void => {
        instance.interceptors.request.use((config) => Object.assign(config, { url: otherHost }))
      }
      if (!isOursFirst) redirect()
      attachHereAuth(instance, here.tokens)
      if (isOursFirst) redirect()
      expect((await instance.get('/v1/discover')).data).toBe('undefined')
    }
  })

  it('is not sent over plain HTTP to a baseURL on another machine, which is reported once', async () => {
    const hosts: string[] = []
    const headers: unknown[] = []
    const adapter: AxiosAdapter = async (config) => {
      headers.push(config.headers.get('Authorization'))
      return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
    }
    const here = createHereClient(() => 'a.token', {
      adapter,
      baseURL: 'http://gateway.example.com',
      here: { onEvent: (event) => void (event.type === 'token-withheld' && hosts.push(event.host)) },
    })
    await here.get('/a')
    await here.get('/b')
    expect(headers).toEqual([undefined, undefined])
    expect(hosts).toEqual(['gateway.example.com'])
  })

  it('is not sent to another host when a config that contains it is sent there', async () => {
    const { here } = await startClient()
    const otherHost = await startServer((request, response) => response.end(String(request.headers.authorization)))
    const { config } = await here.get('/v1/discover', { params: search })
    expect((await here.request({ ...config, url: otherHost })).data).toBe('undefined')
    expect((await here.request({ ...config, here: { auth: false }, validateStatus: null })).status).toBe(401)
  })

  it('is sent to the service of the new path when a config is sent again with another url', async () => {
    const urls: string[] = []
    const here = createHereClient(() => 'a.token', {
      adapter: async (config) => {
        urls.push(axios.getUri(config))
        return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
      },
    })
    const { config } = await here.get<unknown>('/v1/browse', { params: { a: ['x', 'y'] } })
    await here.request({ ...config, url: '/v8/routes' })
    await here.request({ ...config, url: 'https://other.example/' })
    expect(urls).toEqual([
      'https://browse.search.hereapi.com/v1/browse?a=x,y',
      'https://router.hereapi.com/v8/routes?a=x,y',
      'https://other.example/?a%5B%5D=x&a%5B%5D=y',
    ])
  })

  it('follows what axios makes of allowAbsoluteUrls and socketPath', async () => {
    const sent: unknown[] = []
    const adapter: AxiosAdapter = async (config) => {
      sent.push(config.headers.get('Authorization'))
      return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
    }
    const here = createHereClient(() => 'a.token', { adapter, baseURL: 'https://gateway.example.com' })
    await here.get('https://other.example/')
    await here.get('https://other.example/', { allowAbsoluteUrls: false })
    await here.get('/v1/discover', { baseURL: '', socketPath: '/run/some.sock' })
    expect(sent).toEqual([undefined, 'Bearer a.token', undefined])
  })

  it('follows a redirect to the same origin', async () => {
    const { here, emulator } = await startClient()
    emulator.handle('/old', () => ({ status: 302, headers: { Location: '/v1/geocode?q=Berlin' } }))
    expect((await here.get('/old')).data.items).toHaveLength(1)
  })

  it('is replaced when a config that contains the old one is sent a second time', async () => {
    const { here, emulator } = await startClient()
    const { config } = await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    await here.tokens.invalidate(await here.tokens.getToken())
    expect((await here.request(config)).status).toBe(200)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })
})
