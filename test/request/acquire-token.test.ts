import { createReadStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import axios, { type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios'
import { describe, expect, it, vi } from 'vitest'
import { createHereClient, type HereCredentials, type HereEvent, type TokenProvider } from '../../src/index.ts'
import { search, startClient, startEmulator } from '../support/emulator.ts'
import { failureOf } from '../support/failure.ts'

/** A client with a token at hand whose requests end in a list, not on the wire. */
function recordingClient(config = {}, credentials: HereCredentials = () => 'a.token') {
  const sent: InternalAxiosRequestConfig[] = []
  const adapter: AxiosAdapter = async (request) => {
    sent.push(request)
    return { data: {}, status: 200, statusText: 'OK', headers: {}, config: request }
  }
  return { here: createHereClient(credentials, { adapter, ...config }), sent }
}

const instantly = { 'axios-retry': { retryDelay: () => 0 } }

describe('a client without credentials', () => {
  it('rejects the first request with a list of the places that were searched, and sends nothing', async () => {
    const events: HereEvent[] = []
    const { here, sent } = recordingClient(
      { here: { onEvent: (event: HereEvent) => events.push(event) } },
      undefined as never,
    )
    const error = await createHereClient(undefined, { adapter: here.defaults.adapter as AxiosAdapter })
      .get('/v1/discover')
      .catch((reason) => reason)
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'missing-credentials' })
    expect(error.message).toContain('HERE_ACCESS_KEY_ID')
    expect(error.message).toContain('~/.here/credentials.properties')
    expect(sent).toHaveLength(0)
  })
})

it('a rejected key rejects all requests with HERE’s code and advice, after one token request', async () => {
  const emulator = await startEmulator()
  const here = createHereClient({ ...emulator.credentials, accessKeySecret: 'wrong' }, { baseURL: emulator.url })
  const errors = await Promise.all(
    Array.from({ length: 20 }, () => here.get('/v1/discover?q=private', { params: search }).catch((error) => error)),
  )
  expect(errors[0]).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'rejected', status: 401, hereErrorCode: 401300 })
  expect(errors[0].message).toMatch(/^GET \/v1\/discover was not sent, as there is no token\. .*check both/)
  expect(emulator.requests.map(({ path }) => path)).toEqual(['/oauth2/token'])
  // axios writes each caller's stack into the error it throws.
  expect(new Set(errors).size).toBe(20)
})

it('a spy that replaces getToken is called, although it has all properties of the original', async () => {
  const sent: unknown[] = []
  const credentialsProvider = vi.fn(() => 'a.token')
  const here = createHereClient(credentialsProvider, {
    adapter: async (config) => {
      sent.push(config.headers.get('Authorization'))
      return { data: '', status: 200, statusText: '', headers: {}, config }
    },
  })
  vi.spyOn(here.tokens, 'getToken').mockResolvedValue({ accessToken: 'a.spy', expiresAt: Infinity })
  await here.get('/v1/discover')
  expect(sent).toEqual(['Bearer a.spy'])
  expect(credentialsProvider).not.toHaveBeenCalled()
})

describe('a token provider of the application', () => {
  const failing = (getToken: TokenProvider['getToken']) =>
    createHereClient({ getToken, invalidate: async () => {} })
      .get('/v1/discover')
      .catch((error) => error)

  it.each<[string, TokenProvider['getToken']]>([
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['throws', () => expect.fail('broken')],
    ['rejects with an AxiosError of its own request', () => axios.get('http://127.0.0.1:1/token')],
    ['resolves to nothing', async () => undefined as never],
    ['resolves to a token with a line break', async () => ({ accessToken: 'a\r\nb', expiresAt: 0 })],
  ])('causes a HereAuthError when it %s', async (_, getToken) => {
    const error = await failing(getToken)
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'unavailable', cause: expect.any(Error) })
    expect(error.config).toBeUndefined()
  })

  it('does no harm when its invalidate fails or hangs, or its peek throws', async () => {
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

  it('causes a HereAuthError, and no cancel of the caller, when its own request was cancelled', async () => {
    const error = await failing(() => axios.get('http://127.0.0.1:1', { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'unavailable' })
  })

  it('has its signal aborted when the request stops waiting', async () => {
    const signals: AbortSignal[] = []
    const getToken: TokenProvider['getToken'] = async ({ signal } = {}) => {
      signals.push(signal as AbortSignal)
      return new Promise(() => {})
    }
    const here = createHereClient({ getToken, invalidate: async () => {} })
    await here.get('/v1/discover', { timeout: 20 }).catch(() => {})
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('fails with a message that names the request that was not sent', async () => {
    const error = await failing(() => Promise.reject(new Error('vault is sealed')))
    expect(error.message).toBe(
      'GET /v1/discover was not sent, as there is no token. The token provider failed, see cause.',
    )
    const none = await failing(async () => null as never)
    expect(none.cause.message).toBe('accessToken must be 1 to 16384 visible ASCII characters')
  })

  it('is waited for no longer than the timeout of the request', async () => {
    const here = createHereClient({ getToken: () => new Promise(() => {}), invalidate: async () => {} })
    await expect(here.get('/v1/discover', { timeout: 20 })).rejects.toMatchObject({ code: 'ECONNABORTED' })
  })
})

describe('a getToken that may return anything', () => {
  const url = 'https://discover.search.hereapi.com/v1/discover'
  const clientOf = (getToken: TokenProvider['getToken']) =>
    recordingClient({}, { getToken, invalidate: async () => {} })

  it('sends nothing when it fails, also with a token on Object.prototype', async () => {
    const { here, sent } = clientOf(async () => {
      throw new Error('no token today')
    })
    Object.assign(Object.prototype, { accessToken: 'evil', token: { accessToken: 'evil' } })
    try {
      await expect(here.get(url)).rejects.toMatchObject({ code: 'ERR_HERE_AUTH' })
    } finally {
      for (const name of ['accessToken', 'token']) Reflect.deleteProperty(Object.prototype, name)
    }
    expect(sent).toEqual([])
  })

  it('has its token checked each time, also when it returns the same promise again', async () => {
    const token = { accessToken: 'a.token', expiresAt: Infinity }
    const promise = Promise.resolve(token)
    const { here, sent } = clientOf(() => promise)
    await here.get(url)
    token.accessToken = 'a\r\nX: y'
    await expect(here.get(url)).rejects.toMatchObject({ code: 'ERR_HERE_AUTH' })
    expect(sent.map(({ headers }) => headers.Authorization)).toEqual(['Bearer a.token'])
  })
})

it('a client does not request tokens in a loop when they expire at once', async () => {
  const { here, emulator } = await startClient({}, { tokenLifetime: 0 })
  for (let call = 0; call < 20; call += 1) await here.get('/v1/discover', { params: search }).catch(() => {})
  expect(emulator.requestsTo('/oauth2/token').length).toBeLessThanOrEqual(22)
})

describe('the wait for a token', () => {
  async function slowStart() {
    const started = await startClient()
    started.emulator.fail({ delay: 100, when: '/oauth2/token' })
    return started
  }

  it('ends by an abort, for the aborted request alone', async () => {
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

  it('ends by a cancel token', async () => {
    const { here } = await slowStart()
    const { token, cancel } = axios.CancelToken.source()
    const pending = here.get('/v1/discover', { params: search, cancelToken: token }).catch((error) => error)
    setTimeout(() => cancel('enough'), 10)
    expect(await pending).toMatchObject({ code: 'ERR_CANCELED', message: 'enough' })
  })

  it('ends when the body stream fails, which does not end the process', async () => {
    const { here } = await slowStart()
    const missing = await here.put('/v1/upload', createReadStream('/nonexistent')).catch((reason) => reason)
    expect(missing).toMatchObject({ isAxiosError: true, cause: { code: 'ENOENT' }, config: { url: '/v1/upload' } })
    const closed = new PassThrough()
    const { here: second } = await slowStart()
    const pending = second.put('/v1/upload', closed).catch((reason) => reason)
    setTimeout(() => closed.destroy(), 10)
    expect(await pending).toMatchObject({ isAxiosError: true, message: expect.stringMatching(/closed before/) })
  })

  it('ends by the timeout of the request, with the error of axios, and leaves the token to the next request', async () => {
    const { here, emulator } = await slowStart()
    const error = await here.get('/v1/discover', { params: search, timeout: 20 }).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'ECONNABORTED', message: 'timeout of 20ms exceeded', config: { timeout: 20 } })
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
  })
})

it('requests that wait for a token share the failure of one token request, each with its own name in the message', async () => {
  const emulator = await startEmulator()
  emulator.fail({ status: 503, times: 4, when: '/oauth2/token' })
  const here = createHereClient(emulator.credentials, {
    baseURL: emulator.url,
    here: { tokenRequest: instantly },
  })
  const paths = Array.from({ length: 100 }, (_, index) => `/v1/discover/${index}`)
  const errors = await Promise.all(paths.map((path) => failureOf(here.get(path))))
  expect(emulator.requests).toHaveLength(4)
  expect(new Set(errors).size).toBe(100)
  for (const [index, error] of errors.entries()) {
    expect(error.message).toMatch(`GET ${paths[index]} was not sent`)
    expect(error).toMatchObject({ reason: 'unavailable', status: 503 })
  }
})
