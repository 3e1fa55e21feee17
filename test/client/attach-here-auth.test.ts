import { createReadStream } from 'node:fs'
import { Agent } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import axios, { type AxiosAdapter, type AxiosRequestConfig, type AxiosResponse } from 'axios'
import FormDataPackage from 'form-data'
import { describe, expect, it, vi } from 'vitest'
import { fromEnv } from '../../src/credentials/index.ts'
import { attachHereAuth, createHereClient, readHereIds, type TokenProvider } from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'
import { search, startClient, startEmulator } from '../support/emulator.ts'
import { startServer } from '../support/server.ts'

const scope = 'hrn:here:authorization::realm:project/name'
const instantly = { retryDelay: () => 0 }

describe('after a 401', () => {
  it('a request is sent once more, with a new token', async () => {
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

  it('the token is renewed once for everybody', async () => {
    const { here, emulator } = await startClient()
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    const answers = await Promise.all(Array.from({ length: 50 }, () => here.get('/v1/discover', { params: search })))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })

  it('that comes late, a token that is newer already is used as it is', async () => {
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

  it('the second 401 reaches the caller', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: { error: 'Unauthorized' }, when: '/v1/discover', times: 10 })
    const error = await here.get('/v1/discover', { params: search }).catch((reason) => reason)
    expect(error).toMatchObject({ isAxiosError: true, status: 401, response: { data: { error: 'Unauthorized' } } })
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })

  it('the second 401 says what axios says', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 2 })
    await expect(here.get('/v1/discover')).rejects.toThrow(/^Request failed with status code 401$/)
  })

  it('that validateStatus lets pass, the request is sent once more all the same', async () => {
    const { here, emulator } = await startClient({ validateStatus: () => true })
    emulator.fail({ status: 401, body: { error: 'Unauthorized' }, when: '/v1/discover' })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
    emulator.fail({ status: 401, body: { error: 'Unauthorized' }, when: '/v1/discover', times: 2 })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(401)
  })

  it('the second 401 costs the new token nothing: another service may take it', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 2 })
    await here.get('/v1/discover', { params: search }).catch(() => {})
    await here.get('/v1/geocode', { params: { q: 'Berlin' } })
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })

  it('that never ends, the first request of a path renews and so does the second, then there is a pause that grows', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 1000 })
    const tokenRequests = async (): Promise<number> => {
      const before = emulator.requestsTo('/oauth2/token').length
      for (let call = 0; call < 5; call += 1) {
        await expect(here.get('/v1/discover', { params: search })).rejects.toMatchObject({ status: 401 })
        clock.forward(1)
      }
      return emulator.requestsTo('/oauth2/token').length - before
    }
    // The first token, and one for each of two calls.
    expect(await tokenRequests()).toBe(3)
    const pauses: number[] = []
    for (let pause = 0; pauses.length < 7; pause += 500) {
      if ((await tokenRequests()) > 0) {
        pauses.push(Math.round(pause / 1000))
        pause = 0
      }
      clock.forward(495)
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30])
    // Another path, or project, is not concerned, nor is a token that another request has renewed.
    await here.tokens.invalidate(await here.tokens.getToken())
    await here.get('/v1/geocode', { params: { q: 'Berlin' } })
    const before = emulator.requestsTo('/oauth2/token').length
    await expect(here.get('/v1/discover', { params: search, here: { scope } })).rejects.toThrow()
    expect(emulator.requestsTo('/oauth2/token').length - before).toBe(2)
  })

  it('that never ends, a storm of them counts as one, and after a minute of calm the path is forgotten', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 400 })
    const storm = () =>
      Promise.allSettled(Array.from({ length: 100 }, () => here.get('/v1/discover', { params: search })))
    const results = await storm()
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
    await storm()
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(3)
    clock.forward(62_000)
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(5)
  })

  it('while a path is paused, others of its host recover', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/browse', times: 100 })
    for (let call = 0; call < 3; call += 1) await here.get('/v1/browse', { params: search }).catch(() => {})
    emulator.revokeTokens()
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
  })

  it('while a path is paused, a token that was renewed meanwhile is used all the same', async () => {
    const { here, emulator } = await startClient()
    const refuse = (times: number) => emulator.fail({ status: 401, body: {}, when: '/v1/discover', times })
    refuse(4)
    await here.get('/v1/discover', { params: search }).catch(() => {})
    await here.get('/v1/discover', { params: search }).catch(() => {})
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', delay: 100 })
    const late = here.get('/v1/discover', { params: search })
    await new Promise((resolve) => setTimeout(resolve, 30))
    emulator.revokeTokens()
    await here.get('/v1/geocode', { params: { q: 'Berlin' } }).catch(() => {})
    await here.tokens.invalidate(await here.tokens.getToken())
    await here.tokens.getToken()
    expect((await late).status).toBe(200)
  })

  it('that comes while the token is being renewed already waits for that renewal', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient({ here: { refreshAhead: 60_000 } }, { tokenLifetime: 1000 })
    await here.get('/v1/discover', { params: search })
    clock.forward(950_000)
    emulator.fail({ delay: 100, when: '/oauth2/token' })
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    const answers = await Promise.all(Array.from({ length: 20 }, () => here.get('/v1/discover', { params: search })))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
  })

  it('the caller’s abort ends the wait for the new token, and the token comes all the same', async () => {
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

  it('the replay has what is left of the request’s timeout', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', delay: 150 })
    emulator.fail({ when: '/v1/discover', delay: 150 })
    const error = await here.get('/v1/discover', { params: search, timeout: 250 }).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'ECONNABORTED', config: { timeout: 250 } })
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })

  it('a 403 renews nothing', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 403, body: { error: 'Forbidden' }, when: '/v1/discover' })
    await expect(here.get('/v1/discover', { params: search })).rejects.toMatchObject({ status: 403 })
    expect(emulator.requests).toHaveLength(2)
  })

  it('the caller’s interceptors see one request and one answer', async () => {
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

  it('the caller gets the 401 itself when the refresh fails, with the reason as its cause', async () => {
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

  it('the caller gets the response itself when the refresh fails and validateStatus lets the 401 pass', async () => {
    const { here, emulator } = await startClient({ validateStatus: () => true })
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    emulator.fail({ status: 403, body: { errorCode: 403109 }, when: '/oauth2/token' })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(401)
  })
})

describe('a replay sends the same bytes', () => {
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
  ])('of %s', async (_, request) => {
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

  it('not where a form holds a stream, which is sent all the same', async () => {
    const { here, emulator } = await startClient()
    emulator.handle('/v1/upload', () => ({ status: 200 }))
    const data = new FormDataPackage()
    data.append('file', Readable.from(['hello']), { knownLength: 5, filename: 'a.txt' })
    expect((await here.post('/v1/upload', data)).status).toBe(200)
    expect(emulator.requestsTo('/v1/upload')[0]?.body.toString()).toContain('hello')
  })

  it('but not of a stream: the 401 comes back, with a message that says why', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.revokeTokens()
    const error = await here.put('/v1/upload', Readable.from(['once'])).catch((reason) => reason)
    expect(error).toMatchObject({ status: 401 })
    expect(error.message).toMatch(/stream/)
    expect(emulator.requestsTo('/v1/upload')).toHaveLength(1)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
    // The token that was refused is dropped all the same.
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
  })
})

describe('on the fetch adapter', () => {
  it('a request gets its token, is sent once more after a 401, and is retried', async () => {
    const { here, emulator } = await startClient({ adapter: 'fetch', 'axios-retry': instantly })
    await here.tokens.getToken()
    emulator.revokeTokens()
    emulator.fail({ status: 503, when: '/v1/upload' })
    emulator.handle('/v1/upload', ({ body }) => ({ body: body.toString() }))
    expect((await here.put('/v1/upload', { a: 1 })).data).toEqual({ a: 1 })
    expect(emulator.requestsTo('/v1/upload')).toHaveLength(3)
  })

  it('a stream is not sent again', async () => {
    const { here, emulator } = await startClient({ adapter: 'fetch' })
    await here.tokens.getToken()
    emulator.revokeTokens()
    const body = new Blob(['once']).stream()
    const error = await here.put('/v1/upload', body, { fetchOptions: { duplex: 'half' } }).catch((reason) => reason)
    expect(error).toMatchObject({ status: 401, message: expect.stringMatching(/stream/) })
  })
})

describe('an answer that is a stream, over an agent with one connection', () => {
  it.each([401, 503])('is let go when the request is sent again after %i', async (status) => {
    const httpAgent = new Agent({ maxSockets: 1 })
    const { here, emulator } = await startClient({ httpAgent, responseType: 'stream', 'axios-retry': instantly })
    await here.tokens.getToken()
    emulator.fail({ status, body: 'x'.repeat(2_000_000), when: '/v1/discover' })
    const { data } = await here.get<Readable>('/v1/discover', { params: search })
    data.destroy()
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })
})

describe('an answer that is a stream', () => {
  it.each(['http', 'fetch'] as const)(
    'comes as it is, and the one of a 401 before it is let go: %s',
    async (adapter) => {
      const { here, emulator } = await startClient({ adapter, responseType: 'stream' })
      await here.tokens.getToken()
      emulator.revokeTokens()
      emulator.fail({ status: 401, body: 'x'.repeat(1_000_000), when: '/v1/discover' })
      const { data } = await here.get<Readable>('/v1/discover', { params: search })
      let text = ''
      for await (const chunk of data) text += Buffer.from(chunk).toString()
      expect(JSON.parse(text).items).toHaveLength(1)
    },
  )
})

describe('a token provider of the app’s own', () => {
  const failing = (getToken: TokenProvider['getToken']) =>
    createHereClient({ getToken, invalidate: async () => {} })
      .get('/v1/discover')
      .catch((error) => error)

  it.each<[string, TokenProvider['getToken']]>([
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['throws', () => expect.fail('broken')],
    ['rejects with an AxiosError of its own request', () => axios.get('http://127.0.0.1:1/token')],
    ['gives nothing', async () => undefined as never],
    ['gives a token that breaks its header', async () => ({ accessToken: 'a\r\nb', expiresAt: 0 })],
  ])('that %s becomes the cause of a HereAuthError', async (_, getToken) => {
    const error = await failing(getToken)
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'unavailable', cause: expect.any(Error) })
    expect(error.config).toBeUndefined()
  })

  it('whose invalidate fails, or hangs, or whose peek throws does no harm', async () => {
    const { emulator } = await startClient()
    const own = createHereClient(emulator.credentials, { baseURL: emulator.url }).tokens
    const peek = (): never => expect.fail('broken')
    const invalidate = (): Promise<void> => Promise.reject(new Error('redis is down'))
    const here = createHereClient({ ...own, peek, invalidate }, { baseURL: emulator.url })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
    emulator.fail({ status: 401, body: {}, when: '/v1/discover' })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
    const hanging = createHereClient({ ...own, invalidate: () => new Promise(() => {}) }, { baseURL: emulator.url })
    emulator.fail({ status: 401, body: {}, when: '/v1/discover' })
    await expect(hanging.get('/v1/discover', { timeout: 50 })).rejects.toMatchObject({ code: 'ECONNABORTED' })
  })

  it('whose own request was cancelled is not taken for the caller’s cancel', async () => {
    const error = await failing(() => axios.get('http://127.0.0.1:1', { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'unavailable' })
  })

  it('is told by its signal when a request does not wait any longer', async () => {
    const signals: AbortSignal[] = []
    const getToken: TokenProvider['getToken'] = async ({ signal } = {}) => {
      signals.push(signal as AbortSignal)
      return new Promise(() => {})
    }
    const here = createHereClient({ getToken, invalidate: async () => {} })
    await here.get('/v1/discover', { timeout: 20 }).catch(() => {})
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('is quoted with the request that was not sent', async () => {
    const error = await failing(() => Promise.reject(new Error('vault is sealed')))
    expect(error.message).toBe(
      'GET /v1/discover was not sent, as there is no token. The token provider failed, see cause.',
    )
    const none = await failing(async () => null as never)
    expect(none.cause.message).toBe('accessToken must be 1 to 16384 visible ASCII characters')
  })

  it('that hangs is waited for no longer than the request’s timeout', async () => {
    const here = createHereClient({ getToken: () => new Promise(() => {}), invalidate: async () => {} })
    await expect(here.get('/v1/discover', { timeout: 20 })).rejects.toMatchObject({ code: 'ECONNABORTED' })
  })
})

it('what somebody put on Object.prototype is no option of a client, nor its transport', async () => {
  const sent: unknown[] = []
  const evil = await startServer((request, response) => {
    sent.push(request.url, request.headers.authorization)
    response.end('{}')
  })
  const { hostname, port, host } = new URL(evil)
  const emulator = await startEmulator()
  const polluted = {
    here: { trustedHosts: [`http://${host}`] },
    proxy: { protocol: 'http', host: hostname, port: Number(port) },
    scope: 'hrn:evil',
    HERE_TOKEN_ENDPOINT_URL: `${evil}/oauth2/token`,
  }
  for (const [name, value] of Object.entries(polluted)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
  try {
    const here = createHereClient(emulator.credentials, { baseURL: emulator.url })
    await here.get(evil)
    await here.create({ timeout: 5000 }).get(evil)
    const detach = attachHereAuth(axios, emulator.credentials)
    await axios.get(`${emulator.url}/v1/discover`, { validateStatus: null })
    detach()
    await createHereClient(fromEnv({ HERE_ACCESS_KEY_ID: 'a', HERE_ACCESS_KEY_SECRET: 'b' }), {
      adapter: async (config) => Promise.reject(new axios.AxiosError(config.url, 'ERR_BAD_REQUEST', config)),
    })
      .get('/v1/discover')
      .catch((error) => sent.push(error.message.includes('https://account.api.here.com')))
  } finally {
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name)
  }
  expect(sent).toEqual(['/', undefined, '/', undefined, true])
  for (const { body } of emulator.requestsTo('/oauth2/token')) expect(body.toString()).not.toContain('evil')
})

it('what somebody put on Object.prototype is no option', async () => {
  const { here, emulator } = await startClient()
  const polluted = {
    auth: false,
    scope: 'hrn:evil',
    tokenEndpointUrl: 'http://127.0.0.1:1/oauth2/token',
    trustedHosts: ['evil.example'],
    here: { auth: false },
  }
  const sent: unknown[] = []
  const adapter: AxiosAdapter = async (config) => {
    sent.push(config.url, config.headers.get('Authorization')?.toString().slice(0, 5))
    throw new axios.AxiosError('refused', 'ERR_BAD_REQUEST', config)
  }
  for (const [name, value] of Object.entries(polluted)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
  try {
    await here.get('/v1/discover', { params: search })
    await here.get('/v1/discover', { params: search, here: {} })
    const other = createHereClient({ accessKeyId: 'a', accessKeySecret: 'b' }, { adapter, here: {} })
    await other.get('https://evil.example/').catch(() => {})
    await other.get('/v1/discover').catch(() => {})
  } finally {
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name)
  }
  expect(emulator.requests[0]?.body.toString()).toBe('grant_type=client_credentials')
  expect(emulator.requestsTo('/v1/discover').every(({ headers }) => headers.authorization)).toBe(true)
  const endpoint = 'https://account.api.here.com/oauth2/token'
  expect(sent).toEqual(['https://evil.example/', undefined, endpoint, 'OAuth'])
})

describe('the token goes', () => {
  it('not with here.auth: false, nor where the caller has credentials of his own', async () => {
    const { here, emulator } = await startClient({ validateStatus: () => true })
    await here.get('/v1/discover', { here: { auth: false } })
    await here.get('/v1/discover', { headers: { Authorization: 'Bearer mine' } })
    await here.get('/v1/discover', { headers: { Authorization: false as never } })
    await here.get('/v1/discover', { auth: { username: 'me', password: 'pw' } })
    const sent = emulator.requests.map(({ headers }) => headers.authorization)
    expect(sent).toEqual([undefined, 'Bearer mine', undefined, `Basic ${btoa('me:pw')}`])
  })

  it('for the scope of the request, else of the client', async () => {
    const { here, emulator } = await startClient({ here: { scope: `${scope}-client` } })
    await here.get('/v1/discover', { params: search })
    await here.get('/v1/discover', { params: search, here: { scope } })
    const scopes = emulator
      .requestsTo('/oauth2/token')
      .map(({ body }) => new URLSearchParams(body.toString()).get('scope'))
    expect(scopes).toEqual([`${scope}-client`, scope])
  })

  it('to no other host, and such a request is plain axios’s', async () => {
    const { here, emulator, events } = await startClient()
    let received = 0
    const stranger = await startServer((request, response) => {
      received += 1
      response.writeHead(received === 1 ? 401 : 503)
      response.end(`${request.url} ${request.headers.authorization}`)
    })
    const url = `${stranger}/v1/discover`
    const options = { params: { list: ['a', 'b'] }, validateStatus: () => true }
    expect((await here.get(url, options)).data).toBe('/v1/discover?list%5B%5D=a&list%5B%5D=b undefined')
    await expect(here.get(url)).rejects.toMatchObject({ status: 503 })
    expect(received).toBe(2)
    expect(emulator.requests).toHaveLength(0)
    expect(events).toHaveLength(0)
  })

  it('to no other host when the baseURL comes with the request', async () => {
    const { here } = await startClient()
    const stranger = await startServer((request, response) => response.end(String(request.headers.authorization)))
    expect((await here.get('/v1/discover', { baseURL: stranger })).data).toBe('undefined')
  })

  it('where a callback of axios-retry sends the request in the end, and not over a header that it has set', async () => {
    const stranger = await startServer((request, response) => response.end(String(request.headers.authorization)))
    const { here, emulator } = await startClient()
    const changes: object[] = [{ baseURL: stranger }, { url: `${stranger}/v1/discover` }]
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

  it('not off this machine in clear text, through a proxy', async () => {
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

  it('where interceptors of the app send the request in the end, whatever their order', async () => {
    const stranger = await startServer((request, response) => response.end(String(request.headers.authorization)))
    for (const isOursFirst of [true, false]) {
      const { here, emulator } = await startClient()
      const instance = axios.create({ baseURL: emulator.url })
      const redirect = (): void => {
        instance.interceptors.request.use((config) => Object.assign(config, { url: stranger }))
      }
      if (!isOursFirst) redirect()
      attachHereAuth(instance, here.tokens)
      if (isOursFirst) redirect()
      expect((await instance.get('/v1/discover')).data).toBe('undefined')
    }
  })

  it('not to a baseURL of plain HTTP on another machine, which is told once', async () => {
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

  it('to no other host when a config that holds it is sent there', async () => {
    const { here } = await startClient()
    const stranger = await startServer((request, response) => response.end(String(request.headers.authorization)))
    const { config } = await here.get('/v1/discover', { params: search })
    expect((await here.request({ ...config, url: stranger })).data).toBe('undefined')
    expect((await here.request({ ...config, here: { auth: false }, validateStatus: null })).status).toBe(401)
  })

  it('to the service of a new path when a config that holds another one’s origin is sent again', async () => {
    const urls: string[] = []
    const here = createHereClient(() => 'a.token', {
      adapter: async (config) => {
        urls.push(axios.getUri(config))
        return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
      },
    })
    const { config } = await here.get<unknown>('/v1/browse', { params: { a: ['x', 'y'] } })
    await here.request({ ...config, url: '/v8/routes' })
    await here.request({ ...config, url: 'https://stranger.example/' })
    expect(urls).toEqual([
      'https://browse.search.hereapi.com/v1/browse?a=x,y',
      'https://router.hereapi.com/v8/routes?a=x,y',
      'https://stranger.example/?a%5B%5D=x&a%5B%5D=y',
    ])
  })

  it('where axios will go: allowAbsoluteUrls, a socket', async () => {
    const sent: unknown[] = []
    const adapter: AxiosAdapter = async (config) => {
      sent.push(config.headers.get('Authorization'))
      return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
    }
    const here = createHereClient(() => 'a.token', { adapter, baseURL: 'https://gateway.example.com' })
    await here.get('https://stranger.example/')
    await here.get('https://stranger.example/', { allowAbsoluteUrls: false })
    await here.get('/v1/discover', { baseURL: '', socketPath: '/run/some.sock' })
    expect(sent).toEqual([undefined, 'Bearer a.token', undefined])
  })

  it('along with a redirect to the same origin', async () => {
    const { here, emulator } = await startClient()
    emulator.handle('/old', () => ({ status: 302, headers: { Location: '/v1/geocode?q=Berlin' } }))
    expect((await here.get('/old')).data.items).toHaveLength(1)
  })

  it('again when a config that holds the old one is sent a second time', async () => {
    const { here, emulator } = await startClient()
    const { config } = await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    await here.tokens.invalidate(await here.tokens.getToken())
    expect((await here.request(config)).status).toBe(200)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })
})

describe('a relative URL', () => {
  it('that no service owns rejects, and names the nearest paths', async () => {
    const error = await createHereClient(() => 'a.token')
      .get('/v1/discovery')
      .catch((reason) => reason)
    expect(error).toMatchObject({ isAxiosError: true, code: 'ERR_HERE_ROUTE', config: { url: '/v1/discovery' } })
    expect(error.message).toMatch(/\/v1\/discovery.*\/v1\/discover/)
  })

  it('of a request that is cancelled already rejects as cancelled first', async () => {
    const here = createHereClient(() => 'a.token')
    const error = await here.get('/v1/nowhere', { signal: AbortSignal.abort() }).catch((reason) => reason)
    expect(axios.isCancel(error)).toBe(true)
  })

  it('is what axios makes of it where it is no path of HERE’s', async () => {
    const here = createHereClient(() => 'a.token')
    expect(String((await here.get('data:text/plain,hello')).data)).toBe('hello')
  })

  it.each([
    ['here.service', { service: 'x' }],
    ['here.scope', { scope: 7 }],
    ['here.region', { region: 'china' }],
    ['here', 'scope'],
  ])('with a wrong %s rejects with an AxiosError that names it', async (name, options) => {
    const here = createHereClient(() => 'a.token')
    const error = await here.get('/v1/discover', { here: options as never }).catch((reason) => reason)
    expect(error).toMatchObject({ name: 'AxiosError', code: 'ERR_BAD_OPTION_VALUE', config: { url: '/v1/discover' } })
    expect(error.message).toContain(name)
  })
})

it('a server whose tokens are dead at once is not asked without end', async () => {
  const { here, emulator } = await startClient({}, { tokenLifetime: 0 })
  for (let call = 0; call < 20; call += 1) await here.get('/v1/discover', { params: search }).catch(() => {})
  expect(emulator.requestsTo('/oauth2/token').length).toBeLessThanOrEqual(22)
})

describe('while the token is being fetched', () => {
  async function slowStart() {
    const started = await startClient()
    started.emulator.fail({ delay: 100, when: '/oauth2/token' })
    return started
  }

  it('an abort ends the wait of its request alone', async () => {
    const { here, emulator } = await slowStart()
    const abort = new AbortController()
    const aborted = here.get('/v1/discover', { params: search, signal: abort.signal }).catch((error) => error)
    const other = here.get('/v1/discover', { params: search })
    setTimeout(() => abort.abort(), 10)
    expect(axios.isCancel(await aborted)).toBe(true)
    expect((await other).status).toBe(200)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(1)
  })

  it('a cancel token does too', async () => {
    const { here } = await slowStart()
    const { token, cancel } = axios.CancelToken.source()
    const pending = here.get('/v1/discover', { params: search, cancelToken: token }).catch((error) => error)
    setTimeout(() => cancel('enough'), 10)
    expect(await pending).toMatchObject({ code: 'ERR_CANCELED', message: 'enough' })
  })

  it('a body that fails does too, and not the process', async () => {
    const { here } = await slowStart()
    const missing = await here.put('/v1/upload', createReadStream('/nonexistent')).catch((reason) => reason)
    expect(missing).toMatchObject({ isAxiosError: true, cause: { code: 'ENOENT' }, config: { url: '/v1/upload' } })
    const closed = new PassThrough()
    const { here: second } = await slowStart()
    const pending = second.put('/v1/upload', closed).catch((reason) => reason)
    setTimeout(() => closed.destroy(), 10)
    expect(await pending).toMatchObject({ isAxiosError: true, message: expect.stringMatching(/closed before/) })
  })

  it('the request’s timeout does too, with axios’s own error, and the next request finds the token', async () => {
    const { here, emulator } = await slowStart()
    const error = await here.get('/v1/discover', { params: search, timeout: 20 }).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'ECONNABORTED', message: 'timeout of 20ms exceeded', config: { timeout: 20 } })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
  })
})

describe('retries', () => {
  it('repeat what may pass, with the same body, and leave the config as it was', async () => {
    const { here, emulator, events } = await startClient()
    emulator.handle('/v1/upload', () => ({ body: 'ok' }))
    emulator.fail({ status: 503, times: 2, when: '/v1/upload' })
    const transformRequest = (data: string): string => `${data}!`
    const response = await here.put('/v1/upload', 'x', { timeout: 5000, transformRequest, 'axios-retry': instantly })
    expect(response.data).toBe('ok')
    expect(emulator.requestsTo('/v1/upload').map(({ body }) => body.toString())).toEqual(['x!', 'x!', 'x!'])
    expect(response.config).toMatchObject({ timeout: 5000, transformRequest })
    expect(events.filter(({ type }) => type === 'retry')).toMatchObject([
      { attempt: 1, status: 503 },
      { attempt: 2, status: 503 },
    ])
  })

  it.each([
    ['network failure', { reset: true }, 'GET', 4],
    ['429', { status: 429 }, 'GET', 4],
    ['500', { status: 500 }, 'DELETE', 4],
    ['500 of a POST', { status: 500 }, 'POST', 1],
    ['an answer that breaks off', { cut: true }, 'GET', 4],
    ['an answer that breaks off, of a POST', { cut: true }, 'POST', 1],
    ['404', { status: 404 }, 'GET', 1],
    ['404 without a body', { status: 404, body: '' }, 'GET', 1],
    ['429 with a Retry-After of more than 30 s', { status: 429, headers: { 'Retry-After': '31' } }, 'GET', 1],
  ])('after %s', async (_, failure, method, attempts) => {
    const { here, emulator } = await startClient()
    emulator.fail({ ...failure, times: 10, when: '/v1/discover' })
    const error = await here
      .request({ method, url: '/v1/discover', params: search, 'axios-retry': instantly })
      .catch((e) => e)
    expect(error.isAxiosError).toBe(true)
    if ('status' in failure) expect(error.status).toBe(failure.status)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(attempts)
  })

  it('are tuned by the client’s and the request’s config, the request’s first', async () => {
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 1, ...instantly } })
    emulator.fail({ status: 503, times: 20, when: '/v1/discover' })
    const attempts = async (options?: object): Promise<number> => {
      const before = emulator.requestsTo('/v1/discover').length
      await here.get('/v1/discover', { params: search, ...options }).catch(() => {})
      return emulator.requestsTo('/v1/discover').length - before
    }
    expect(await attempts()).toBe(2)
    expect(await attempts({ 'axios-retry': { retries: 2 } })).toBe(3)
    expect(await attempts({ 'axios-retry': { retries: 0 } })).toBe(1)
  })

  it('give axios-retry’s callbacks the answer as transforms leave it, and its caller an answer transformed once', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 503, body: { title: 'Busy' }, times: 2, when: '/v1/discover' })
    const titles: string[] = []
    const error = await here
      .get('/v1/discover', {
        params: search,
        transformResponse: (body: string) => ({ wrapped: JSON.parse(body) }),
        'axios-retry': {
          retries: 1,
          ...instantly,
          retryCondition: ({ response }) => {
            titles.push((response as AxiosResponse).data.wrapped.title)
            return true
          },
        },
      })
      .catch((reason) => reason)
    expect(titles).toEqual(['Busy'])
    expect(error.response.data).toEqual({ wrapped: { title: 'Busy' } })
  })

  it('can judge answers of success too, by validateResponse', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 200, body: { state: 'pending' }, times: 2, when: '/v1/discover' })
    const { data } = await here.get('/v1/discover', {
      params: search,
      'axios-retry': {
        ...instantly,
        retryCondition: () => true,
        validateResponse: (response: AxiosResponse) => response.data.state !== 'pending',
      },
    })
    expect(data.items).toHaveLength(1)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(3)
  })

  it('see a 401 under validateResponse, and renew the token', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.revokeTokens()
    const validateResponse = (response: AxiosResponse): boolean => response.status === 200
    expect((await here.get('/v1/discover', { params: search, 'axios-retry': { validateResponse } })).status).toBe(200)
  })

  it('end with the caller’s abort', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 503, times: 10, when: '/v1/discover' })
    const abort = new AbortController()
    const retry = { retryDelay: () => 10_000, onRetry: () => abort.abort() }
    const pending = here.get('/v1/discover', { params: search, signal: abort.signal, 'axios-retry': retry })
    expect(axios.isCancel(await pending.catch((error) => error))).toBe(true)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(1)
  })

  it('are not made for a refusal that an adapter gives a code of its own', async () => {
    let calls = 0
    const here = createHereClient(() => 'a.token', {
      adapter: async (config) => {
        calls += 1
        const response = { status: 403, statusText: '', data: undefined, headers: {}, config }
        throw new axios.AxiosError('refused', 'E_CUSTOM', config, {}, response)
      },
    })
    await expect(here.get('/v1/discover')).rejects.toMatchObject({ status: 403 })
    expect(calls).toBe(1)
  })

  it('never send a stream twice', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 503, times: 10, when: '/v1/upload' })
    const retry = { ...instantly, retryCondition: () => true }
    await expect(here.put('/v1/upload', Readable.from(['once']), { 'axios-retry': retry })).rejects.toMatchObject({
      status: 503,
    })
    expect(emulator.requestsTo('/v1/upload')).toHaveLength(1)
  })

  it('are not made for what axios itself refuses, which it would refuse again', async () => {
    const { here, emulator } = await startClient()
    await expect(here.get('/v1/discover', { params: search, maxContentLength: 10 })).rejects.toThrow(/maxContentLength/)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(1)
  })

  it('keep to 30 s of Retry-After whatever else the config says', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 429, headers: { 'Retry-After': '31' }, when: '/v1/discover' })
    const options = { params: search, 'axios-retry': { retryCondition: () => true } }
    await expect(here.get('/v1/discover', options)).rejects.toMatchObject({ status: 429 })
  })

  it('count all attempts against the request’s timeout', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.fail({ status: 503, delay: 150, when: '/v1/discover' })
    emulator.fail({ delay: 150, when: '/v1/discover' })
    const options = { params: search, timeout: 250, 'axios-retry': { retryDelay: () => 0 } }
    await expect(here.get('/v1/discover', options)).rejects.toMatchObject({ code: 'ECONNABORTED' })
  })

  it('end with the caller’s abort where the adapter does not heed it, and are not made for an abort itself', async () => {
    const abort = new AbortController()
    let calls = 0
    const here = createHereClient(() => 'a.token', {
      adapter: async (config) => {
        calls += 1
        throw new axios.AxiosError('cut', 'ECONNRESET', config)
      },
    })
    const retry = { retryDelay: () => 60_000, onRetry: () => void setTimeout(() => abort.abort(), 5) }
    const error = await here
      .get('/v1/discover', { signal: abort.signal, 'axios-retry': retry })
      .catch((reason) => reason)
    expect(axios.isCancel(error)).toBe(true)
    expect(calls).toBe(1)
    let retries = 0
    const onRetry = (): void => {
      retries += 1
    }
    const { here: second, emulator } = await startClient({ 'axios-retry': { onRetry } })
    emulator.fail({ delay: 100, when: '/v1/discover' })
    await second.get('/v1/discover', { signal: AbortSignal.timeout(30) }).catch(() => {})
    expect(retries).toBe(0)
  })

  it('end with the caller’s cancel token, also in a pause', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 503, times: 10, when: '/v1/discover' })
    const { token, cancel } = axios.CancelToken.source()
    const retry = { retryDelay: () => 60_000, onRetry: () => void setTimeout(() => cancel('enough'), 5) }
    const pending = here.get('/v1/discover', { params: search, cancelToken: token, 'axios-retry': retry })
    expect(axios.isCancel(await pending.catch((error) => error))).toBe(true)
  })

  it('transform each answer once, and leave nothing in the config of a request that was not repeated', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 404, when: '/v1/discover' })
    let transformed = 0
    const transformResponse = (data: string): string => {
      transformed += 1
      return data
    }
    const error = await here.get('/v1/discover', { params: search, transformResponse }).catch((reason) => reason)
    expect(transformed).toBe(1)
    expect(error.config).not.toHaveProperty('axios-retry')
  })

  it('give the config its validateStatus back after validateResponse', async () => {
    const { here } = await startClient()
    const retry = { validateResponse: () => true }
    const { config } = await here.get('/v1/discover', { params: search, 'axios-retry': retry })
    expect(config.validateStatus?.(200)).toBe(true)
  })

  it('are made when an adapter throws where it should reject, and its error shows no token', async () => {
    let calls = 0
    const here = createHereClient(() => 'a.token', {
      'axios-retry': instantly,
      adapter: (config) => {
        calls += 1
        throw new axios.AxiosError('broken', 'ECONNRESET', config)
      },
    })
    const error = await here.get('/v1/discover').catch((reason) => reason)
    expect(calls).toBe(4)
    expect(JSON.stringify(error)).not.toContain('a.token')
  })

  it('are not made for other hosts, even when the config asks for them', async () => {
    const { here } = await startClient()
    let received = 0
    const stranger = await startServer((_request, response) => {
      received += 1
      response.writeHead(503).end()
    })
    const options = { 'axios-retry': { retries: 2, ...instantly } }
    await expect(here.get(stranger, options)).rejects.toMatchObject({ status: 503 })
    expect(received).toBe(1)
  })
})

describe('here.requestId', () => {
  const idOf = (emulator: { requests: readonly { headers: Record<string, unknown> }[] }): unknown =>
    emulator.requests.at(-1)?.headers['x-request-id']

  it('is sent as X-Request-ID, and comes back with answers and errors', async () => {
    const { here, emulator } = await startClient()
    const answer = await here.get('/v1/discover', { params: search, here: { requestId: 'order-1' } })
    expect(idOf(emulator)).toBe('order-1')
    expect(readHereIds(answer)).toEqual({ requestId: 'order-1', correlationId: expect.stringMatching(/./) })
    const error = await here.get('/v1/discover', { here: { requestId: 'order-2' } }).catch((error) => error)
    expect(readHereIds(error)).toEqual({
      requestId: 'order-2',
      correlationId: error.response.headers['x-correlation-id'],
    })
  })

  it('true is a UUID of each request, the same when it is sent again', async () => {
    const { here, emulator } = await startClient({ here: { requestId: true } })
    await here.get('/v1/discover', { params: search })
    const first = idOf(emulator)
    expect(first).toMatch(/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/)
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    const [, refused, second] = emulator.requestsTo('/v1/discover').map(({ headers }) => headers['x-request-id'])
    expect(second).toBe(refused)
    expect(second).not.toBe(first)
  })

  it('does not take the place of a header, nor go to other hosts, and stays with a config that is sent again', async () => {
    const { here, emulator } = await startClient({ here: { requestId: true } })
    const { config } = await here.get('/v1/discover', { params: search })
    const first = idOf(emulator)
    await here.request(config)
    expect(idOf(emulator)).toBe(first)
    await here.get('/v1/discover', { params: search, headers: { 'x-request-id': 'own' } })
    expect(idOf(emulator)).toBe('own')
    let seen: unknown
    const origin = await startServer((request, response) => {
      seen = request.headers['x-request-id']
      response.end('{}')
    })
    await here.get(origin)
    expect(seen).toBeUndefined()
  })

  it.each(['', 'a b', 'line\nbreak', 1, false])('%j is refused', async (requestId) => {
    const here = createHereClient(() => 'any-token')
    const sent = here.get('/v1/discover', { here: { requestId: requestId as never } })
    await expect(sent).rejects.toThrow(/^here\.requestId must be true or text$/)
  })
})

describe('attachHereAuth', () => {
  it('signs an existing instance in, beside its own interceptors, and takes itself off again', async () => {
    const emulator = await startEmulator()
    const instance = axios.create({ baseURL: emulator.url })
    instance.interceptors.response.use((response) => response.data)
    const detach = attachHereAuth(instance, emulator.credentials)
    await expect(instance.get('/v1/discover', { params: search })).resolves.toHaveProperty('items')
    detach()
    await expect(instance.get('/v1/discover', { params: search })).rejects.toMatchObject({ status: 401 })
    expect(attachHereAuth(instance, emulator.credentials)).toBeTypeOf('function')
  })

  it('refuses an instance that has it already', async () => {
    const { here, emulator } = await startClient()
    expect(() => attachHereAuth(here, emulator.credentials)).toThrow(TypeError)
  })

  it('sees what interceptors that were added later leave: URL, headers and adapter', async () => {
    const emulator = await startEmulator()
    const instance = axios.create({ baseURL: emulator.url })
    attachHereAuth(instance, emulator.credentials)
    const seen: string[] = []
    instance.interceptors.request.use(async (config) => {
      config.url += 'late'
      config.adapter = async (final) => {
        seen.push(`${final.headers.get('Authorization')?.toString().slice(0, 6)} ${final.url}`)
        return { data: '', status: 200, statusText: '', headers: {}, config: final }
      }
      return config
    })
    await instance.get('/v1/')
    expect(seen).toEqual(['Bearer /v1/late'])
  })

  it('gives way to an earlier interceptor that replaces the adapter', async () => {
    const instance = axios.create({ baseURL: 'https://router.hereapi.com' })
    const authorizations: unknown[] = []
    instance.interceptors.request.use((config) => {
      config.adapter = async (final) => {
        authorizations.push(final.headers.get('Authorization'))
        return { data: '', status: 200, statusText: '', headers: {}, config: final }
      }
      return config
    })
    attachHereAuth(instance, () => 'a.token')
    await instance.get('/v8/routes')
    expect(authorizations).toEqual([undefined])
  })

  it('is taken off by interceptors.request.clear(), and can be attached again then', async () => {
    const { emulator, here } = await startClient()
    const instance = axios.create({ baseURL: emulator.url, validateStatus: null })
    attachHereAuth(instance, here.tokens)
    expect((await instance.get('/v1/discover', { params: search })).status).toBe(200)
    instance.interceptors.request.clear()
    expect((await instance.get('/v1/discover', { params: search })).status).toBe(401)
    attachHereAuth(instance, here.tokens)
    expect((await instance.get('/v1/discover', { params: search })).status).toBe(200)
  })

  it('leaves no token in an error that axios makes above the adapter', async () => {
    const emulator = await startEmulator()
    const instance = axios.create({
      baseURL: emulator.url,
      responseType: 'json',
      transitional: { silentJSONParsing: false },
    })
    attachHereAuth(instance, emulator.credentials)
    const views: string[] = []
    instance.interceptors.response.use(null, (error) => {
      views.push(JSON.stringify(error))
      throw error
    })
    emulator.handle('/v1/discover', () => ({ body: 'no JSON' }))
    const error = await instance.get('/v1/discover').catch((reason) => reason)
    expect(error.message).toMatch(/JSON/)
    expect([...views, JSON.stringify(error)].join()).not.toContain('Bearer')
    expect(views).toHaveLength(1)
  })

  it('works in either order of axios’s interceptors', async () => {
    const emulator = await startEmulator()
    const transitional = { legacyInterceptorReqResOrdering: false }
    const instance = axios.create({ baseURL: emulator.url, transitional })
    attachHereAuth(instance, emulator.credentials)
    instance.interceptors.request.use(async (config) => {
      config.params = search
      return config
    })
    expect((await instance.get('/v1/discover')).data.items).toHaveLength(1)
  })
})

it('a caller’s own way of writing parameters wins', async () => {
  const { here, emulator } = await startClient()
  const paramsSerializer = { indexes: null }
  await here.get<unknown>('/v8/routes', { params: { a: ['x', 'y'] }, paramsSerializer }).catch(() => {})
  expect(emulator.requests.at(-1)?.url).toBe('/v8/routes?a=x&a=y')
})

it('an answer’s config holds the adapter that the caller gave, or none', async () => {
  const { here } = await startClient()
  const given = await here.get('/v1/discover', { params: search, adapter: 'http' })
  expect(given.config.adapter).toBe('http')
  const { config } = await here.get('/v1/discover', { params: search })
  expect(config.adapter).toEqual(here.defaults.adapter)
})

it('the client’s service counts where a request names none', async () => {
  const urls: string[] = []
  const here = createHereClient(() => 'a.token', {
    adapter: async (config) => {
      urls.push(axios.getUri(config))
      return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
    },
    here: { service: 'routing' },
  })
  await here.get('/v1/of/mine')
  await here.get('/v1/of/mine', { here: { service: 'discover' } })
  expect(urls).toEqual(['https://router.hereapi.com/v1/of/mine', 'https://discover.search.hereapi.com/v1/of/mine'])
})

it('lists in parameters are written as HERE reads them', async () => {
  const { here, emulator } = await startClient()
  const params = { return: ['polyline', 'summary'], via: ['52.5,13.4', '52.6,13.5'], spans: [] }
  await here.get<unknown>('/v8/routes', { params }).catch(() => {})
  expect(emulator.requests.at(-1)?.url).toBe('/v8/routes?return=polyline,summary&via=52.5,13.4&via=52.6,13.5')
})

it('an answer whose error is no AxiosError passes unchanged', async () => {
  const broken = new Error('adapter is broken')
  const here = createHereClient(() => 'a.token', { adapter: () => Promise.reject(broken) })
  await expect(here.get('/v1/discover')).rejects.toBe(broken)
})

it('an error that an adapter has frozen passes as it is', async () => {
  const emulator = await startEmulator()
  const error = new axios.AxiosError('frozen', 'ECONNRESET', {} as never)
  const here = createHereClient(() => 'a.token', {
    baseURL: emulator.url,
    adapter: async () => Promise.reject(Object.freeze(error)),
    'axios-retry': { retries: 1, retryDelay: () => 0 },
  })
  await expect(here.get('/v1/discover')).rejects.toBe(error)
})
