import type { IncomingMessage, ServerResponse } from 'node:http'
import { createTokenProvider, type HereTokenOptions, type TokenProvider } from '../../src/index.ts'
import { startServer } from './server.ts'

/** Retries of the token request without a pause. */
export const instantly = { 'axios-retry': { retryDelay: (): number => 0 } }

/** Credentials of an access key. */
export const key = { accessKeyId: 'key-id', accessKeySecret: 'very-secret-secret' }

/** Creates a token provider whose token endpoint is `listener`. */
export async function providerFor(
  listener: (request: IncomingMessage, response: ServerResponse, count: number) => void,
  options: HereTokenOptions = { tokenRequest: instantly },
): Promise<{ tokens: TokenProvider; requestCount: () => number }> {
  let count = 0
  const origin = await startServer((request, response) => {
    count += 1
    listener(request, response, count)
  })
  const tokens = createTokenProvider({ ...key, tokenEndpointUrl: `${origin}/oauth2/token` }, options)
  return { tokens, requestCount: () => count }
}

/** Responds with JSON, or with text that is not. */
export function respond(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
