import { once } from 'node:events'
import { Agent } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'
import axios, { type AxiosError, type AxiosRequestConfig, type InternalAxiosRequestConfig } from 'axios'
import MockAdapter from 'axios-mock-adapter'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/emulator/index.ts'
import { createHereClient, createTokenProvider, type HereClient } from '../../src/index.ts'
import { search, startClient, startEmulator } from '../support/emulator.ts'
import { startServer } from '../support/server.ts'

const instantly = { retryDelay: () => 0 }

/** Everything that a logger, a console or a debugger would print of a value. */
function viewsOf(value: unknown): string {
  const { message, stack, cause } = (value ?? {}) as Error
  const all = { depth: Number.POSITIVE_INFINITY, maxStringLength: null, maxArrayLength: null } as const
  return [
    message,
    stack,
    inspect(value, all),
    inspect(value, { ...all, showHidden: true, getters: true }),
    inspect(cause, { ...all, showHidden: true }),
    inspect({ ...(value as object) }, all),
    JSON.stringify(value),
    JSON.stringify({ ...(value as object) }),
  ].join('\n')
}

/** Returns the text around a secret in the views, which are too long to print. */
function whereIn(views: string, secret: string): string | undefined {
  const index = views.indexOf(secret)
  return index < 0 ? undefined : views.slice(Math.max(0, index - 200), index + 50)
}

async function failureOf(promise: Promise<unknown>) {
  return promise.then(
    () => expect.fail('it should have failed'),
    (error) => error,
  )
}

async function tokenOf(here: HereClient): Promise<string> {
  return (await here.tokens.getToken()).accessToken
}

describe.each(['http', 'fetch'] as const)('the token, on the %s adapter,', (adapter) => {
  it.each<[string, Failure, AxiosRequestConfig?]>([
    ['status 404', { status: 404, body: { title: 'No' } }],
    ['a second 401', { status: 401, body: { error: 'Unauthorized' } }],
    ['status 404 with a stream', { status: 404, body: 'No' }, { responseType: 'stream' }],
    ['status 404 with bytes', { status: 404, body: 'No' }, { responseType: 'arraybuffer' }],
    ['status 503', { status: 503, body: {} }],
    ['a reset connection', { reset: true }],
    ['a timeout', { delay: 300 }, { timeout: 50 }],
    ['an abort', { delay: 300 }, { signal: AbortSignal.timeout(50) }],
    ['a response that is too large', { status: 200, body: 'x'.repeat(1000) }, { maxContentLength: 10 }],
    ['an endless redirect', { status: 302, headers: { Location: '/v1/discover' } }],
    [
      'text that should be JSON',
      { status: 200, body: 'no JSON' },
      { responseType: 'json', transitional: { silentJSONParsing: false } },
    ],
    ['status 404 with the option redact of axios', { status: 404 }, { redact: ['x-api-key'] }],
  ])('is in no view of the error after %s', async (_, failure, more) => {
    const { here, emulator } = await startClient({ adapter })
    const accessToken = await tokenOf(here)
    emulator.fail({ ...failure, times: 50, when: '/v1/discover' })
    const error = await failureOf(here.get('/v1/discover', { params: search, 'axios-retry': instantly, ...more }))
    const refreshed = await tokenOf(here)
    expect(error).toMatchObject({ isAxiosError: true, config: { url: '/v1/discover' } })
    expect(whereIn(viewsOf(error), accessToken)).toBeUndefined()
    expect(whereIn(viewsOf(error), refreshed)).toBeUndefined()
    expect(whereIn(viewsOf(error), 'Bearer')).toBeUndefined()
  })

  it('is in no view of the errors that callbacks of axios-retry get', async () => {
    const { here, emulator } = await startClient({ adapter })
    emulator.fail({ status: 503, body: {}, times: 2, when: '/v1/discover' })
    const errors: unknown[] = []
    const views: string[] = []
    const record = (error: unknown): void => {
      errors.push(error)
      views.push(viewsOf(error))
    }
    const retryCondition = (error: unknown): boolean => {
      record(error)
      return true
    }
    const retry = { ...instantly, retryCondition, onRetry: (_: number, error: unknown) => record(error) }
    await here.get('/v1/discover', { params: search, 'axios-retry': retry })
    expect(views).toHaveLength(4)
    // Also later, when the request has been sent again.
    expect(whereIn([...views, ...errors.map(viewsOf)].join(), 'Bearer')).toBeUndefined()
  })
})

describe('the token, on Node’s http adapter,', () => {
  it('is in no view of an error whose agent is sending it for other requests', async () => {
    const httpAgent = new Agent({ keepAlive: true })
    const { here, emulator } = await startClient({ httpAgent })
    const accessToken = await tokenOf(here)
    emulator.fail({ delay: 200, when: '/v1/browse' })
    const other = here.get('/v1/browse', { params: search })
    emulator.fail({ status: 404, when: '/v1/discover', times: 3 })
    const errors = [
      await failureOf(here.get('/v1/discover', { params: search })),
      await failureOf(here.get('/v1/discover', { params: search, redact: ['x'] })),
      await failureOf(here.get('/v1/discover', { params: search, responseType: 'stream' })),
    ]
    expect(inspect(httpAgent, { depth: Number.POSITIVE_INFINITY })).toContain(accessToken)
    for (const error of errors) {
      expect(whereIn(viewsOf(error), accessToken)).toBeUndefined()
      expect(error.config.httpAgent).toBe(httpAgent)
    }
    await other
  })

  it('is in no view of an error whose request body is a stream', async () => {
    const { here, emulator } = await startClient()
    const accessToken = await tokenOf(here)
    emulator.fail({ status: 403, when: '/v1/upload' })
    const origin = await startServer((_request, response) => void response.writeHead(403).end())
    const gateway = createHereClient(here.tokens, { baseURL: origin })
    const body = new PassThrough()
    body.write('never ends')
    const error = await failureOf(gateway.put('/v1/upload', body))
    expect(error.status).toBe(403)
    expect(whereIn(viewsOf(error), accessToken)).toBeUndefined()
    body.destroy()
  })

  it('is in no view of the error of a response stream that is aborted', async () => {
    const { here } = await startClient()
    const accessToken = await tokenOf(here)
    const origin = await startServer((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half of it')
    })
    const gateway = createHereClient(here.tokens, { baseURL: origin, responseType: 'stream' })
    const abort = new AbortController()
    const { data } = await gateway.get('/v1/tile', { signal: abort.signal })
    const failed = once(data, 'close').catch((reason) => [reason])
    await once(data, 'data')
    abort.abort()
    const [error] = await failed
    expect(axios.isCancel(error)).toBe(true)
    expect(whereIn(viewsOf(error), accessToken)).toBeUndefined()
  })
})

it('an error of an adapter that quotes the headers shows no token', async () => {
  const here = createHereClient(() => 'a.token', {
    adapter: async (config) => {
      const cause = new Error(`no mock for ${JSON.stringify(config.headers)}`)
      throw config.url === '/v1/browse' ? axios.AxiosError.from(cause, 'ERR_BAD_REQUEST', config) : cause
    },
  })
  expect(whereIn(viewsOf(await failureOf(here.get('/v1/discover'))), 'a.token')).toBeUndefined()
  const wrapped = await failureOf(here.get('/v1/browse'))
  expect(wrapped.message).toContain('no mock for')
  // axios copies the message of a cause to a hidden symbol, which cannot be changed.
  const views = [inspect(wrapped), wrapped.stack, wrapped.cause.stack, JSON.stringify(wrapped)]
  expect(whereIn(views.join(), 'a.token')).toBeUndefined()
})

it('an error of an adapter that quotes the headers of the token request shows no signature', async () => {
  const here = createHereClient({ accessKeyId: 'id', accessKeySecret: 'secret' })
  new MockAdapter(here as never, { onNoMatch: 'throwException' })
  const error = await failureOf(here.get('/v1/discover'))
  expect(error.message).toContain('Could not find mock')
  expect(viewsOf(error)).not.toMatch(/oauth_signature="[^…]/)
})

describe('the printed form of an error', () => {
  async function printedErrorWith(
    data: unknown,
    failure: object = {},
  ): Promise<{ text: string; json: string; error: AxiosError }> {
    const here = createHereClient(() => 'a.token', {
      adapter: async (config) => {
        throw Object.assign(new axios.AxiosError('no', 'ERR_BAD_REQUEST', { ...config, data }), failure)
      },
    })
    const error = await failureOf(here.post('/v1/discover'))
    return { text: inspect(error, { depth: 10 }), json: JSON.stringify(error), error }
  }

  class Live {
    readonly secret = 'in flight'
  }

  it('contains the class name of an object that is not plain', async () => {
    const { text, json, error } = await printedErrorWith({
      live: new Live(),
      list: [new Live(), 1],
      odd: Object.create(Object.create(null)),
    })
    expect(text).toContain("data: { live: '[Live]', list: [ '[Live]', 1 ], odd: '[Object]' }")
    expect(JSON.parse(json).config.data).toEqual({ live: '[Live]', list: ['[Live]', 1], odd: '[Object]' })
    expect(JSON.parse(JSON.stringify(error.config)).data).toEqual(JSON.parse(json).config.data)
    expect(error.config?.data.live.secret).toBe('in flight')
  })

  it('contains plain data, dates and bytes as they are, also when they occur twice', async () => {
    const twice = { a: 1 }
    const data = {
      bare: Object.assign(Object.create(null), { b: null }),
      twice: [twice, { twice }],
      at: new Date(0),
      u: undefined,
    }
    const { text, json } = await printedErrorWith(data)
    expect(JSON.parse(json).config.data).toEqual({
      bare: { b: null },
      twice: [{ a: 1 }, { twice: { a: 1 } }],
      at: '1970-01-01T00:00:00.000Z',
    })
    expect(text).toMatch(/at: 1970-01-01T00:00:00.000Z/)
    expect((await printedErrorWith(new Uint8Array([1, 2]))).text).toContain('data: Uint8Array(2) [ 1, 2 ]')
  })

  it('contains the class names of request and stream, which stay unchanged for code', async () => {
    const request = Object.assign(new Live(), { _redirectable: new Live() })
    const body = Readable.from(['x'])
    const { text, json, error } = await printedErrorWith(undefined, {
      request,
      response: { status: 404, headers: {}, data: body, request },
    })
    expect(text).toContain('data: [Readable]')
    expect(JSON.stringify(error.response)).toContain('"data":"[Readable]"')
    expect(inspect([error.request, error.request._redirectable])).toBe('[ [Live], [Live] ]')
    expect(JSON.stringify([error.request, error.request._redirectable])).toBe('["[Live]","[Live]"]')
    expect(json).not.toContain('in flight')
    expect(error.request.secret).toBe('in flight')
    expect(error.response?.data).toBe(body)
    expect(Object.keys(error)).toContain('request')
  })

  it('contains a response that is no stream unchanged', async () => {
    const data = { title: 'No', pipe: 'none' }
    const { text, error } = await printedErrorWith(undefined, { response: { status: 404, headers: {}, data } })
    expect(text).toContain("data: { title: 'No', pipe: 'none' }")
    expect(Object.keys(error.response ?? {})).not.toContain('request')
  })

  const sentWith = 'Bearer a.token'
  it.each<[string, (config: InternalAxiosRequestConfig) => unknown]>([
    ['an error around an AxiosError', (c) => new Error('open', { cause: new axios.AxiosError('x', 'E', c) })],
    ['an AxiosError around an AxiosError', (c) => axios.AxiosError.from(new axios.AxiosError('x', 'E', c), 'E', c)],
    ['an AggregateError', (c) => new AggregateError([new axios.AxiosError('x', 'E', c)], 'all failed')],
    ['another error with the config', (c) => Object.assign(new Error('x'), { config: c })],
    ['an object that is no error', (c) => ({ config: c, why: sentWith })],
    ['text', () => `failed with ${sentWith}`],
    ['a cloned config', (c) => new axios.AxiosError('x', 'E', JSON.parse(JSON.stringify(c)))],
    ['a copied config', (c) => new axios.AxiosError('x', 'E', { ...c, headers: { ...c.headers } as never })],
    [
      'a copied config in the response',
      (c) => {
        const response = {
          status: 404,
          statusText: '',
          data: 1,
          headers: {},
          config: { ...c, headers: { ...c.headers } },
        }
        return new axios.AxiosError('x', 'E', c, undefined, response as never)
      },
    ],
    [
      'a property that contains the header',
      (c) => Object.assign(new axios.AxiosError('x', 'E', c), { sent: [{ authorization: sentWith }] }),
    ],
    ['a frozen error', (c) => Object.freeze(Object.assign(new Error('x'), { config: c }))],
  ])('shows no token when the adapter rejects with %s', async (_, reject) => {
    const here = createHereClient(() => 'a.token', { adapter: (config) => Promise.reject(reject(config)) })
    const error = await failureOf(here.get('/v1/discover'))
    const views = [inspect(error, { depth: Number.POSITIVE_INFINITY }), JSON.stringify(error), error.stack]
    expect(whereIn(views.join(), 'a.token')).toBeUndefined()
    expect(error).not.toBeInstanceOf(TypeError)
  })

  it('shows no token in the messages of eight causes, and leaves deeper ones unchanged', async () => {
    const chain = (length: number): Error => new Error('with a.token', length === 0 ? {} : { cause: chain(length - 1) })
    const here = createHereClient(() => 'a.token', { adapter: () => Promise.reject(chain(9)) })
    let error: Error = await failureOf(here.get('/v1/discover'))
    const messages: string[] = []
    for (; error !== undefined; error = error.cause as Error) messages.push(error.message)
    expect(messages).toEqual([...Array(8).fill('with …'), 'with a.token', 'with a.token'])
    const bare = Object.assign(new Error('a.token'), { stack: undefined })
    const second = createHereClient(() => 'a.token', { adapter: () => Promise.reject(bare) })
    expect(await failureOf(second.get('/v1/discover'))).toMatchObject({ message: '…' })
  })
})

describe('an error of a request', () => {
  it('has its request, response and config with all adapters', async () => {
    for (const adapter of ['http', 'fetch'] as const) {
      const { here, emulator } = await startClient({ adapter })
      emulator.fail({ status: 404, headers: { 'X-Why': 'because' }, body: { title: 'No' }, when: '/v1/discover' })
      const error = await failureOf(here.get('/v1/discover', { params: search, headers: { 'X-Mine': 'yes' } }))
      expect(error.request).toBeDefined()
      expect(error.response.request).toBe(error.request)
      expect(error.response.headers['x-why']).toBe('because')
      expect(error.config.headers.get('X-Mine')).toBe('yes')
      expect(error.toJSON()).toMatchObject({
        status: 404,
        config: { url: '/v1/discover', headers: { 'X-Mine': 'yes' } },
      })
      expect(error.toJSON().config).not.toBe(error.config)
      expect(inspect(error)).toContain("url: '/v1/discover'")
    }
  })

  it('has the JSON of axios, except for the token, agents and streams', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 404, when: '/v1/discover', times: 2 })
    const request = { params: search, headers: { 'X-Mine': 'yes' } }
    const url = `${emulator.url}/v1/discover`
    const ours = (await failureOf(here.get('/v1/discover', request))).toJSON()
    const theirs = (await failureOf(axios.get(url, { ...request, headers: { ...request.headers } }))).toJSON()
    const { url: _, baseURL, httpAgent, ...config } = ours.config
    const { url: __, ...expected } = JSON.parse(JSON.stringify(theirs.config))
    expect({ ...JSON.parse(JSON.stringify(config)) }).toEqual(expected)
    expect(Object.keys(ours)).toEqual(Object.keys(theirs))
  })

  it('can be sent again, with its agent, by interceptors of the application', async () => {
    const httpAgent = new Agent({ keepAlive: true })
    const { here, emulator } = await startClient({ httpAgent })
    let replays = 0
    here.interceptors.response.use(null, (error) => {
      replays += 1
      return replays > 3 ? Promise.reject(error) : here.request(error.config)
    })
    emulator.fail({ status: 404, when: '/v1/discover', times: 2 })
    const { status, config } = await here.get('/v1/discover', { params: search })
    expect(status).toBe(200)
    expect(replays).toBe(2)
    expect(config.httpAgent).toBe(httpAgent)
    httpAgent.destroy()
  })

  it('can be sent again when its request was never sent, which counts as one request', async () => {
    const { here, emulator } = await startClient()
    const error = await failureOf(here.get('/v1/discover', { signal: AbortSignal.abort() }))
    emulator.fail({ status: 401, body: {}, times: 10, when: '/v1/discover' })
    await here.request({ ...error.config, signal: undefined }).catch(() => {})
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })

  it('may contain frozen objects and cycles', async () => {
    const data: Record<string, unknown> = { list: [1] }
    data.self = data
    const here = createHereClient(() => 'a.token', {
      adapter: async (config) => {
        const request = Object.freeze({ header: 'Bearer a.token' })
        throw new axios.AxiosError('broken', 'ERR_BAD_REQUEST', { ...config, data }, request)
      },
    })
    const error = await failureOf(here.post('/v1/discover'))
    expect(error.request.header).toBe('Bearer a.token')
    expect(JSON.parse(JSON.stringify(error)).config.data).toEqual({ list: [1], self: '[Circular]' })
    expect(inspect(error)).not.toContain('a.token')
  })

  it('shows no token after an abort between the response and its transforms', async () => {
    const abort = new AbortController()
    const here = createHereClient(() => 'a.token', {
      signal: abort.signal,
      adapter: async (config) => {
        abort.abort()
        return { data: '', status: 200, statusText: 'OK', headers: {}, config }
      },
    })
    const error = await failureOf(here.get('/v1/discover'))
    expect(error.code).toBe('ERR_CANCELED')
    expect(whereIn(viewsOf(error), 'a.token')).toBeUndefined()
  })
})

describe('secret, signature and token', () => {
  const echo = 'Signature mismatch for "POST&https%3A%2F%2Fa" with Sw5dUmTd9pVHKC0zRCsYrQYd1xkYMMIDKQ4/R3ZZQWs='
  it.each<[string, Failure, object?]>([
    ['is rejected', { status: 401, body: {} }],
    [
      'is rejected with a message that repeats the signature',
      { status: 401, body: { errorCode: 401300, message: echo } },
    ],
    ['is rejected with an id that repeats the signature', { status: 401, body: { errorId: echo, message: 'No' } }],
    ['is rejected with a code that repeats the signature', { status: 401, body: { code: echo, title: 'No' } }],
    ['gets status 503', { status: 503 }],
    ['loses its connection', { reset: true }],
    ['gets truncated JSON', { status: 200, body: '{"access_token":"half.a.token' }],
    ['gets JSON with an error in the token', { status: 200, body: '{"access_token":half.a.token,"expires_in":1}' }],
    ['gets a field of a wrong type', { status: 200, body: { access_token: 'half.a.token', expires_in: 'never' } }],
    ['is redirected', { status: 307, headers: { Location: 'http://127.0.0.1:1/' } }],
    ['is too slow', { delay: 300 }, { timeout: 50 }],
  ])('are in no view of the error of a token request that %s', async (_, failure, more) => {
    for (const adapter of ['http', 'fetch'] as const) {
      const emulator = await startEmulator()
      emulator.fail({ ...failure, times: 4 })
      const httpAgent = new Agent({ keepAlive: true })
      const here = createHereClient(emulator.credentials, {
        baseURL: emulator.url,
        here: { tokenRequest: { adapter, httpAgent, 'axios-retry': instantly, ...more } },
      })
      const error = await failureOf(here.get('/v1/discover'))
      expect(error.code).toBe('ERR_HERE_AUTH')
      const views = viewsOf(error)
      for (const secret of [emulator.credentials.accessKeySecret, 'oauth_', 'half.a', 'Sw5dUmTd9pVHKC0zRCsYrQYd1']) {
        expect(whereIn(views, secret)).toBeUndefined()
      }
      httpAgent.destroy()
    }
  })

  it('are in no view of the client and its token provider', async () => {
    const { here, emulator } = await startClient()
    const accessToken = await tokenOf(here)
    const views = [here, here.tokens, createTokenProvider(emulator.credentials)].flatMap((value) => [
      inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
      JSON.stringify(value),
    ])
    expect(whereIn(views.join(), accessToken)).toBeUndefined()
    expect(whereIn(views.join(), emulator.credentials.accessKeySecret)).toBeUndefined()
  })
})

it('a response that is a stream can be read as a whole, although its printed form shows no token', async () => {
  const { here } = await startClient({ responseType: 'stream' })
  const response = await here.get<Readable>('/v1/discover', { params: search })
  expect(whereIn(inspect(response, { depth: Number.POSITIVE_INFINITY }), 'Bearer')).toBeUndefined()
  expect(Object.keys(response)).toContain('request')
  const chunks = await Readable.from(response.data).toArray()
  expect(JSON.parse(Buffer.concat(chunks).toString()).items).toHaveLength(1)
  await delay(0)
})
