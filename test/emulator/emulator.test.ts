import { decode } from '@here/flexpolyline'
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import type { HereEmulator } from '../../src/emulator/index.ts'
import { createTokenProvider, type SearchItem } from '../../src/index.ts'
import { signRequest } from '../../src/token/signature.ts'
import { stopClock } from '../support/clock.ts'
import { search, startClient, startEmulator } from '../support/emulator.ts'

interface TokenRequest {
  secret?: string
  nonce?: string
  timestamp?: number
  body?: string
  contentType?: string
  change?: (header: string) => string | undefined
}

let nonces = 0

async function requestToken({ credentials }: HereEmulator, wanted: TokenRequest = {}): Promise<AxiosResponse> {
  const { body = 'grant_type=client_credentials', contentType = 'application/x-www-form-urlencoded' } = wanted
  const header = await signRequest({
    method: 'POST',
    url: credentials.tokenEndpointUrl,
    form: contentType.includes('json') ? [] : [...new URLSearchParams(body)],
    consumerKey: credentials.accessKeyId,
    consumerSecret: wanted.secret ?? credentials.accessKeySecret,
    nonce: wanted.nonce ?? `nonce${nonces++}`,
    timestamp: wanted.timestamp ?? Math.floor(Date.now() / 1000),
  })
  const authorization = wanted.change === undefined ? header : wanted.change(header)
  return axios.post(credentials.tokenEndpointUrl, body, {
    headers: { 'Content-Type': contentType, ...(authorization === undefined ? {} : { Authorization: authorization }) },
    transformRequest: (data) => data,
    validateStatus: () => true,
  })
}

describe('POST /oauth2/token', () => {
  it('answers a form in snake_case and JSON in camelCase', async () => {
    const emulator = await startEmulator({ tokenLifetime: 60 })
    expect((await requestToken(emulator)).data).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 60,
    })
    const body = '{"grantType":"client_credentials","expiresIn":30}'
    const { data } = await requestToken(emulator, { body, contentType: 'application/json' })
    expect(data).toEqual({ accessToken: expect.any(String), tokenType: 'bearer', expiresIn: 30 })
  })

  it('echoes a project scope', async () => {
    const scope = 'hrn:here:authorization::realm:project/name'
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope }).toString()
    expect((await requestToken(await startEmulator(), { body })).data.scope).toBe(scope)
  })

  it.each<[string, number, number, TokenRequest]>([
    ['no header', 401, 401200, { change: () => undefined }],
    ['another scheme', 401, 401202, { change: () => 'Bearer x' }],
    ['a parameter that is missing', 401, 401202, { change: (header) => header.replace(/oauth_nonce="[^"]*", /, '') }],
    ['a parameter that is there twice', 401, 401202, { change: (header) => `${header}, oauth_version="1.0"` }],
    ['another method', 401, 401205, { change: (header) => header.replace('HMAC-SHA256', 'HMAC-SHA1') }],
    ['another version', 401, 401206, { change: (header) => header.replace('"1.0"', '"2.0"') }],
    ['an old time stamp', 401, 401204, { timestamp: Math.floor(Date.now() / 1000) - 1800 }],
    [
      'a time stamp that is no number',
      401,
      401204,
      { change: (header) => header.replace(/timestamp="\d+/, 'timestamp="x') },
    ],
    ['a wrong secret', 401, 401300, { secret: 'wrong' }],
    ['an unknown key', 401, 401300, { change: (header) => header.replace('access-key-id', 'other') }],
    ['the client id', 401, 401310, { change: (header) => header.replace('access-key-id', 'client-id') }],
    ['no grant', 400, 400200, { body: '' }],
    ['another grant', 400, 400290, { body: 'grant_type=password' }],
    ['a time stamp with a fraction', 401, 401204, { timestamp: Date.now() / 1000 }],
    ['an empty nonce', 401, 401202, { nonce: '' }],
    ['a scope that is no project', 400, 400907, { body: 'grant_type=client_credentials&scope=all' }],
    ['a lifetime that is no number', 400, 400200, { body: 'grant_type=client_credentials&expires_in=long' }],
    ['JSON that is none', 400, 400004, { body: '{', contentType: 'application/json' }],
  ])('refuses %s: %i, %i', async (_, status, errorCode, wanted) => {
    const answer = await requestToken(await startEmulator(), wanted)
    expect(answer.status).toBe(status)
    expect(answer.data).toMatchObject({ errorCode, httpStatus: status, errorId: expect.stringMatching(/^ERROR-/) })
  })

  it('refuses a form that was changed after it was signed', async () => {
    const emulator = await startEmulator()
    const header = await signRequest({
      method: 'POST',
      url: emulator.credentials.tokenEndpointUrl,
      form: [['grant_type', 'client_credentials']],
      consumerKey: emulator.credentials.accessKeyId,
      consumerSecret: emulator.credentials.accessKeySecret,
      nonce: 'n',
      timestamp: Math.floor(Date.now() / 1000),
    })
    const { data } = await requestToken(emulator, {
      body: 'grant_type=client_credentials&expires_in=9',
      change: () => header,
    })
    expect(data.errorCode).toBe(401300)
  })

  it('takes the host of a signature from the request, as the RFC wants', async () => {
    const { credentials, url } = await startEmulator()
    const tokenEndpointUrl = `http://localhost:${new URL(url).port}/oauth2/token`
    await expect(createTokenProvider({ ...credentials, tokenEndpointUrl }).getToken()).resolves.toBeDefined()
  })

  it('refuses a nonce that it has seen', async () => {
    const emulator = await startEmulator()
    expect((await requestToken(emulator, { nonce: 'once' })).status).toBe(200)
    expect((await requestToken(emulator, { nonce: 'once' })).data.errorCode).toBe(401207)
  })
})

it('GET /timestamp tells its clock', async () => {
  const emulator = await startEmulator({ clockOffset: 3_600_000 })
  const { timestamp } = (await axios.get(`${emulator.url}/timestamp`)).data
  expect(timestamp).toBeCloseTo(Date.now() / 1000 + 3600, -1)
  emulator.setClockOffset(0)
  const { headers } = await axios.get(`${emulator.url}/timestamp`)
  expect(Date.parse(headers.date)).toBeLessThanOrEqual(Date.now())
})

describe('bearer tokens', () => {
  const get = (url: string, token?: string): Promise<AxiosResponse> =>
    axios.get(url, {
      validateStatus: () => true,
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    })

  it.each(['/v1/discover', '/v1/geocode', '/v8/routes', '/v1/datasets', '/nowhere'])(
    'are wanted for %s',
    async (path) => {
      const emulator = await startEmulator()
      const refused = { error: 'Unauthorized', error_description: 'No credentials found' }
      expect(await get(emulator.url + path)).toMatchObject({ status: 401, data: refused })
      expect(await get(emulator.url + path, 'made-up')).toMatchObject({ status: 401 })
    },
  )

  it('end with their lifetime, and when they are revoked', async () => {
    const clock = stopClock()
    const emulator = await startEmulator({ tokenLifetime: 60 })
    const token = (await requestToken(emulator)).data.access_token
    const url = `${emulator.url}/v1/geocode?q=Berlin`
    expect((await get(url, token)).status).toBe(200)
    clock.forward(60_000)
    expect((await get(url, token)).data.error_description).toBe('Token Validation Failure - invalid time in token')
    const second = (await requestToken(emulator)).data.access_token
    emulator.revokeTokens()
    expect((await get(url, second)).status).toBe(401)
  })
})

describe('the search services', () => {
  it('discover gives places around the point, nearest first, as many as asked for, the same each time', async () => {
    const { here } = await startClient()
    const ask = async () => (await here.get('/v1/discover', { params: { ...search, limit: 30 } })).data.items
    const items = await ask()
    expect(items).toHaveLength(30)
    expect(items[0]).toMatchObject({
      title: expect.any(String),
      id: expect.stringMatching(/^here:pds:place:/),
      resultType: 'place',
      address: { city: 'Berlin', countryCode: 'DEU', label: expect.stringContaining('10178 Berlin') },
      categories: [{ id: expect.stringMatching(/^100-1000/), primary: true }],
    })
    const distances = items.map(({ distance }) => distance ?? Number.NaN)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    expect(Math.max(...distances)).toBeLessThan(2000)
    expect(await ask()).toEqual(items)
  })

  it('discover gives other places elsewhere, and for other words', async () => {
    const { here } = await startClient()
    const ask = async (params: object) =>
      (await here.get('/v1/discover', { params: { ...search, ...params } })).data.items[0]
    const [berlin, paris, coffee] = [await ask({}), await ask({ at: '48.85,2.35' }), await ask({ q: 'coffee' })]
    expect(paris?.address.city).toBe('Paris')
    expect(coffee?.categories?.[0]?.name).toBe('Coffee Shop')
    expect(new Set([berlin?.id, paris?.id, coffee?.id]).size).toBe(3)
  })

  it.each([
    ['a circle', 'circle:52.52,13.41;r=500', ({ distance = Number.NaN }: SearchItem) => distance <= 500],
    [
      'a box',
      'bbox:13.40,52.51,13.42,52.53',
      ({ position: { lat, lng } = { lat: 0, lng: 0 } }: SearchItem) =>
        lat >= 52.51 && lat <= 52.53 && lng >= 13.4 && lng <= 13.42,
    ],
  ])('discover takes %s in the place of a point, and stays in it', async (_, area, isInside) => {
    const { here } = await startClient()
    const { items } = (await here.get('/v1/discover', { params: { q: 'coffee', in: area, limit: 10 } })).data
    expect(items.length).toBeGreaterThan(3)
    expect(items.every(isInside)).toBe(true)
  })

  it('discover gives 20 places by default', async () => {
    const { here } = await startClient()
    expect((await here.get('/v1/discover', { params: { at: search.at, q: 'x' } })).data.items).toHaveLength(20)
  })

  it.each<[string, AxiosRequestConfig['params'] | string, RegExp]>([
    ['without q', { at: '1,2' }, /'q'/],
    ['without at', { q: 'x' }, /'at'/],
    ['with a bad at', { q: 'x', at: 'Berlin' }, /'at'/],
    ['with an area that is none', { q: 'x', in: 'bbox:1,2,3' }, /'at'/],
    ['with an at beyond the pole', { q: 'x', at: '91,0' }, /'at'/],
    ['with a limit of 0', { q: 'x', at: '1,2', limit: 0 }, /'limit'/],
    ['with a limit of 101', { q: 'x', at: '1,2', limit: 101 }, /'limit'/],
  ])('discover %s is 400 in HERE’s shape', async (_, params, cause) => {
    const { here } = await startClient()
    await expect(here.get('/v1/discover', { params })).rejects.toMatchObject({
      status: 400,
      response: {
        data: {
          status: 400,
          title: 'Illegal input for parameter',
          cause: expect.stringMatching(cause),
          action: expect.any(String),
          correlationId: expect.any(String),
          requestId: expect.any(String),
        },
      },
    })
  })

  it('a parameter that is there twice is 400', async () => {
    const { here } = await startClient()
    await expect(here.get('/v1/discover?q=a&q=b&at=1,2')).rejects.toMatchObject({ status: 400 })
  })

  it('the others answer in their own shapes', async () => {
    const { here } = await startClient()
    const ask = async (path: string, params: object) => (await here.get(path, { params })).data
    const street = await ask('/v1/geocode', { q: 'Karl-Liebknecht-Straße 5, Berlin' })
    expect(street.items[0]).toMatchObject({ resultType: 'houseNumber', scoring: { queryScore: 1 } })
    expect(street.items[0].address).toMatchObject({
      street: 'Karl-Liebknecht-Straße',
      houseNumber: '5',
      city: 'Berlin',
    })
    expect((await ask('/v1/geocode', { q: 'Atlantis' })).items).toEqual([])
    const reverse = await ask('/v1/revgeocode', { at: '51.5,-0.12' })
    expect(reverse.items[0]).toMatchObject({ address: { city: 'London' }, mapView: { west: expect.any(Number) } })
    const suggest = await ask('/v1/autosuggest', { at: search.at, q: 'coffee', limit: 3 })
    expect(suggest.items).toHaveLength(3)
    expect(suggest.items[0]).toMatchObject({
      resultType: 'categoryQuery',
      href: expect.stringContaining('hereapi.com'),
    })
    expect(suggest.queryTerms).toEqual([])
    const complete = await ask('/v1/autocomplete', { q: 'Berlin', limit: 2 })
    expect(complete.items).toHaveLength(2)
    expect(complete.items[0]).not.toHaveProperty('position')
    const browse = await ask('/v1/browse', { at: search.at, categories: '500-5000-0053', limit: 1 })
    expect(browse.items[0].categories[0].name).toBe('Hotel')
    const { id } = browse.items[0]
    expect(await ask('/v1/lookup', { id })).toMatchObject({ id, title: expect.any(String) })
    await expect(ask('/v1/lookup', { id: 'nothing' })).rejects.toMatchObject({ status: 404 })
  })
})

describe('GET /v8/routes', () => {
  const params = { origin: '52.5308,13.3847', destination: '52.5264,13.3686', transportMode: 'car' }

  it('gives a section for each leg, with what return asks for', async () => {
    const { here } = await startClient()
    const ask = async (more = {}) =>
      (await here.get('/v8/routes', { params: { ...params, ...more } })).data.routes[0]?.sections ?? []
    expect((await ask())[0]).not.toHaveProperty('summary')
    const sections = await ask({ return: ['summary', 'polyline'], via: ['52.529,13.375'] })
    expect(sections).toHaveLength(2)
    expect(sections[0]?.summary?.length).toBeGreaterThan(500)
    const { polyline } = decode(sections[0]?.polyline ?? '')
    expect(polyline[0]).toEqual([expect.closeTo(52.5308, 5), expect.closeTo(13.3847, 5)])
    expect(polyline.at(-1)).toEqual([expect.closeTo(52.529, 5), expect.closeTo(13.375, 5)])
    expect(sections[1]?.departure).toEqual(sections[0]?.arrival)
  })

  it('says in a notice of a 200 that there is no route', async () => {
    const { here } = await startClient()
    const { status, data } = await here.get('/v8/routes', { params: { ...params, destination: '-33.8,151.2' } })
    expect({ status, routes: data.routes, code: data.notices?.[0]?.code }).toEqual({
      status: 200,
      routes: [],
      code: 'noRouteFound',
    })
  })

  it.each([
    ['without origin', 'origin', undefined],
    ['without destination', 'destination', undefined],
    ['with an unknown transportMode', 'transportMode', 'spaceShuttle'],
    ['with seven alternatives', 'alternatives', 7],
    ['with actions, but no polyline', 'return', 'actions'],
  ])('%s is 400 with HERE’s code', async (_, name, value) => {
    const { here } = await startClient()
    await expect(here.get('/v8/routes', { params: { ...params, [name]: value } })).rejects.toMatchObject({
      response: { status: 400, data: { code: 'E605001', action: expect.stringContaining(name) } },
    })
  })
})

describe('a method that a path does not have', () => {
  it.each([
    ['the gateway', 'DELETE', '/v8/routes', 'GET, POST'],
    ['the gateway', 'POST', '/v1/geocode', 'GET'],
    ['the service', 'GET', '/v2/locate', 'POST'],
    ['the service', 'PUT', '/v8/matrix/1', 'GET'],
  ])('is 405 by %s: %s %s', async (who, method, url, allow) => {
    const { here } = await startClient({ validateStatus: () => true })
    const answer = await here.request({ method, url })
    expect({ status: answer.status, allow: answer.headers.allow }).toEqual({ status: 405, allow })
    expect(answer.data).toMatchObject(
      who === 'the service' ? { code: expect.stringMatching(/^E60/), status: 405 } : { error: 'Method Not Allowed' },
    )
  })

  it('is 405 where tokens come from, without one', async () => {
    const { url } = await startEmulator()
    expect((await axios.get(`${url}/oauth2/token`, { validateStatus: () => true })).status).toBe(405)
  })

  it('is none for HEAD, which is GET without a body', async () => {
    const { here } = await startClient()
    const { status, data, headers } = await here.head('/v1/geocode?q=Berlin')
    expect({ status, data, type: headers['content-type'] }).toEqual({ status: 200, data: '', type: 'application/json' })
  })
})

describe('the legacy Data Lens service', () => {
  it('signs in by e-mail and password, and lists data sets', async () => {
    const { url, dataLens } = await startEmulator()
    const { appId, appCode, email, password } = dataLens
    const params = { app_id: appId, app_code: appCode }
    const { data } = await axios.post(`${url}/v1/sign_in/`, { email, password }, { params })
    expect(data).toMatchObject({ access_token: expect.any(String), expires_in: 3600 })
    const headers = { Authorization: `Bearer ${data.access_token}` }
    expect((await axios.get(`${url}/v1/datasets/`, { params, headers })).data.results).toHaveLength(3)
    const validateStatus = (): boolean => true
    expect((await axios.get(`${url}/v1/datasets/`, { headers, validateStatus })).status).toBe(403)
    expect((await axios.get(`${url}/v1/datasets/`, { params, validateStatus })).status).toBe(401)
    const wrong = { email, password: 'wrong' }
    expect((await axios.post(`${url}/v1/sign_in/`, wrong, { params, validateStatus })).status).toBe(401)
    expect((await axios.post(`${url}/v1/sign_in/`, wrong, { validateStatus })).status).toBe(403)
  })
})

describe('for tests', () => {
  it('lets the next requests that fit go wrong, in order', async () => {
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } })
    emulator.fail({ status: 418, body: 'teapot', headers: { 'X-Pot': '1' }, when: '/v1/geocode' })
    emulator.fail({ reset: true, when: ({ query }) => query.get('q') === 'Berlin' })
    emulator.fail({ status: 500, times: 2, when: '/v1/browse' })
    emulator.fail({ cut: true, when: '/v1/autosuggest' })
    const ask = async (path: string) => here.get(path, { params: { q: 'Berlin', at: '1,2' } }).catch((error) => error)
    expect(await ask('/v1/geocode')).toMatchObject({
      status: 418,
      response: { data: 'teapot', headers: { 'x-pot': '1' } },
    })
    expect(await ask('/v1/geocode')).toMatchObject({ code: 'ECONNRESET' })
    expect((await ask('/v1/geocode')).status).toBe(200)
    expect([(await ask('/v1/browse')).status, (await ask('/v1/browse')).status]).toEqual([500, 500])
    expect((await ask('/v1/browse')).status).toBe(200)
    expect(await ask('/v1/autosuggest')).toMatchObject({
      message: 'stream has been aborted',
      response: { status: 200 },
    })
    expect((await ask('/v1/autosuggest')).data.items.length).toBeGreaterThan(0)
  })

  it('answers paths by handlers of the app, behind the bearer check or before it', async () => {
    const { here, emulator } = await startClient()
    emulator.handle('/v9/new', ({ query }) => ({ body: { id: query.get('id') }, status: 201 }))
    emulator.handle('/v1/geocode', ({ query }) => (query.get('q') === 'mine' ? { body: 'mine' } : undefined))
    emulator.handle('/open', () => ({ body: Buffer.from([1, 2]), headers: { 'Content-Type': 'image/png' } }), {
      isPublic: true,
    })
    expect(await here.get('/v9/new?id=7')).toMatchObject({ status: 201, data: { id: '7' } })
    expect((await here.get('/v1/geocode?q=mine')).data).toBe('mine')
    expect((await here.get('/v1/geocode?q=Paris')).data.items).toHaveLength(1)
    expect((await axios.get(`${emulator.url}/open`, { responseType: 'arraybuffer' })).data).toEqual(Buffer.from([1, 2]))
    await expect(axios.get(`${emulator.url}/v9/new`)).rejects.toMatchObject({ status: 401 })
  })

  it('says in a 500 what went wrong in a handler', async () => {
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } })
    emulator.handle('/v9/new', () => expect.fail('no such fixture'))
    await expect(here.get('/v9/new')).rejects.toMatchObject({
      response: { status: 500, data: { cause: expect.stringContaining('no such fixture') } },
    })
  })

  it('answers any path that fits one with places', async () => {
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } })
    emulator.handle('/v9/things/{id}/parts/{part}', (_, { id, part }) => ({ body: { id, part } }))
    emulator.fail({ status: 500, when: '/v9/things/{id}/parts/{part}' })
    await expect(here.get('/v9/things/7/parts/a%2Fb')).rejects.toMatchObject({ status: 500 })
    expect((await here.get('/v9/things/7/parts/a%2Fb')).data).toEqual({ id: '7', part: 'a/b' })
    expect(emulator.requestsTo('/v9/things/{id}/parts/{part}')).toHaveLength(2)
  })

  it('sends bytes of a handler as they are', async () => {
    const { here, emulator } = await startClient()
    emulator.handle('/v9/bytes', () => ({ body: new Uint8Array([1, 2, 3]) }))
    expect((await here.get('/v9/bytes', { responseType: 'arraybuffer' })).data).toEqual(Buffer.from([1, 2, 3]))
  })

  it.each<[string, (emulator: HereEmulator) => void, RegExp]>([
    ['a path with a star', (emulator) => emulator.handle('/v1/things/*', () => undefined), /^path must be a path/],
    ['a handler that is none', (emulator) => emulator.handle('/v1', 'answer' as never), /^handler must be a function/],
    [
      'an unknown option',
      (emulator) => emulator.handle('/v1', () => undefined, { public: true } as never),
      /options\.public/,
    ],
    ['a failure of no path', (emulator) => emulator.fail({ when: 'v1/discover' }), /^failure\.when must be a function/],
    ['an unknown failure', (emulator) => emulator.fail({ code: 500 } as never), /^failure\.code is unknown/],
    ['a status that is text', (emulator) => emulator.fail({ status: '500' as never }), /^failure\.status must be/],
    ['a lifetime that is none', (emulator) => emulator.setTokenLifetime(Number.NaN), /^seconds must be/],
    ['an offset that is none', (emulator) => emulator.setClockOffset('1' as never), /^milliseconds must be/],
    ['a rate of 0', (emulator) => emulator.setRequestsPerSecond(0), /^requestsPerSecond must be/],
    [
      'an unknown outcome',
      (emulator) => emulator.setJobs({ outcome: 'luck' as never }),
      /^jobs\.outcome must be 'success'/,
    ],
  ])('refuses %s by a TypeError that names it', async (_, wrong, message) => {
    const emulator = await startEmulator()
    expect(() => wrong(emulator)).toThrow(TypeError)
    expect(() => wrong(emulator)).toThrow(message)
  })

  it.each<[string, object, RegExp]>([
    ['an unknown option', { ports: 1 }, /^options\.ports is unknown; it takes port, /],
    ['a port that is none', { port: -1 }, /^options\.port must be/],
    [
      'half a key',
      { credentials: { accessKeyId: '' } },
      /^options\.credentials\.accessKeyId must be a non-empty string/,
    ],
    ['a lifetime of text', { tokenLifetime: '60' }, /^options\.tokenLifetime must be a whole number of seconds/],
    ['keys that are no texts', { publicKeys: { a: 1 } }, /^options\.publicKeys/],
    ['jobs that are none', { jobs: { poll: 1 } }, /^options\.jobs\.poll is unknown/],
  ])('does not start with %s', async (_, options, message) => {
    await expect(startEmulator(options)).rejects.toThrow(message)
    await expect(startEmulator(options)).rejects.toBeInstanceOf(TypeError)
  })

  it('answers 429 to what is over its rate, until a second is over', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } }, { requestsPerSecond: 2 })
    const ask = async () => (await here.get('/v1/geocode?q=Berlin').catch((error) => error.response)) as AxiosResponse
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
    const refused = await ask()
    expect(refused).toMatchObject({
      status: 429,
      data: { error: 'Too Many Requests', error_description: 'Rate limit for this service has been reached' },
    })
    expect(refused.headers).not.toHaveProperty('retry-after')
    emulator.setRequestsPerSecond(2, { retryAfter: 3 })
    expect((await ask()).headers['retry-after']).toBe('3')
    clock.forward(1000)
    expect((await ask()).status).toBe(200)
    emulator.setRequestsPerSecond(undefined)
    for (let count = 0; count < 5; count += 1) expect((await ask()).status).toBe(200)
  })

  it('records the requests, and forgets them with everything else by reset', async () => {
    const { here, emulator } = await startClient()
    emulator.handle('/v9/new', () => ({ status: 200 }))
    await here.post('/v9/new?a=b', { c: 1 }, { headers: { 'X-Request-ID': 'my-id' } })
    const [request] = emulator.requestsTo('/v9/new')
    expect(request).toMatchObject({ method: 'POST', url: '/v9/new?a=b', headers: { 'x-request-id': 'my-id' } })
    expect(request?.body.toString()).toBe('{"c":1}')
    emulator.fail({ status: 500 })
    emulator.reset()
    expect(emulator.requests).toHaveLength(0)
    await expect(here.get('/v9/new')).rejects.toMatchObject({ status: 404 })
  })

  it('gives a browser’s page of another origin what it needs', async () => {
    const { url } = await startEmulator()
    const { status, headers } = await axios.options(`${url}/v1/discover`)
    expect(status).toBe(204)
    expect(headers['access-control-allow-headers']).toContain('Authorization')
  })

  it('echoes X-Request-ID', async () => {
    const { here } = await startClient()
    const { headers } = await here.get('/v1/geocode?q=Berlin', { headers: { 'X-Request-ID': 'my-id' } })
    expect(headers['x-request-id']).toBe('my-id')
  })

  it('says so when its port is taken', async () => {
    const { url } = await startEmulator()
    await expect(startEmulator({ port: Number(new URL(url).port) })).rejects.toThrow(/EADDRINUSE/)
  })
})
