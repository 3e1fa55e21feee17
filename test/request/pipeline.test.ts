import { Agent } from 'node:http'
import type { Readable } from 'node:stream'
import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { createHereClient, readHereIds } from '../../src/index.ts'
import { search, startClient, startEmulator } from '../support/emulator.ts'
import { startServer } from '../support/server.ts'

const instantly = { retryDelay: () => 0 }

describe('a relative URL', () => {
  it('rejects, and names the nearest paths, when no service has its path', async () => {
    const error = await createHereClient(() => 'a.token')
      .get('/v1/discovery')
      .catch((reason) => reason)
    expect(error).toMatchObject({ isAxiosError: true, code: 'ERR_HERE_ROUTE', config: { url: '/v1/discovery' } })
    expect(error.message).toMatch(/\/v1\/discovery.*\/v1\/discover/)
  })

  it('rejects as cancelled when its request is cancelled already, before its path is looked up', async () => {
    const here = createHereClient(() => 'a.token')
    const error = await here.get('/v1/nowhere', { signal: AbortSignal.abort() }).catch((reason) => reason)
    expect(axios.isCancel(error)).toBe(true)
  })

  it('is left to axios when it is a data: URL', async () => {
    const here = createHereClient(() => 'a.token')
    expect(String((await here.get('data:text/plain,hello')).data)).toBe('hello')
  })
})

describe('here.requestId', () => {
  const idOf = (emulator: { requests: readonly { headers: Record<string, unknown> }[] }): unknown =>
    emulator.requests.at(-1)?.headers['x-request-id']

  it('is sent as X-Request-ID, and is read from responses and errors', async () => {
    const { here, emulator } = await startClient()
    const response = await here.get('/v1/discover', { params: search, here: { requestId: 'order-1' } })
    expect(idOf(emulator)).toBe('order-1')
    expect(readHereIds(response)).toEqual({ requestId: 'order-1', correlationId: expect.stringMatching(/./) })
    const error = await here.get('/v1/discover', { here: { requestId: 'order-2' } }).catch((error) => error)
    expect(readHereIds(error)).toEqual({
      requestId: 'order-2',
      correlationId: error.response.headers['x-correlation-id'],
    })
  })

  it('creates a UUID for each request when it is true, and keeps it for the replay', async () => {
    const { here, emulator } = await startClient({ here: { requestId: true } })
    await here.get('/v1/discover', { params: search })
    const first = idOf(emulator)
    expect(first).toMatch(/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/)
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    const [, unauthorized, second] = emulator.requestsTo('/v1/discover').map(({ headers }) => headers['x-request-id'])
    expect(second).toBe(unauthorized)
    expect(second).not.toBe(first)
  })

  it('does not replace a header of the caller, is not sent to other hosts, and stays in a config that is sent again', async () => {
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

  it.each(['', 'a b', 'line\nbreak', 1, false])('rejects the request when it is %j', async (requestId) => {
    const here = createHereClient(() => 'any-token')
    const sent = here.get('/v1/discover', { here: { requestId: requestId as never } })
    await expect(sent).rejects.toThrow(/^here\.requestId must be true or text$/)
  })
})

describe('a response that is a stream, over an agent with one connection', () => {
  it.each([401, 503])('is discarded when the request is sent again after %i', async (status) => {
    const httpAgent = new Agent({ maxSockets: 1 })
    const { here, emulator } = await startClient({ httpAgent, responseType: 'stream', 'axios-retry': instantly })
    await here.tokens.getToken()
    emulator.fail({ status, body: 'x'.repeat(2_000_000), when: '/v1/discover' })
    const { data } = await here.get<Readable>('/v1/discover', { params: search })
    data.destroy()
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })
})

describe('a response that is a stream', () => {
  it.each(['http', 'fetch'] as const)(
    'reaches the caller unchanged after the stream of a 401 was discarded, on the %s adapter',
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

it('the config of a response contains the adapter of the caller, or of the defaults', async () => {
  const { here } = await startClient()
  const given = await here.get('/v1/discover', { params: search, adapter: 'http' })
  expect(given.config.adapter).toBe('http')
  const { config } = await here.get('/v1/discover', { params: search })
  expect(config.adapter).toEqual(here.defaults.adapter)
})

it('an error of the adapter that is no AxiosError reaches the caller unchanged', async () => {
  const broken = new Error('adapter is broken')
  const here = createHereClient(() => 'a.token', { adapter: () => Promise.reject(broken) })
  await expect(here.get('/v1/discover')).rejects.toBe(broken)
})

it('a frozen error of the adapter reaches the caller unchanged', async () => {
  const emulator = await startEmulator()
  const error = new axios.AxiosError('frozen', 'ECONNRESET', {} as never)
  const here = createHereClient(() => 'a.token', {
    baseURL: emulator.url,
    adapter: async () => Promise.reject(Object.freeze(error)),
    'axios-retry': { retries: 1, retryDelay: () => 0 },
  })
  await expect(here.get('/v1/discover')).rejects.toBe(error)
})

it('takes a timeout that is text for its number, as axios does', async () => {
  const { here } = await startClient({ timeout: '3000' as never })
  expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
  expect((await here.get('/v1/discover', { params: search, timeout: '5000' as never })).status).toBe(200)
})
