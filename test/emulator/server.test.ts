import axios, { type AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import type { HereEmulator } from '../../src/emulator/index.ts'
import { stopClock } from '../support/clock.ts'
import { startClient, startEmulator } from '../support/emulator.ts'
import { startPlainClient } from './plain-client.ts'

describe('methods', () => {
  it.each([
    ['the gateway', 'DELETE', '/v8/routes', 'GET, POST'],
    ['the gateway', 'POST', '/v1/geocode', 'GET'],
    ['the service', 'GET', '/v2/locate', 'POST'],
    ['the service', 'PUT', '/v8/matrix/1', 'GET'],
  ])('%s responds with 405 to %s %s', async (responder, method, url, allow) => {
    const { here } = await startClient({ validateStatus: () => true })
    const response = await here.request({ method, url })
    expect({ status: response.status, allow: response.headers.allow }).toEqual({ status: 405, allow })
    expect(response.data).toMatchObject(
      responder === 'the service'
        ? { code: expect.stringMatching(/^E60/), status: 405 }
        : { error: 'Method Not Allowed' },
    )
  })

  it('the token endpoint responds with 405 to a GET without a token', async () => {
    const { url } = await startEmulator()
    expect((await axios.get(`${url}/oauth2/token`, { validateStatus: () => true })).status).toBe(405)
  })

  it('HEAD returns the status and headers of GET without a body', async () => {
    const { here } = await startClient()
    const { status, data, headers } = await here.head('/v1/geocode?q=Berlin')
    expect({ status, data, type: headers['content-type'] }).toEqual({ status: 200, data: '', type: 'application/json' })
  })
})

describe('the emulator', () => {
  it('fail() makes the next matching requests fail, in the given order', async () => {
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } })
    emulator.fail({ status: 418, body: 'teapot', headers: { 'X-Pot': '1' }, when: '/v1/geocode' })
    emulator.fail({ reset: true, when: ({ query }) => query.get('q') === 'Berlin' })
    emulator.fail({ status: 500, times: 2, when: '/v1/browse' })
    emulator.fail({ cut: true, when: '/v1/autosuggest' })
    const get = async (path: string) => here.get(path, { params: { q: 'Berlin', at: '1,2' } }).catch((error) => error)
    expect(await get('/v1/geocode')).toMatchObject({
      status: 418,
      response: { data: 'teapot', headers: { 'x-pot': '1' } },
    })
    expect(await get('/v1/geocode')).toMatchObject({ code: 'ECONNRESET' })
    expect((await get('/v1/geocode')).status).toBe(200)
    expect([(await get('/v1/browse')).status, (await get('/v1/browse')).status]).toEqual([500, 500])
    expect((await get('/v1/browse')).status).toBe(200)
    expect(await get('/v1/autosuggest')).toMatchObject({
      message: 'stream has been aborted',
      response: { status: 200 },
    })
    expect((await get('/v1/autosuggest')).data.items.length).toBeGreaterThan(0)
  })

  it('handle() responds to paths with and without a bearer check', async () => {
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

  it('a handler that throws gets a 500 response with its message', async () => {
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } })
    emulator.handle('/v9/new', () => expect.fail('no such fixture'))
    await expect(here.get('/v9/new')).rejects.toMatchObject({
      response: { status: 500, data: { cause: expect.stringContaining('no such fixture') } },
    })
  })

  it('handle() and fail() match path patterns with parameters', async () => {
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } })
    emulator.handle('/v9/things/{id}/parts/{part}', (_, { id, part }) => ({ body: { id, part } }))
    emulator.fail({ status: 500, when: '/v9/things/{id}/parts/{part}' })
    await expect(here.get('/v9/things/7/parts/a%2Fb')).rejects.toMatchObject({ status: 500 })
    expect((await here.get('/v9/things/7/parts/a%2Fb')).data).toEqual({ id: '7', part: 'a/b' })
    expect(emulator.requestsTo('/v9/things/{id}/parts/{part}')).toHaveLength(2)
  })

  it('a body of bytes is sent unchanged', async () => {
    const { here, emulator } = await startClient()
    emulator.handle('/v9/bytes', () => ({ body: new Uint8Array([1, 2, 3]) }))
    expect((await here.get('/v9/bytes', { responseType: 'arraybuffer' })).data).toEqual(Buffer.from([1, 2, 3]))
  })

  it.each<[string, (emulator: HereEmulator) => void, RegExp]>([
    ['a path with an asterisk', (emulator) => emulator.handle('/v1/things/*', () => undefined), /^path must be a path/],
    [
      'a handler that is not a function',
      (emulator) => emulator.handle('/v1', 'response' as never),
      /^handler must be a function/,
    ],
    [
      'an unknown option of handle()',
      (emulator) => emulator.handle('/v1', () => undefined, { public: true } as never),
      /options\.public/,
    ],
    [
      'a failure for a malformed path',
      (emulator) => emulator.fail({ when: 'v1/discover' }),
      /^failure\.when must be a function/,
    ],
    ['an unknown option of fail()', (emulator) => emulator.fail({ code: 500 } as never), /^failure\.code is unknown/],
    ['a status that is a string', (emulator) => emulator.fail({ status: '500' as never }), /^failure\.status must be/],
    ['a lifetime that is NaN', (emulator) => emulator.setTokenLifetime(Number.NaN), /^seconds must be/],
    ['a clock offset that is a string', (emulator) => emulator.setClockOffset('1' as never), /^milliseconds must be/],
    ['a rate of 0', (emulator) => emulator.setRequestsPerSecond(0), /^requestsPerSecond must be/],
    [
      'an unknown job outcome',
      (emulator) => emulator.setJobs({ outcome: 'luck' as never }),
      /^jobs\.outcome must be 'success'/,
    ],
  ])('the emulator throws a TypeError that names %s', async (_, wrong, message) => {
    const emulator = await startEmulator()
    expect(() => wrong(emulator)).toThrow(TypeError)
    expect(() => wrong(emulator)).toThrow(message)
  })

  it.each<[string, object, RegExp]>([
    ['an unknown start option', { ports: 1 }, /^options\.ports is unknown; it takes port, /],
    ['a negative port', { port: -1 }, /^options\.port must be/],
    [
      'an incomplete access key',
      { credentials: { accessKeyId: '' } },
      /^options\.credentials\.accessKeyId must be a non-empty string/,
    ],
    [
      'a lifetime that is a string',
      { tokenLifetime: '60' },
      /^options\.tokenLifetime must be a whole number of seconds/,
    ],
    ['public keys that are not strings', { publicKeys: { a: 1 } }, /^options\.publicKeys/],
    ['an unknown job option', { jobs: { poll: 1 } }, /^options\.jobs\.poll is unknown/],
  ])('startHereEmulator() rejects with a TypeError that names %s', async (_, options, message) => {
    await expect(startEmulator(options)).rejects.toThrow(message)
    await expect(startEmulator(options)).rejects.toBeInstanceOf(TypeError)
  })

  it('requests over the rate limit get 429 responses until a second has passed', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } }, { requestsPerSecond: 2 })
    const get = async () => (await here.get('/v1/geocode?q=Berlin').catch((error) => error.response)) as AxiosResponse
    expect([(await get()).status, (await get()).status]).toEqual([200, 200])
    const rejected = await get()
    expect(rejected).toMatchObject({
      status: 429,
      data: { error: 'Too Many Requests', error_description: 'Rate limit for this service has been reached' },
    })
    expect(rejected.headers).not.toHaveProperty('retry-after')
    emulator.setRequestsPerSecond(2, { retryAfter: 3 })
    expect((await get()).headers['retry-after']).toBe('3')
    clock.forward(1000)
    expect((await get()).status).toBe(200)
    emulator.setRequestsPerSecond(undefined)
    for (let count = 0; count < 5; count += 1) expect((await get()).status).toBe(200)
  })

  it('the emulator records requests, and reset() removes them, the failures and the handlers', async () => {
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

  it('the emulator responds to a CORS preflight request', async () => {
    const { url } = await startEmulator()
    const { status, headers } = await axios.options(`${url}/v1/discover`)
    expect(status).toBe(204)
    expect(headers['access-control-allow-headers']).toContain('Authorization')
  })

  it('the response contains the X-Request-ID of the request', async () => {
    const { here } = await startClient()
    const { headers } = await here.get('/v1/geocode?q=Berlin', { headers: { 'X-Request-ID': 'my-id' } })
    expect(headers['x-request-id']).toBe('my-id')
  })

  it('startHereEmulator() rejects with EADDRINUSE when the port is in use', async () => {
    const { url } = await startEmulator()
    await expect(startEmulator({ port: Number(new URL(url).port) })).rejects.toThrow(/EADDRINUSE/)
  })
})

it('recorded requests have the time when they were received', async () => {
  const { here, emulator } = await startPlainClient()
  const before = performance.now()
  await here.get('/v1/geocode', { params: { q: 'Berlin' } })
  const [last] = emulator.requests.slice(-1)
  expect(last?.receivedAt).toBeGreaterThanOrEqual(before)
  expect(last?.receivedAt).toBeLessThanOrEqual(performance.now())
})
