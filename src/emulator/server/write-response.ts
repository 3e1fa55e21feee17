import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { EmulatorRequest } from '../services/http/request.ts'
import type { EmulatorResponse } from '../services/http/response.ts'

interface WriteOptions {
  /** For the header `Date`: epoch time in milliseconds, by the emulator's clock. */
  now: number
  /** Sends half of the body, then closes the connection. */
  cut?: boolean | undefined
}

/** Writes a response with the headers that HERE's responses have. */
export function writeResponse(
  target: ServerResponse,
  request: EmulatorRequest,
  { status = 200, headers = {}, body: content }: EmulatorResponse,
  { now, cut = false }: WriteOptions,
): void {
  const ids = idsOf(request, content)
  const body = withRequestId(content, ids)
  target.sendDate = false
  target.writeHead(status, {
    ...(body === undefined || isRaw(body) ? {} : { 'Content-Type': 'application/json' }),
    Date: new Date(now).toUTCString(),
    'X-Request-Id': ids.requestId,
    'X-Correlation-Id': ids.correlationId,
    // A page of an app under test lives at another origin.
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Request-ID',
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    ...headers,
  })
  const bytes = bytesOf(body)
  if (cut) target.write(bytes.subarray(0, bytes.length / 2), () => target.destroy())
  else target.end(bytes)
}

function isRaw(body: unknown): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array
}

function bytesOf(body: unknown): Buffer {
  if (isRaw(body)) return Buffer.from(body)
  return Buffer.from(body === undefined ? '' : JSON.stringify(body))
}

interface ResponseIds {
  requestId: string
  correlationId: string
}

// The ids in the headers equal those in an error's body. A request may bring its own request id.
function idsOf({ headers }: EmulatorRequest, body: unknown): ResponseIds {
  const { requestId = randomUUID(), correlationId = randomUUID() } = Object(body)
  return { requestId: String(headers['x-request-id'] ?? requestId), correlationId }
}

function withRequestId(body: unknown, { requestId }: ResponseIds): unknown {
  return typeof body === 'object' && body !== null && 'requestId' in body ? { ...body, requestId } : body
}
