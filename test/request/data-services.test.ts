import axios from 'axios'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  attachHereAuth,
  createHereClient,
  type HereApi,
  type HereClient,
  type HereClientConfig,
  readHereError,
} from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'
import { startClient } from '../support/emulator.ts'
import { type Received, type Responses, startHosts } from '../support/hosts.ts'

const hrn = 'hrn:here:data::olp-here:map'
const lookupHost = 'api-lookup.data.api.platform.here.com'
const metadata = `https://metadata.data.api.platform.here.com/metadata/v1/catalogs/${hrn}`
const apis = [
  { api: 'metadata', version: 'v1', baseURL: metadata },
  { api: 'blob', version: 'v1', baseURL: 'https://blob.data.api.platform.here.com/blob/v1' },
  { api: 'blob', version: 'v10', baseURL: 'https://blob.data.api.platform.here.com/blob/v10/' },
  { api: 'blob', version: 'v2', baseURL: 'https://blob.data.api.platform.here.com/blob/v2' },
  { api: 'elsewhere', version: 'v1', baseURL: 'https://storage.example.com/v1' },
]

const lookupLine = `GET ${lookupHost}/lookup/v1/resources/${hrn}/apis`
const found: Responses = { [lookupLine]: { status: 200, headers: { 'Cache-Control': 'max-age=60' }, body: apis } }

async function start(
  responses: Responses = found,
  config: HereClientConfig = {},
): Promise<{ here: HereClient; responses: Responses; received: Received[]; lines: () => string[] }> {
  const own = { ...responses }
  const { agents, received } = await startHosts(own)
  const here = createHereClient(() => 'any-token', { ...agents, proxy: false, ...config })
  return { here, responses: own, received, lines: () => received.map(({ line }) => line) }
}

const optionsFor = (service: HereApi, more: object = {}): object => ({ here: { service, ...more } })

describe('an API of a catalog', () => {
  it('is requested at the base URL that API Lookup returns, both with the token', async () => {
    const { here, received } = await start()
    await here.get('/layers', { params: { a: ['b', 'c'] }, ...optionsFor({ hrn, api: 'metadata' }) })
    expect(received).toEqual([
      { scheme: 'https', line: lookupLine, authorization: 'Bearer any-token' },
      {
        scheme: 'https',
        line: `GET ${new URL(metadata).host}/metadata/v1/catalogs/${hrn}/layers?a=b,c`,
        authorization: 'Bearer any-token',
      },
    ])
  })

  it.each<[HereApi, string]>([
    [{ hrn, api: 'blob', version: 'v2' }, '/blob/v2/x'],
    [{ hrn, api: 'blob' }, '/blob/v10/x'],
  ])('is requested in the version that is named, or else in the newest: %j', async (api, path) => {
    const { here, lines } = await start()
    await here.get('/x', optionsFor(api))
    expect(lines()[1]).toBe(`GET blob.data.api.platform.here.com${path}`)
  })

  it('is looked up among the platform’s own APIs without an HRN', async () => {
    const line = `GET ${lookupHost}/lookup/v1/platform/apis`
    const body = [{ api: 'artifact', version: 'v1', baseURL: 'https://artifact.api.platform.here.com/v1' }]
    const { here, lines } = await start({ [line]: { status: 200, body } })
    await here.get('artifact/1', optionsFor({ api: 'artifact' }))
    expect(lines()).toEqual([line, 'GET artifact.api.platform.here.com/v1/artifact/1'])
  })

  it('is looked up in China when that is the region', async () => {
    const line = `GET api-lookup.data.api.platform.hereolp.cn/lookup/v1/resources/${hrn}/apis`
    const body = [{ api: 'metadata', version: 'v1', baseURL: 'https://metadata.data.api.platform.hereolp.cn/m' }]
    const { here, lines } = await start({ [line]: { status: 200, body } }, { here: { region: 'china' } })
    await here.get('/layers', optionsFor({ hrn, api: 'metadata' }))
    expect(lines()).toEqual([line, 'GET metadata.data.api.platform.hereolp.cn/m/layers'])
  })

  it('gets no token when its base URL is not HERE’s', async () => {
    const { here, received } = await start()
    await here.get('/x', optionsFor({ hrn, api: 'elsewhere' }))
    expect(received[1]).toEqual({ scheme: 'https', line: 'GET storage.example.com/v1/x', authorization: undefined })
  })

  it('is not looked up when the URL has a host, or the request its own baseURL', async () => {
    const { here, lines } = await start()
    await here.get('https://maps.hereapi.com/v3/info', optionsFor({ hrn, api: 'metadata' }))
    await here.get('/layers', { ...optionsFor({ hrn, api: 'metadata' }), baseURL: 'https://example.com' })
    expect(lines()).toEqual(['GET maps.hereapi.com/v3/info', 'GET example.com/layers'])
  })

  it('is looked up at the client’s own baseURL, and requested at the base URL found there', async () => {
    const line = `GET gateway.example.com/here/lookup/v1/resources/${hrn}/apis`
    const { here, received } = await start(
      { [line]: { status: 200, body: apis } },
      { baseURL: 'https://gateway.example.com/here' },
    )
    await here.get('/layers', optionsFor({ hrn, api: 'metadata' }))
    expect(received.map(({ line, authorization }) => [line, authorization])).toEqual([
      [line, 'Bearer any-token'],
      [`GET ${new URL(metadata).host}/metadata/v1/catalogs/${hrn}/layers`, 'Bearer any-token'],
    ])
  })

  it('is found and requested at the emulator', async () => {
    const { here } = await startClient()
    const { data } = await here.get('/versions/latest', {
      params: { startVersion: -1 },
      ...optionsFor({ hrn, api: 'metadata' }),
    })
    expect(data).toEqual({ version: expect.any(Number) })
  })

  it('can be the default of a client, also of an instance with attachHereAuth', async () => {
    const { agents, received } = await startHosts(found)
    const instance = axios.create({ ...agents, proxy: false })
    attachHereAuth(instance, () => 'any-token', { service: { hrn, api: 'metadata' } })
    instance.interceptors.response.use((response) => response.data)
    expect(await instance.get('/layers')).toEqual({})
    expect(received).toHaveLength(2)
  })

  it('is replaced by the service of a new path when its config is sent again', async () => {
    const { here, lines } = await start()
    const { config } = await here.get('/layers', optionsFor({ hrn, api: 'metadata' }))
    await here.request({ ...config, url: '/v8/routes', here: { service: 'routing' } })
    expect(lines()[2]).toBe('GET router.hereapi.com/v8/routes')
  })
})

describe('a response of API Lookup', () => {
  const send = (here: HereClient, api = 'metadata', more = {}): Promise<unknown> =>
    here.get('/x', optionsFor({ hrn, api }, more))

  it('serves concurrent requests and all APIs of its catalog, for as long as Cache-Control says', async () => {
    const clock = stopClock()
    const { here, lines } = await start()
    const lookups = (): number => lines().filter((line) => line === lookupLine).length
    await Promise.all([send(here), send(here, 'blob'), send(here)])
    clock.forward(59_000)
    await send(here)
    expect(lookups()).toBe(1)
    clock.forward(2_000)
    await send(here)
    expect(lookups()).toBe(2)
  })

  it.each([{}, { 'Cache-Control': 'no-store, max-age=60' }, { 'Cache-Control': 's-maxage=60' }])(
    'is not cached when its headers are %j',
    async (headers) => {
      const { here, lines } = await start({ [lookupLine]: { status: 200, headers, body: apis } })
      await send(here)
      await send(here)
      expect(lines()).toHaveLength(4)
    },
  )

  it('is cached for one scope', async () => {
    const { here, lines } = await start()
    const scope = 'hrn:here:authorization::realm:project/name'
    await send(here)
    await send(here, 'metadata', { scope })
    expect(lines().filter((line) => line === lookupLine)).toHaveLength(2)
  })
})

describe('a request that cannot be sent', () => {
  const sent = (here: HereClient, api: HereApi, more = {}): Promise<Error> =>
    here.get('/layers', { ...optionsFor(api), ...more }).then(
      () => new Error('sent'),
      (error) => error,
    )

  it('names the APIs of the catalog when the one requested is not among them', async () => {
    const { here } = await start()
    const error = await sent(here, { hrn, api: 'volatile-blob', version: 'v1' })
    expect(error).toMatchObject({ code: 'ERR_HERE_ROUTE', isAxiosError: true, config: { url: '/layers' } })
    expect(error.message).toBe(
      'GET /layers was not sent, as API Lookup did not find its host: hrn:here:data::olp-here:map has no API ' +
        'volatile-blob v1. It has: metadata v1, blob v1, blob v10, blob v2, elsewhere v1.',
    )
  })

  it('rejects without config, response and message of API Lookup when there is no such catalog', async () => {
    const body = { code: 404, message: 'No Bearer any-token here', description: 'Requested resource not found' }
    const { here } = await start({ [lookupLine]: { status: 404, body } })
    const error = await sent(here, { hrn, api: 'metadata' })
    expect(error).toMatchObject({ code: 'ERR_BAD_REQUEST', config: { url: '/layers' } })
    expect(error).not.toHaveProperty('response')
    expect(error.message).toMatch(/GET \/layers was not sent, as .*: Request failed with status code 404$/)
    expect(readHereError(error.cause)).toMatchObject({ cause: 'Requested resource not found' })
    expect(JSON.stringify(error)).not.toContain('any-token')
  })

  it.each<[HereApi, RegExp]>([
    [{ hrn: 'hrn:here:data::x/../../y', api: 'metadata' }, /here\.service\.hrn must be/],
    [{ hrn: '../platform', api: 'metadata' }, /here\.service\.hrn must be/],
    [{ hrn, api: 'a b' }, /here\.service\.api/],
    [{ hrn, api: '' }, /here\.service\.api/],
  ])('rejects without a request to API Lookup when its service is %j', async (api, message) => {
    const { here, received } = await start()
    const error = await sent(here, api)
    expect(error).toMatchObject({ code: 'ERR_BAD_OPTION_VALUE', message: expect.stringMatching(message) })
    expect(received).toEqual([])
  })

  it('rejects with ERR_HERE_AUTH when there is no token', async () => {
    const here = createHereClient(() => undefined)
    const error = await sent(here, { hrn, api: 'metadata' })
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'missing-credentials' })
    expect(error).not.toHaveProperty('config')
  })

  it('ends by its own abort while API Lookup does not respond, and leaves other requests waiting', async () => {
    const { here, responses } = await start()
    const respond = vi.fn(() => found[lookupLine])
    Object.defineProperty(responses, lookupLine, { get: respond })
    const aborter = new AbortController()
    const aborted = sent(here, { hrn, api: 'metadata' }, { signal: aborter.signal })
    const waiting = here.get('/layers', optionsFor({ hrn, api: 'metadata' }))
    aborter.abort()
    expect(await aborted).toMatchObject({ code: 'ERR_CANCELED' })
    expect((await waiting).status).toBe(200)
    expect(respond).toHaveBeenCalledTimes(1)
  })
})

describe('API Lookup', () => {
  it('is requested again after a response that was no list of APIs, whatever its max-age', async () => {
    const headers = { 'Cache-Control': 'max-age=3600' }
    const { here, responses } = await start({ [lookupLine]: { status: 200, headers, body: 'a portal’s page' } })
    const failed = here.get('/layers', optionsFor({ hrn, api: 'metadata' }))
    await expect(failed).rejects.toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      message: expect.stringMatching(/not a list of APIs$/),
    })
    Object.assign(responses, found)
    expect((await here.get('/layers', optionsFor({ hrn, api: 'metadata' }))).status).toBe(200)
  })

  it('is requested again after it has not responded in time', async () => {
    const { here } = await start()
    const { adapter } = here.defaults
    here.defaults.adapter = () => new Promise(() => {})
    const limit = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new Error('too long')))
    const failed = here.get('/layers', optionsFor({ hrn, api: 'metadata' }))
    await expect(failed).rejects.toMatchObject({ code: 'ETIMEDOUT', message: expect.stringMatching(/: too long$/) })
    limit.mockRestore()
    Object.assign(here.defaults, { adapter })
    expect((await here.get('/layers', optionsFor({ hrn, api: 'metadata' }))).status).toBe(200)
  })

  it('is requested anew for a request without a token, and outside of the rate limit', async () => {
    const { here, received } = await start(found, { here: { rateLimit: { perSecond: 1 } } })
    const service = { hrn, api: 'metadata' }
    await Promise.all([
      here.get('/a', optionsFor(service, { auth: false })),
      here.get('/b', { ...optionsFor(service), timeout: 800 }),
    ])
    const lookups = received.filter(({ line }) => line === lookupLine).map(({ authorization }) => authorization)
    expect(lookups.sort()).toEqual(['Bearer any-token', undefined])
  })

  it('is requested without what the application has put into the defaults of axios', async () => {
    const { here, received } = await start()
    const { defaults } = axios
    onTestFinished(() => {
      delete defaults.headers.common.Authorization
      delete defaults.baseURL
    })
    defaults.headers.common.Authorization = 'Bearer app-session'
    defaults.baseURL = 'https://app.example.com/api'
    await here.get('/layers', optionsFor({ hrn, api: 'metadata' }))
    expect(received.map(({ authorization }) => authorization)).toEqual(['Bearer any-token', 'Bearer any-token'])
    expect(received[0]?.line).toBe(lookupLine)
  })

  it('is requested with the axios-retry options of the request, and without a token when the request has none', async () => {
    const { here, received } = await start({ [lookupLine]: { status: 503 } }, { here: { auth: false } })
    const once = { ...optionsFor({ hrn, api: 'metadata' }), 'axios-retry': { retries: 0 } }
    await expect(here.get('/layers', once)).rejects.toThrow('503')
    expect(received.map(({ authorization }) => authorization)).toEqual([undefined])
  })
})

it('API Lookup is requested again after a temporary failure, and through none of the application’s interceptors', async () => {
  const { here, responses, lines } = await start({ [lookupLine]: { status: 503 } }, { 'axios-retry': { retries: 3 } })
  const seen: unknown[] = []
  here.interceptors.request.use((config) => {
    seen.push(config.url)
    return config
  })
  setTimeout(() => Object.assign(responses, found), 50)
  await here.get('/layers', optionsFor({ hrn, api: 'metadata' }))
  expect(lines().filter((line) => line === lookupLine).length).toBeGreaterThan(1)
  expect(seen).toEqual(['/layers'])
})
