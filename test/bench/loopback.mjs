import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Starts `server.mjs`. `set` changes its delay (ms) and lifetime (s), and gives the count of token requests since the last time. */
export async function startServer() {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)))
  const [port] = await once(child, 'message')
  return {
    url: `http://127.0.0.1:${port}`,
    async set(settings) {
      child.send(settings)
      const [{ tokenRequests }] = await once(child, 'message')
      return tokenRequests
    },
    close: () => child.disconnect(),
  }
}
