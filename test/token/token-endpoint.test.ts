import { inspect } from 'node:util'
import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { createTokenProvider, type HereEvent } from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'
import { startEmulator } from '../support/emulator.ts'
import { failureOf } from '../support/failure.ts'
import { instantly, key, providerFor, respond } from '../support/token-endpoint.ts'

const scope = 'hrn:here:authorization::realm:project/name'

describe('the token request', () => {
  it('is a signed form that the emulator accepts', async () => {
    const emulator = await startEmulator({ tokenLifetime: 600 })
    const token = await createTokenProvider(emulator.credentials).getToken()
    const [request] = emulator.requestsTo('/oauth2/token')
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(request?.body.toString()).toBe('grant_type=client_credentials')
    expect(token.expiresAt).toBeGreaterThan(Date.now() + 590_000)
    expect(token.expiresAt).toBeLessThanOrEqual(Date.now() + 600_000)
  })

  it('sends and signs scope and expiresIn', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider({ ...emulator.credentials, scope, expiresIn: 60 })
    const token = await tokens.getToken()
    const sent = new URLSearchParams(emulator.requests[0]?.body.toString())
    expect(Object.fromEntries(sent)).toEqual({ grant_type: 'client_credentials', expires_in: '60', scope })
    expect(token.scope).toBe(scope)
    expect(token.expiresAt).toBeLessThanOrEqual(Date.now() + 60_000)
  })

  it('signs the query of the endpoint URL', async () => {
    const emulator = await startEmulator()
    const tokenEndpointUrl = `${emulator.credentials.tokenEndpointUrl}?realm=a%20b&sent+with=c*d`
    await createTokenProvider({ ...emulator.credentials, tokenEndpointUrl }).getToken()
    expect(emulator.requests[0]?.url).toBe('/oauth2/token?realm=a%20b&sent+with=c*d')
  })

  it('does not use the global defaults of axios', async () => {
    const emulator = await startEmulator()
    Object.assign(axios.defaults, { baseURL: 'http://elsewhere.invalid', params: { apiKey: 'x' } })
    try {
      await createTokenProvider(emulator.credentials).getToken()
    } finally {
      Object.assign(axios.defaults, { baseURL: undefined, params: undefined })
    }
    expect(emulator.requests[0]?.url).toBe('/oauth2/token')
  })

  it('ends within its time limit also when the adapter does not', async () => {
    const tokens = createTokenProvider(key, { tokenRequest: { timeout: 30, adapter: () => new Promise(() => {}) } })
    expect(await failureOf(tokens.getToken())).toMatchObject({ reason: 'unavailable' })
  })

  it('does not follow a redirect, and fails with an error that says so', async () => {
    const { tokens, requestCount } = await providerFor((_request, response) =>
      respond(response, '', 307, { Location: 'http://127.0.0.1:1/oauth2/token' }),
    )
    const error = await failureOf(tokens.getToken())
    expect(error).toMatchObject({ reason: 'bad-response', status: 307 })
    expect(error.message).toContain('redirect')
    expect(requestCount()).toBe(1)
  })
})

it('a jump of the wall clock during a token request ends neither its time limit nor its retries', async () => {
  const emulator = await startEmulator()
  const clock = stopClock()
  emulator.handle(
    '/oauth2/token',
    () => {
      const isFirst = emulator.requests.length === 1
      clock.setWallClock(Date.now() + (isFirst ? 86_400_000 : 0))
      return isFirst ? { status: 503 } : undefined
    },
    { isPublic: true },
  )
  await createTokenProvider(emulator.credentials, { tokenRequest: instantly }).getToken()
  expect(emulator.requests).toHaveLength(2)
})

describe('a temporary failure of the token request', () => {
  it.each([
    ['status 500', { status: 500 }],
    ['status 503 with Retry-After', { status: 503, headers: { 'Retry-After': '0' } }],
    ['status 429', { status: 429, body: { errorCode: 429002, message: 'Too many requests.' } }],
    ['a reset connection', { reset: true }],
    ['a response that breaks off', { cut: true }],
    [
      'a rejection that breaks off',
      { status: 401, body: { errorCode: 401300, message: 'Signature mismatch.' }, cut: true },
    ],
    ['HTML instead of JSON', { status: 200, body: '<html>Sign in to the hotel’s network</html>' }],
    ['cut JSON', { status: 200, body: '{"access_token":"abc' }],
    ['an empty body', { status: 200, body: '' }],
  ])('is retried with a new signature each time, on either adapter, after %s', async (_, failure) => {
    for (const adapter of ['http', 'fetch'] as const) {
      const emulator = await startEmulator()
      emulator.fail({ ...failure, times: 2 })
      await createTokenProvider(emulator.credentials, { tokenRequest: { ...instantly, adapter } }).getToken()
      const headers = emulator.requests.map(({ headers: { authorization } }) => authorization)
      const nonces = headers.map((header) => /oauth_nonce="([^"]+)"/.exec(header ?? '')?.[1])
      expect(new Set(nonces).size).toBe(3)
      expect(new Set(headers).size).toBe(3)
    }
  })

  it('is retried three times, and then rejects with its reason', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 503, times: 10 })
    const error = await failureOf(createTokenProvider(emulator.credentials, { tokenRequest: instantly }).getToken())
    expect(error).toMatchObject({ reason: 'unavailable', status: 503 })
    expect(emulator.requests).toHaveLength(4)
  })

  it('rejects with the reason rate-limited after status 429', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 429, body: { errorCode: 429002, message: 'Too many requests.' }, times: 10 })
    const error = await failureOf(createTokenProvider(emulator.credentials, { tokenRequest: instantly }).getToken())
    expect(error).toMatchObject({ reason: 'rate-limited', status: 429, hereErrorCode: 429002 })
  })

  it('is retried after the time that Retry-After says', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 429, headers: { 'Retry-After': '1' } })
    const startedAt = performance.now()
    await createTokenProvider(emulator.credentials).getToken()
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990)
  })

  it('rejects at once when Retry-After is longer than the time limit', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 429, headers: { 'Retry-After': '3600' } })
    expect(await failureOf(createTokenProvider(emulator.credentials).getToken())).toMatchObject({
      reason: 'rate-limited',
    })
    expect(emulator.requests).toHaveLength(1)
  })

  it('ends within one time limit for all attempts, also when a server sends byte by byte', async () => {
    const { tokens } = await providerFor(
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' })
        const drip = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(drip))
      },
      { tokenRequest: { timeout: 150 } },
    )
    const error = await failureOf(tokens.getToken())
    expect(error).toMatchObject({ reason: 'unavailable' })
    expect(error.message).toContain('150 ms')
  })

  it.each(['http', 'fetch'] as const)(
    'rejects with a message that says so when all responses break off, on the %s adapter',
    async (adapter) => {
      const emulator = await startEmulator()
      emulator.fail({ cut: true, times: 10 })
      const tokens = createTokenProvider(emulator.credentials, { tokenRequest: { ...instantly, adapter } })
      const error = await failureOf(tokens.getToken())
      expect(error).toMatchObject({
        reason: 'unavailable',
        message: expect.stringMatching(/broke off.*Check the network/),
      })
      expect(emulator.requests).toHaveLength(4)
    },
  )

  it('rejects with advice when the connection is refused', async () => {
    const tokens = createTokenProvider(
      { ...key, tokenEndpointUrl: 'http://127.0.0.1:1/oauth2/token' },
      { tokenRequest: instantly },
    )
    const error = await failureOf(tokens.getToken())
    expect(error).toMatchObject({ reason: 'unavailable' })
    expect(error.message).toMatch(/POST http:\/\/127\.0\.0\.1:1\/oauth2\/token: .*ECONNREFUSED.*Check the network/)
  })
})

describe('a rejected token request', () => {
  it.each([
    ['a wrong secret', 401300, { accessKeySecret: 'wrong' }, /secret does not fit/],
    ['an unknown key id', 401300, { accessKeyId: 'wrong' }, /check both/],
    ['a client id instead of the key id', 401310, { accessKeyId: 'emulator-client-id' }, /here\.access\.key\.id/],
    ['a scope that is no project', 400907, { scope: 'everything' }, /HRN of a project/],
    ['two projects at once', 400981, { scope: `${scope} ${scope}2` }, /one project only/],
  ])('is not retried, and fails with HERE’s code and advice, after %s', async (_, hereErrorCode, wrong, advice) => {
    const emulator = await startEmulator()
    const error = await failureOf(createTokenProvider({ ...emulator.credentials, ...wrong }).getToken())
    expect(error).toMatchObject({ name: 'HereAuthError', code: 'ERR_HERE_AUTH', reason: 'rejected', hereErrorCode })
    expect(error.hereErrorId).toMatch(/^ERROR-/)
    expect(error.message).toMatch(advice)
    expect(axios.isAxiosError(error)).toBe(true)
    expect(error.config).toBeUndefined()
    expect(error.response).toBeUndefined()
    expect(emulator.requests).toHaveLength(1)
  })

  it('is recognized in an error of the platform, and in a response that is not JSON', async () => {
    const platform = { title: 'No access', status: 403, code: 'E1', cause: "errorCode: '403109'. Not a member." }
    const { tokens } = await providerFor((_request, response) => respond(response, platform, 403))
    expect(await failureOf(tokens.getToken())).toMatchObject({ reason: 'rejected', status: 403, hereErrorCode: 403109 })
    const html = await providerFor((_request, response) => respond(response, '<h1>Forbidden</h1>', 403))
    expect(await failureOf(html.tokens.getToken())).toMatchObject({ reason: 'rejected', status: 403 })
  })

  it('shows neither secret nor signature in any view of the error', async () => {
    const emulator = await startEmulator()
    for (const failure of [{ status: 401, body: {} }, { reset: true }, { status: 200, body: 'x' }]) {
      emulator.fail({ ...failure, times: 4 })
      const tokens = createTokenProvider(emulator.credentials, { tokenRequest: instantly })
      const error = await failureOf(tokens.getToken())
      const views = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), String(error.stack)].join()
      expect(views).not.toContain(emulator.credentials.accessKeySecret)
      expect(views).not.toContain('oauth_signature')
    }
  })
})

describe('a wrong clock', () => {
  it('is corrected by the Date header of the response, and the correction is remembered', async () => {
    const emulator = await startEmulator({ clockOffset: 3_600_000 })
    const events: HereEvent[] = []
    const tokens = createTokenProvider(emulator.credentials, { onEvent: (event) => void events.push(event) })
    const first = await tokens.getToken()
    expect(emulator.requests).toHaveLength(2)
    const corrected = events.find(({ type }) => type === 'clock-corrected')
    expect(corrected).toMatchObject({ offset: expect.closeTo(3_600_000, -4) })
    await tokens.invalidate(first)
    await tokens.getToken()
    expect(emulator.requests).toHaveLength(3)
  })

  it.each(['', 'banana 7'])('is corrected by /timestamp when the Date header of the response is %j', async (date) => {
    const emulator = await startEmulator({ clockOffset: -3_600_000 })
    emulator.fail({
      status: 401,
      headers: { Date: date },
      body: { errorCode: 401204, message: 'Time stamp is outside the valid period.' },
    })
    await createTokenProvider(emulator.credentials).getToken()
    expect(emulator.requests.map(({ path }) => path)).toEqual(['/oauth2/token', '/timestamp', '/oauth2/token'])
  })

  it('causes a clock-skew error after two requests when it cannot be corrected', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 401, body: { errorCode: 401204, message: 'Time stamp.' }, times: 5 })
    expect(await failureOf(createTokenProvider(emulator.credentials).getToken())).toMatchObject({
      reason: 'clock-skew',
    })
    expect(emulator.requests).toHaveLength(2)
  })
})

describe('the timestamp endpoint', () => {
  const wrongTimestamp = { status: 401, headers: { Date: '' }, body: { errorCode: 401204, message: 'Time stamp.' } }

  it.each<[string, object]>([
    ['does not exist', { status: 404 }],
    ['returns no number', { body: { timestamp: 'noon' } }],
    ['returns a number that is too large', { body: { timestamp: 1e308 } }],
    ['returns no JSON', { body: 'noon' }],
  ])('corrects nothing when it %s, and the token request stays rejected', async (_, timestampResponse) => {
    const emulator = await startEmulator()
    emulator.fail({ ...wrongTimestamp, times: 2, when: '/oauth2/token' })
    emulator.fail({ status: 200, ...timestampResponse, when: '/timestamp' })
    const events: HereEvent[] = []
    const tokens = createTokenProvider(emulator.credentials, { onEvent: (event) => void events.push(event) })
    expect(await failureOf(tokens.getToken())).toMatchObject({ reason: 'clock-skew' })
    expect(events.map(({ type }) => type)).not.toContain('clock-corrected')
    expect(emulator.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /oauth2/token',
      'GET /timestamp',
      'POST /oauth2/token',
    ])
  })

  it('is requested beside the token endpoint, without its query, and only for a path that ends in oauth2/token', async () => {
    const emulator = await startEmulator()
    for (const path of ['/realm/oauth2/token?a=b', '/token']) {
      emulator.fail({ ...wrongTimestamp, times: 2, when: path.replace(/\?.*/, '') })
      const tokenEndpointUrl = emulator.url + path
      await failureOf(createTokenProvider({ ...emulator.credentials, tokenEndpointUrl }).getToken())
    }
    expect(emulator.requests.map(({ url }) => url)).toEqual([
      '/realm/oauth2/token?a=b',
      '/realm/timestamp',
      '/realm/oauth2/token?a=b',
      '/token',
      '/token',
    ])
  })
})

describe('the axios-retry options of the token request', () => {
  it('configure how often, when and after which delay it is retried', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 503, times: 10 })
    const delays: unknown[] = []
    const retryDelay = (count: number, error: { response?: { status: number } | undefined }): number => {
      delays.push([count, error.response?.status])
      return 0
    }
    const options = { tokenRequest: { 'axios-retry': { retries: 2, retryDelay } } }
    await failureOf(createTokenProvider(emulator.credentials, options).getToken())
    expect(delays).toEqual([
      [1, 503],
      [2, 503],
    ])
    for (const retryCondition of [async () => false, () => false, () => undefined as never]) {
      const never = { tokenRequest: { 'axios-retry': { retryCondition } } }
      await failureOf(createTokenProvider(emulator.credentials, never).getToken())
    }
    expect(emulator.requests).toHaveLength(6)
  })

  it('cannot make it accept a response that is no token', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 403, body: {} })
    const options = { tokenRequest: { 'axios-retry': { validateResponse: () => true } } }
    expect(await failureOf(createTokenProvider(emulator.credentials, options).getToken())).toMatchObject({
      status: 403,
    })
  })

  it('get errors that show no signature', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 503 })
    emulator.fail({ reset: true })
    emulator.fail({ status: 200, body: 'no JSON' })
    const views: string[] = []
    const onRetry = (_: number, error: unknown): void => {
      views.push(inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error))
    }
    const tokenRequest = { headers: { 'X-Mine': 'yes' }, 'axios-retry': { retryDelay: () => 0, onRetry } }
    await createTokenProvider(emulator.credentials, { tokenRequest }).getToken()
    expect(views).toHaveLength(6)
    expect(views.join()).not.toContain('oauth_')
    expect(views.join()).toContain('X-Mine')
  })
})

it('the lifetime of a token counts from when it was requested', async () => {
  const clock = stopClock()
  const emulator = await startEmulator({ tokenLifetime: 100 })
  emulator.handle('/oauth2/token', () => void clock.forward(40_000), { isPublic: true })
  const tokens = createTokenProvider(emulator.credentials, { refreshAhead: 0 })
  const requestedAt = Date.now()
  expect((await tokens.getToken()).expiresAt).toBe(requestedAt + 100_000)
  clock.forward(59_999)
  expect(tokens.peek?.()).toBeDefined()
  clock.forward(1)
  expect(tokens.peek?.()).toBeUndefined()
})

it('the time limit of the token request closes its connection, too', async () => {
  let closed = (): void => {}
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve
  })
  const { tokens } = await providerFor((_request, response) => void response.on('close', closed), {
    tokenRequest: { timeout: 50 },
  })
  await failureOf(tokens.getToken())
  await isClosed
})

describe('a nonce that was used before', () => {
  it('is replaced once, with a new signature', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 401, body: { errorCode: 401207, message: 'Nonce was used already.' } })
    await createTokenProvider(emulator.credentials).getToken()
    expect(emulator.requests).toHaveLength(2)
  })

  it('causes an error when HERE rejects two in a row', async () => {
    const emulator = await startEmulator()
    emulator.fail({ status: 401, body: { errorCode: 401207, message: 'Nonce was used already.' }, times: 2 })
    const error = await failureOf(createTokenProvider(emulator.credentials).getToken())
    expect(error).toMatchObject({ reason: 'rejected', hereErrorCode: 401207 })
    expect(emulator.requests).toHaveLength(2)
  })
})
