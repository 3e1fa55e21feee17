import type { IncomingMessage } from 'node:http'
import type { EmulatorRequest } from '../services/http/request.ts'

/** Reads a request including its whole body. */
export async function readRequest(message: IncomingMessage): Promise<EmulatorRequest> {
  const receivedAt = performance.now()
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  const url = message.url ?? '/'
  // Concatenated and not resolved against a base URL, because a path may begin with two slashes.
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
