import { Readable } from 'node:stream'
import axios, { type AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { createHereClient } from '../../src/index.ts'
import { search, startClient } from '../support/emulator.ts'
import { startServer } from '../support/server.ts'

const instantly = { retryDelay: () => 0 }

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
