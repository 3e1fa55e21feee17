import { Readable } from 'node:stream'
import axios, { type AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { createHereClient } from '../../src/index.ts'
import { search, startClient } from '../support/emulator.ts'
import { startServer } from '../support/server.ts'

const instantly = { retryDelay: () => 0 }

describe('a retry', () => {
  it('sends the same body again after a temporary failure, and leaves the config as it was', async () => {
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
    ['a network failure', 4, { reset: true }, 'GET'],
    ['status 429', 4, { status: 429 }, 'GET'],
    ['status 500 of a DELETE', 4, { status: 500 }, 'DELETE'],
    ['status 500 of a POST', 1, { status: 500 }, 'POST'],
    ['a response that breaks off', 4, { cut: true }, 'GET'],
    ['a response that breaks off, of a POST', 1, { cut: true }, 'POST'],
    ['status 404', 1, { status: 404 }, 'GET'],
    ['status 404 without a body', 1, { status: 404, body: '' }, 'GET'],
    ['status 429 with a Retry-After of more than 30 s', 1, { status: 429, headers: { 'Retry-After': '31' } }, 'GET'],
  ])('a request that ends with %s is sent %i times', async (_, attempts, failure, method) => {
    const { here, emulator } = await startClient()
    emulator.fail({ ...failure, times: 10, when: '/v1/discover' })
    const error = await here
      .request({ method, url: '/v1/discover', params: search, 'axios-retry': instantly })
      .catch((e) => e)
    expect(error.isAxiosError).toBe(true)
    if ('status' in failure) expect(error.status).toBe(failure.status)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(attempts)
  })

  it('is configured by the request first, and then by the client', async () => {
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

  it('shows callbacks the response as transforms leave it, and the caller a response that was transformed once', async () => {
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

  it('follows a successful response that validateResponse rejects', async () => {
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

  it('is not made after the abort of the caller', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 503, times: 10, when: '/v1/discover' })
    const abort = new AbortController()
    const retry = { retryDelay: () => 10_000, onRetry: () => abort.abort() }
    const pending = here.get('/v1/discover', { params: search, signal: abort.signal, 'axios-retry': retry })
    expect(axios.isCancel(await pending.catch((error) => error))).toBe(true)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(1)
  })

  it('is not made for a 403 to which an adapter gives its own error code', async () => {
    let calls = 0
    const here = createHereClient(() => 'a.token', {
      adapter: async (config) => {
        calls += 1
        const response = { status: 403, statusText: '', data: undefined, headers: {}, config }
        throw new axios.AxiosError('forbidden', 'E_CUSTOM', config, {}, response)
      },
    })
    await expect(here.get('/v1/discover')).rejects.toMatchObject({ status: 403 })
    expect(calls).toBe(1)
  })

  it('never sends a stream twice', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 503, times: 10, when: '/v1/upload' })
    const retry = { ...instantly, retryCondition: () => true }
    await expect(here.put('/v1/upload', Readable.from(['once']), { 'axios-retry': retry })).rejects.toMatchObject({
      status: 503,
    })
    expect(emulator.requestsTo('/v1/upload')).toHaveLength(1)
  })

  it('is not made for a response that axios itself rejects, because it would reject the next one, too', async () => {
    const { here, emulator } = await startClient()
    await expect(here.get('/v1/discover', { params: search, maxContentLength: 10 })).rejects.toThrow(/maxContentLength/)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(1)
  })

  it('is not made for a Retry-After of more than 30 s, also with a retryCondition of the caller', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 429, headers: { 'Retry-After': '31' }, when: '/v1/discover' })
    const options = { params: search, 'axios-retry': { retryCondition: () => true } }
    await expect(here.get('/v1/discover', options)).rejects.toMatchObject({ status: 429 })
  })

  it('counts all attempts against the timeout of the request', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.fail({ status: 503, delay: 150, when: '/v1/discover' })
    emulator.fail({ delay: 150, when: '/v1/discover' })
    const options = { params: search, timeout: 250, 'axios-retry': { retryDelay: () => 0 } }
    await expect(here.get('/v1/discover', options)).rejects.toMatchObject({ code: 'ECONNABORTED' })
  })

  it('ends by the abort of the caller when the adapter ignores it, and is not made for an abort itself', async () => {
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

  it('ends by the cancel token of the caller during the pause', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 503, times: 10, when: '/v1/discover' })
    const { token, cancel } = axios.CancelToken.source()
    const retry = { retryDelay: () => 60_000, onRetry: () => void setTimeout(() => cancel('enough'), 5) }
    const pending = here.get('/v1/discover', { params: search, cancelToken: token, 'axios-retry': retry })
    expect(axios.isCancel(await pending.catch((error) => error))).toBe(true)
  })

  it('transforms each response once, and leaves nothing in the config of a request that was not repeated', async () => {
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

  it('restores validateStatus in the config after validateResponse', async () => {
    const { here } = await startClient()
    const retry = { validateResponse: () => true }
    const { config } = await here.get('/v1/discover', { params: search, 'axios-retry': retry })
    expect(config.validateStatus?.(200)).toBe(true)
  })

  it('follows an adapter that throws instead of rejecting, and its error shows no token', async () => {
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

  it('is not made for other hosts, even with axios-retry options in the config', async () => {
    const { here } = await startClient()
    let received = 0
    const otherHost = await startServer((_request, response) => {
      received += 1
      response.writeHead(503).end()
    })
    const options = { 'axios-retry': { retries: 2, ...instantly } }
    await expect(here.get(otherHost, options)).rejects.toMatchObject({ status: 503 })
    expect(received).toBe(1)
  })
})

it('repeats a request with the same bytes where the caller has put the token into its own parameters and headers', async () => {
  const { here, emulator } = await startClient()
  emulator.handle('/v1/echo', () => ({ body: {} }))
  const { accessToken } = await here.tokens.getToken()
  emulator.fail({ status: 503, body: {}, when: '/v1/echo' })
  const retry = { retries: 1, retryDelay: () => 0, onRetry: () => {} }
  const request = { params: { access_token: accessToken }, headers: { 'X-Forward': `Bearer ${accessToken}` } }
  await here.get('/v1/echo', { ...request, 'axios-retry': retry })
  const [first, second] = emulator.requestsTo('/v1/echo')
  expect(second?.url).toBe(first?.url)
  expect(second?.headers['x-forward']).toBe(`Bearer ${accessToken}`)
})
