import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

/** A request as the emulator received it. */
export interface EmulatorRequest {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Path and query as they were sent. */
  readonly url: string
  /** When it came, in milliseconds of `performance.now()`. */
  readonly receivedAt: number
}

/** What the emulator answers. A body that is not text or bytes is sent as JSON. */
export interface Answer {
  /** Default: 200. */
  status?: number | undefined
  headers?: Record<string, string> | undefined
  body?: unknown
}

/** What stands in a path's `{places}`, by name. */
export type PathParameters = Readonly<Record<string, string>>

/** Answers a request, or leaves it to the emulator by returning `undefined`. */
export type Handler = (
  request: EmulatorRequest,
  parameters: PathParameters,
) => Answer | undefined | Promise<Answer | undefined>

/** Reads a request to its end. */
export async function readRequest(message: IncomingMessage): Promise<EmulatorRequest> {
  const receivedAt = performance.now()
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  const url = message.url ?? '/'
  // Appended, as a path may begin with two slashes.
  const { pathname, searchParams } = new URL(`http://emulator.invalid${url.startsWith('/') ? url : '/'}`)
  return {
    method: message.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks),
    url,
    receivedAt,
  }
}

/** The origin that a request came to: what its answer's absolute URLs begin with, so that a client trusts them as well. */
export function originOf({ headers }: EmulatorRequest): string {
  return `http://${headers.host}`
}

/** The body as a JSON object; `undefined` when it is none. */
export function readJsonObject({ body }: EmulatorRequest): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString())
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Writes an answer with the headers that HERE's answers carry. */
export function writeAnswer(
  response: ServerResponse,
  request: EmulatorRequest,
  answer: Answer,
  { now, cut = false }: { now: number; cut?: boolean | undefined },
): void {
  const { status = 200, headers = {} } = answer
  const ids = idsOf(request, answer.body)
  const body = withIds(answer.body, ids)
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  response.sendDate = false
  response.writeHead(status, {
    ...(body === undefined || isRaw ? {} : { 'Content-Type': 'application/json' }),
    Date: new Date(now).toUTCString(),
    'X-Request-Id': ids.requestId,
    'X-Correlation-Id': ids.correlationId,
    // A page of an app under test lives at another origin.
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Request-ID',
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    ...headers,
  })
  const sent = Buffer.from(isRaw ? body : body === undefined ? '' : JSON.stringify(body))
  if (cut) response.write(sent.subarray(0, sent.length / 2), () => response.destroy())
  else response.end(sent)
}

interface Ids {
  requestId: string
  correlationId: string
}

// One answer has one of each, in its headers and in the body of its error; a request may bring its own.
function idsOf({ headers }: EmulatorRequest, body: unknown): Ids {
  const { requestId = randomUUID(), correlationId = randomUUID() } = Object(body)
  return { requestId: String(headers['x-request-id'] ?? requestId), correlationId }
}

function withIds(body: unknown, { requestId }: Ids): unknown {
  return typeof body === 'object' && body !== null && 'requestId' in body ? { ...body, requestId } : body
}
