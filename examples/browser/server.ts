// The back end of the page: builds it, serves it, and gives it tokens. `npx tsx examples/browser/server.ts`
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

/** What the page gets for a path: JSON of ours, or a file of the build. */
async function answer(pathname: string): Promise<{ type: string; body: string | Buffer }> {
  if (pathname === '/here-config') return json({ baseURL: config.baseURL })
  if (pathname !== '/here-token') {
    const file = join(outDir, normalize(pathname === '/' ? '/index.html' : pathname))
    return { type: types[extname(file)] ?? 'application/octet-stream', body: await readFile(file) }
  }
  // In an app of yours: only for those who are signed in.
  const { accessToken, expiresAt } = await tokens.getToken()
  return json({ accessToken, expiresAt })
}

function json(value: object): { type: string; body: string } {
  return { type: 'application/json', body: JSON.stringify(value) }
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  answer(pathname).then(
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
