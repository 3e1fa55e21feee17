// The back end of the page, which builds it, serves it, and provides it with tokens: `npx tsx examples/browser/server.ts`.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTokenProvider } from 'axios-here'
import { build } from 'vite'
import { hereOrEmulator } from '../here-or-emulator.ts'

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

const { credentials, config } = await hereOrEmulator()
const tokens = createTokenProvider(credentials)
const outDir = await mkdtemp(join(tmpdir(), 'axios-here-example-'))
await build({ root: fileURLToPath(new URL('.', import.meta.url)), logLevel: 'error', build: { outDir } })

/** Returns the response for a path: a file of the build, the config of the page, or a token. */
async function respondTo(pathname: string): Promise<{ type: string; body: string | Buffer }> {
  if (pathname === '/here-config') return json({ baseURL: config.baseURL })
  if (pathname !== '/here-token') {
    const file = join(outDir, normalize(pathname === '/' ? '/index.html' : pathname))
    return { type: types[extname(file)] ?? 'application/octet-stream', body: await readFile(file) }
  }
  // Your own back end should do this for signed-in users only.
  const { accessToken, expiresAt } = await tokens.getToken()
  return json({ accessToken, expiresAt })
}

function json(value: object): { type: string; body: string } {
  return { type: 'application/json', body: JSON.stringify(value) }
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  respondTo(pathname).then(
    ({ type, body }) => response.setHeader('Content-Type', type).end(body),
    (error) => response.writeHead(pathname === '/here-token' ? 502 : 404).end(String(error)),
  )
})
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void rm(outDir, { recursive: true }).then(() => process.exit()))
}
