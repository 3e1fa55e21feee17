import { Readable } from 'node:stream'
import axios, { type AxiosInstance } from 'axios'
import { describe, expect, it } from 'vitest'
import { createHereClient } from '../../src/index.ts'
import { requests, type Send } from './requests.ts'
import { type Recorded, startRecorder } from './server.ts'

// Each request is sent with plain axios and with the client to the same server. What arrives there, what comes back and what
// happens on the way must be the same, except for the token.

type Server = Awaited<ReturnType<typeof startRecorder>>

interface Outcome {
  recorded: Recorded[]
  notes: unknown[]
  result: unknown
}

async function outcomeOf(send: Send, http: AxiosInstance, server: Server): Promise<Outcome> {
  server.recorded.length = 0
  const notes: unknown[] = []
  const result = await send(http, { ...server, note: (what) => void notes.push(what) }).then(
    (value) => shapeOf(value),
    async (error) => ({ failed: await shapeOf(error) }),
  )
  return { recorded: server.recorded.map(withoutToken), notes, result: normalize(result, server) }
}

function hasToken({ headers }: Recorded): boolean {
  return headers.some(([, value]) => value === 'Bearer a.token')
}

// Whether the token must be sent: to the client's own base URL, unless the caller sets or removes the Authorization header.
function shouldHaveToken({ headers, url }: Recorded, { origin }: Server): boolean {
  const isOwnHost = headers.some(([name, value]) => /^host$/i.test(name) && value === new URL(origin).host)
  const hasOwn = headers.some(([name, value]) => /^authorization$/i.test(name) && value !== 'Bearer a.token')
  return isOwnHost && !hasOwn && !url?.includes('anonymous')
}

function withoutToken({ headers, ...rest }: Recorded): Recorded {
  return { ...rest, headers: headers.filter(([, value]) => value !== 'Bearer a.token') }
}

async function shapeOf(value: unknown): Promise<unknown> {
  if (axios.isAxiosError(value)) {
    const { name, message, code, status, config, response, request, cause } = value
    return {
      ...{ keys: Object.keys(value), name, message, code, status, isCancel: axios.isCancel(value) },
      ...{ config: shapeOfConfig(config), request: kindOf(request), response: await shapeOf(response) },
      cause: cause instanceof Error ? [cause.name, cause.message] : cause,
      isAxiosError: value instanceof axios.AxiosError,
      json: shapeOfConfig(value.toJSON()),
    }
  }
  if (value instanceof Error) return { name: value.name, message: value.message, keys: Object.keys(value) }
  if (typeof value !== 'object' || value === null || !('config' in value)) return value
  const { data, status, statusText, headers, config, request } = value as Record<string, unknown>
  return {
    ...{ keys: Object.keys(value), status, statusText, headers: shapeOfConfig(headers), data: await dataOf(data) },
    ...{ config: shapeOfConfig(config), request: kindOf(request) },
  }
}

async function dataOf(data: unknown): Promise<unknown> {
  if (data instanceof Readable || data instanceof ReadableStream) {
    const chunks = await Readable.from(data as Readable)
      .toArray()
      .catch((error) => [String(error)])
    return ['a stream', Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).toString()]
  }
  return Buffer.isBuffer(data) ? ['bytes', data.toString('latin1')] : data
}

// As JSON, with functions by their names, so that values that are no data can be compared, too.
function shapeOfConfig(config: unknown): unknown {
  const seen = new Set<unknown>()
  const text = JSON.stringify(config, (key, value) => {
    if (key === 'stack' || key === 'httpAgent' || key === 'duration') return undefined
    // The client replaces a form that axios builds by its bytes, so that it can be sent again.
    if (key === 'data' && (Buffer.isBuffer(value) || value?._boundary || value?.type === 'Buffer')) return 'bytes'
    if (key === 'signal') return 'signal'
    if (value?._readableState) return '[Readable]'
    if (typeof value === 'function') return `function ${value.name}`
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Readable || value instanceof AbortSignal || seen.has(value)) return kindOf(value)
    seen.add(value)
    return value
  })
  const shape = text === undefined ? undefined : JSON.parse(text)
  for (const holder of [shape, shape?.config]) {
    if (holder?.headers?.Authorization === 'Bearer a.token') delete holder.headers.Authorization
  }
  return shape
}

function kindOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value
}

// Dates, boundaries and ports differ each time.
function normalize(value: unknown, { origin, other }: Server): unknown {
  return JSON.parse(
    (JSON.stringify(value) ?? 'null')
      .replaceAll(origin, 'http://origin')
      .replaceAll(other, 'http://other')
      .replace(/"date":"[^"]*"/g, '"date":"now"')
      .replace(/boundary=[\w.-]+/g, 'boundary=boundary')
      .replace(/"content-length":"?\d+"?/gi, '"content-length":0'),
  )
}

const names = Object.keys(requests)

it('requests.ts has at least 150 requests', () => {
  expect(names.length).toBeGreaterThanOrEqual(150)
})

const noRetries = { 'axios-retry': { retries: 0 } }

describe('the client', () => {
  // An interceptor sets the base URL, because the client would trust its own as a gateway to HERE.
  it.each(names)('sends to another host, and returns, what plain axios does: %s', async (name) => {
    const server = await startRecorder()
    const send = requests[name] as Send
    const [plain, ours] = [axios.create(), createHereClient(() => 'a.token')].map((http) => {
      const create = http.create
      return toServer(Object.assign(http, { create: (config: object) => toServer(create(config), server) }), server)
    }) as [AxiosInstance, AxiosInstance]
    const expected = await outcomeOf(send, plain, server)
    expect(await outcomeOf(send, ours, server)).toEqual(expected)
    expect(server.recorded.filter(hasToken)).toEqual([])
  })

  it.each(names)('sends to HERE, and returns, what plain axios does, except for the token: %s', async (name) => {
    const server = await startRecorder()
    const send = requests[name] as Send
    const config = { baseURL: server.origin, ...noRetries }
    const expected = await outcomeOf(send, axios.create(config), server)
    const here = createHereClient(() => 'a.token', config)
    await here.tokens.getToken()
    expect(await outcomeOf(send, here, server)).toEqual(expected)
    expect(server.recorded.filter(hasToken)).toEqual(server.recorded.filter((entry) => shouldHaveToken(entry, server)))
  })
})

function toServer(http: AxiosInstance, { origin }: Server): AxiosInstance {
  http.interceptors.request.use(
    (config) => {
      config.baseURL ??= origin
      return config
    },
    null,
    { synchronous: true },
  )
  return http
}
