import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { connect } from 'node:net'
import { startServer } from './server.ts'

/** A request as it came over the wire. */
export interface Received {
  readonly scheme: 'http' | 'https'
  /** Method, host and path. */
  readonly line: string
  readonly authorization: string | undefined
}

/** What a host answers: a status, headers and JSON; nothing is 200. */
export type Answers = Record<string, { status: number; headers?: Record<string, string>; body?: unknown }>

/**
 * The internet on this machine: agents that take every host here, over `http:` and over `https:` (without TLS), and the
 * requests that arrived. What is asked of a host is in `answers`, by `method host path`.
 */
export async function startHosts(answers: Answers = {}): Promise<{
  agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent }
  received: Received[]
}> {
  const received: Received[] = []
  const serve = async (scheme: Received['scheme']) => {
    const origin = await startServer((request, response) => {
      const line = `${request.method} ${request.headers.host}${request.url}`
      received.push({ scheme, line, authorization: request.headers.authorization })
      const { status, headers, body = {} } = answers[line] ?? { status: 200 }
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

/** An answer that sends elsewhere. */
export function redirect(location: string, status = 302): { status: number; headers: Record<string, string> } {
  return { status, headers: { Location: location } }
}
