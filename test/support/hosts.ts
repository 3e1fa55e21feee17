import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { connect } from 'node:net'
import { startServer } from './server.ts'

/** A request as it arrived. */
export interface Received {
  readonly scheme: 'http' | 'https'
  /** Method, host and path. */
  readonly line: string
  readonly authorization: string | undefined
}

/** The responses of hosts, by `method host path`: a status, headers and JSON. Any other request gets 200. */
export type Responses = Record<string, { status: number; headers?: Record<string, string>; body?: unknown }>

/**
 * Replaces the internet: the agents connect every host to a server on this machine, over `http:` and over `https:` (without
 * TLS). Returns them with the requests that arrived.
 */
export async function startHosts(responses: Responses = {}): Promise<{
  agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent }
  received: Received[]
}> {
  const received: Received[] = []
  const serve = async (scheme: Received['scheme']) => {
    const origin = await startServer((request, response) => {
      const line = `${request.method} ${request.headers.host}${request.url}`
      received.push({ scheme, line, authorization: request.headers.authorization })
      const { status, headers, body = {} } = responses[line] ?? { status: 200 }
      request.resume().on('end', () => response.writeHead(status, headers).end(JSON.stringify(body)))
    })
    return () => connect(Number(new URL(origin).port), '127.0.0.1')
  }
  const agents = {
    httpAgent: Object.assign(new HttpAgent(), { createConnection: await serve('http') }),
    httpsAgent: Object.assign(new HttpsAgent(), { createConnection: await serve('https') }),
  }
  return { agents, received }
}

/** Creates a response that redirects. */
export function redirect(location: string, status = 302): { status: number; headers: Record<string, string> } {
  return { status, headers: { Location: location } }
}
