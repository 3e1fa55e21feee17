import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { startServer } from '../support/server.ts'

/** A request as it arrived, without what differs each time. */
export interface Recorded {
  server: 'origin' | 'other'
  method: string | undefined
  url: string | undefined
  headers: [string, string][]
  body: string
}

/** Starts a server that records requests and responds by path; `other` is a second origin of the same kind. */
export async function startRecorder(): Promise<{ origin: string; other: string; recorded: Recorded[] }> {
  const recorded: Recorded[] = []
  const listen = (server: Recorded['server']) =>
    startServer((request, response) => {
      void record(request).then((entry) => {
        recorded.push({ server, ...entry })
        respond(request, response)
      })
    })
  const origin = await listen('origin')
  const other = await listen('other')
  return { origin, other, recorded }

  function respond({ url = '/', method }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const status = Number(/^\/status\/(\d+)/.exec(pathname)?.[1] ?? 200)
    const to = searchParams.get('to') === 'other' ? `${other}/end` : (searchParams.get('to') ?? '/end')
    if (status >= 300 && status < 400) response.writeHead(status, { Location: to })
    else response.writeHead(status, { 'Content-Type': 'application/json', 'X-Response': 'yes', ...headersOf(pathname) })
    if (pathname === '/slow') setTimeout(() => response.end('{}'), 400)
    else if (pathname === '/cut') response.write('{"half', () => response.destroy())
    else response.end(method === 'HEAD' || status === 204 ? undefined : bodyOf(pathname))
  }
}

function headersOf(pathname: string): Record<string, string> {
  if (pathname === '/text') return { 'Content-Type': 'text/plain; charset=utf-8' }
  if (pathname === '/gzip') return { 'Content-Encoding': 'gzip' }
  if (pathname === '/cookies') return { 'Set-Cookie': 'a=1' }
  return {}
}

function bodyOf(pathname: string): string | Buffer {
  const body = JSON.stringify({ items: [{ id: 1, title: 'Größe' }], pathname })
  if (pathname === '/text') return 'plain täxt'
  if (pathname === '/empty') return ''
  if (pathname === '/broken') return '{"half'
  if (pathname === '/large') return 'x'.repeat(100_000)
  return pathname === '/gzip' ? gzipSync(body) : body
}

async function record(request: IncomingMessage): Promise<Omit<Recorded, 'server'>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const headers: [string, string][] = []
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    headers.push([request.rawHeaders[index] as string, request.rawHeaders[index + 1] as string])
  }
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1]
  const normalize = (text: string): string => (boundary === undefined ? text : text.replaceAll(boundary, 'boundary'))
  return {
    method: request.method,
    url: request.url,
    // The length of a form depends on its boundary.
    headers: headers
      .map(([name, value]): [string, string] => [name, normalize(value)])
      .filter(([name]) => boundary === undefined || !/^content-length$/i.test(name))
      .sort(),
    body: normalize(Buffer.concat(chunks).toString('latin1')),
  }
}
