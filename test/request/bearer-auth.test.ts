import { Readable } from 'node:stream'
import axios, { type AxiosResponse } from 'axios'
import FormDataPackage from 'form-data'
import { describe, expect, it } from 'vitest'
import { stopClock } from '../support/clock.ts'
import { search, startClient } from '../support/emulator.ts'

const instantly = { retryDelay: () => 0 }

describe('a request that HERE rejects with 401', () => {
  it('is sent once more, with a new token', async () => {
    const { here, emulator, events } = await startClient()
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    const { status } = await here.get('/v1/discover', { params: search })
    expect(status).toBe(200)
    const [, first, second] = emulator.requestsTo('/v1/discover').map(({ headers }) => headers.authorization)
    expect(second).not.toBe(first)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
    expect(events).toContainEqual({
      type: 'unauthorized',
      host: new URL(emulator.url).host,
      scope: undefined,
      isReplayed: true,
    })
  })

  it('shares one refresh of the token with 49 other rejected requests', async () => {
    const { here, emulator } = await startClient()
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    const responses = await Promise.all(Array.from({ length: 50 }, () => here.get('/v1/discover', { params: search })))
    expect(responses.every(({ status }) => status === 200)).toBe(true)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })

  it('is sent once more without a token request when the token was refreshed meanwhile', async () => {
    const { here, emulator } = await startClient()
    await here.get('/v1/discover', { params: search })
    emulator.fail({ delay: 100, when: '/v1/browse', status: 401, body: { error: 'Unauthorized' } })
    const late = here.get('/v1/browse', { params: search })
    await new Promise((resolve) => setTimeout(resolve, 30))
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    expect((await late).status).toBe(200)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })

  it('rejects with the second 401', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: { error: 'Unauthorized' }, when: '/v1/discover', times: 10 })
    const error = await here.get('/v1/discover', { params: search }).catch((reason) => reason)
    expect(error).toMatchObject({ isAxiosError: true, status: 401, response: { data: { error: 'Unauthorized' } } })
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })

  it('rejects with the message of axios when the second 401 follows', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 2 })
    await expect(here.get('/v1/discover')).rejects.toThrow(/^Request failed with status code 401$/)
  })

  it('is sent once more also when validateStatus accepts the 401', async () => {
    const { here, emulator } = await startClient({ validateStatus: () => true })
    emulator.fail({ status: 401, body: { error: 'Unauthorized' }, when: '/v1/discover' })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
    emulator.fail({ status: 401, body: { error: 'Unauthorized' }, when: '/v1/discover', times: 2 })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(401)
  })

  it('does not invalidate the new token after the second 401, because another service may accept it', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 2 })
    await here.get('/v1/discover', { params: search }).catch(() => {})
    await here.get('/v1/geocode', { params: { q: 'Berlin' } })
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })

  it('waits for a refresh of the token that is running already', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient({ here: { refreshAhead: 60_000 } }, { tokenLifetime: 1000 })
    await here.get('/v1/discover', { params: search })
    clock.forward(950_000)
    emulator.fail({ delay: 100, when: '/oauth2/token' })
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    const responses = await Promise.all(Array.from({ length: 20 }, () => here.get('/v1/discover', { params: search })))
    expect(responses.every(({ status }) => status === 200)).toBe(true)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })

  it('stops waiting for the new token when its caller aborts, and leaves the token request running for others', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.revokeTokens()
    emulator.fail({ delay: 100, when: '/oauth2/token' })
    const abort = new AbortController()
    const aborted = here.get('/v1/discover', { params: search, signal: abort.signal }).catch((error) => error)
    const other = here.get('/v1/discover', { params: search })
    setTimeout(() => abort.abort(), 50)
    expect(axios.isCancel(await aborted)).toBe(true)
    expect((await other).status).toBe(200)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })

  it('is sent once more with the rest of its timeout', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', delay: 150 })
    emulator.fail({ when: '/v1/discover', delay: 150 })
    const error = await here.get('/v1/discover', { params: search, timeout: 250 }).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'ECONNABORTED', config: { timeout: 250 } })
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })

  it('a 403 neither refreshes the token nor sends the request again', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 403, body: { error: 'Forbidden' }, when: '/v1/discover' })
    await expect(here.get('/v1/discover', { params: search })).rejects.toMatchObject({ status: 403 })
    expect(emulator.requests).toHaveLength(2)
  })

  it('passes the interceptors of the application once, with one request and one response', async () => {
    const { here, emulator } = await startClient()
    const seen: string[] = []
    here.interceptors.request.use((config) => {
      seen.push('request')
      return config
    })
    here.interceptors.response.use((response) => {
      seen.push('response')
      return response.data
    })
    emulator.fail({ status: 401, body: {}, when: '/v1/discover' })
    emulator.fail({ status: 503, body: {}, when: '/v1/discover' })
    const data = await here.get('/v1/discover', { params: search, 'axios-retry': instantly })
    expect(data).toHaveProperty('items')
    expect(seen).toEqual(['request', 'response'])
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(3)
  })

  it('rejects with the 401 when the refresh fails, and with the reason as its cause', async () => {
    for (const adapter of ['http', 'fetch'] as const) {
      const { here, emulator } = await startClient({ adapter })
      await here.get('/v1/discover', { params: search })
      emulator.revokeTokens()
      emulator.fail({ status: 403, body: { errorCode: 403109, message: 'Not a member.' }, when: '/oauth2/token' })
      const error = await here.get('/v1/discover', { params: search }).catch((reason) => reason)
      expect(error).toMatchObject({ status: 401, config: { url: '/v1/discover' }, response: { status: 401 } })
      expect(error.message).not.toContain('was not sent')
      expect(error.cause).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'rejected', hereErrorCode: 403109 })
    }
  })

  it('resolves to the 401 when the refresh fails and validateStatus accepts it', async () => {
    const { here, emulator } = await startClient({ validateStatus: () => true })
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    emulator.fail({ status: 403, body: { errorCode: 403109 }, when: '/oauth2/token' })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(401)
  })

  it('is sent once more also when validateResponse of axios-retry rejects the 401', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.revokeTokens()
    const validateResponse = (response: AxiosResponse): boolean => response.status === 200
    expect((await here.get('/v1/discover', { params: search, 'axios-retry': { validateResponse } })).status).toBe(200)
  })
})

describe('a replay after a 401', () => {
  const upload = { method: 'POST', url: '/v1/upload' }
  const form = new FormData()
  form.append('a', '1')
  form.append('file', new Blob(['some bytes']), 'file.txt')
  let transformed = 0
  it.each<[string, object]>([
    ['an object', { data: { a: [1, { b: 'ü' }] } }],
    ['text', { data: 'plain', headers: { 'Content-Type': 'text/plain' } }],
    ['JSON text', { data: '{"a":1}', headers: { 'Content-Type': 'application/json' } }],
    ['URLSearchParams', { data: new URLSearchParams({ a: 'b c' }) }],
    ['a Buffer', { data: Buffer.from([0, 1, 255]) }],
    ['a typed array', { data: new Uint8Array([0, 1, 255]) }],
    ['a Blob', { data: new Blob(['x']) }],
    ['FormData', { data: form }],
    [
      'FormData with a boundary of its own',
      { data: form, headers: { 'Content-Type': 'multipart/form-data; boundary=mine-mine-mine' } },
    ],
    ['a form of an object', { data: { a: 1, b: 'ü' }, headers: { 'Content-Type': 'multipart/form-data' } }],
    [
      'a transform that is not idempotent',
      { data: 'x', transformRequest: (data: string) => `${data}+${++transformed}` },
    ],
  ])('sends the same bytes again when the body is %s', async (_, request) => {
    const { here, emulator } = await startClient()
    emulator.handle('/v1/upload', () => ({ status: 200 }))
    await here.tokens.getToken()
    emulator.revokeTokens()
    await here.request({ ...upload, ...request })
    const [first, second, ...more] = emulator.requestsTo('/v1/upload')
    expect(more).toHaveLength(0)
    expect(first?.body.length).toBeGreaterThan(0)
    expect(second?.body).toEqual(first?.body)
    expect({ ...second?.headers, authorization: '' }).toEqual({ ...first?.headers, authorization: '' })
  })

  it('leaves a form that contains a stream unchanged, so that the form is sent', async () => {
    const { here, emulator } = await startClient()
    emulator.handle('/v1/upload', () => ({ status: 200 }))
    const data = new FormDataPackage()
    data.append('file', Readable.from(['hello']), { knownLength: 5, filename: 'a.txt' })
    expect((await here.post('/v1/upload', data)).status).toBe(200)
    expect(emulator.requestsTo('/v1/upload')[0]?.body.toString()).toContain('hello')
  })

  it('is not made when the body is a stream, and the message of the 401 says so', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.revokeTokens()
    const error = await here.put('/v1/upload', Readable.from(['once'])).catch((reason) => reason)
    expect(error).toMatchObject({ status: 401 })
    expect(error.message).toMatch(/stream/)
    expect(emulator.requestsTo('/v1/upload')).toHaveLength(1)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
    // The rejected token was invalidated.
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
  })
})

describe('on the fetch adapter', () => {
  it('sends a request with the token, once more after a 401, and retries it after a 503', async () => {
    const { here, emulator } = await startClient({ adapter: 'fetch', 'axios-retry': instantly })
    await here.tokens.getToken()
    emulator.revokeTokens()
    emulator.fail({ status: 503, when: '/v1/upload' })
    emulator.handle('/v1/upload', ({ body }) => ({ body: body.toString() }))
    expect((await here.put('/v1/upload', { a: 1 })).data).toEqual({ a: 1 })
    expect(emulator.requestsTo('/v1/upload')).toHaveLength(3)
  })

  it('does not send a stream again after a 401', async () => {
    const { here, emulator } = await startClient({ adapter: 'fetch' })
    await here.tokens.getToken()
    emulator.revokeTokens()
    const body = new Blob(['once']).stream()
    const error = await here.put('/v1/upload', body, { fetchOptions: { duplex: 'half' } }).catch((reason) => reason)
    expect(error).toMatchObject({ status: 401, message: expect.stringMatching(/stream/) })
  })
})
