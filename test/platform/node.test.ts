import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startEmulator } from '../support/emulator.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Runs a program on the built package until its process ends by itself. The program has a client `here`, a provider `tokens`
 * that refreshes in the second half of a token's lifetime, and `forward(ms)`, which moves the monotonic clock.
 */
async function run(url: string, program: string): Promise<string> {
  const prelude = `
    import { createHereClient, createTokenProvider } from 'axios-here'
    const credentials = { accessKeyId: 'emulator-access-key-id', accessKeySecret: 'emulator-access-key-secret',
      tokenEndpointUrl: '${url}/oauth2/token' }
    const tokens = createTokenProvider(credentials, { refreshAhead: 1e9, onEvent: ({ type }) => console.log(type) })
    const here = createHereClient(tokens, { baseURL: '${url}' })
    const now = performance.now.bind(performance)
    let ahead = 0
    performance.now = () => now() + ahead
    const forward = (milliseconds) => { ahead += milliseconds }
    process.on('exit', (code) => console.log('exit', code))
  `
  const args = ['--input-type=module', '--eval', prelude + program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 20_000 })
  return stdout.trim().replaceAll('\n', ', ')
}

describe('a process that is done', () => {
  it('ends by itself after its requests', async () => {
    const { url } = await startEmulator()
    const program = `await here.get('/v1/geocode', { params: { q: 'Berlin' } })`
    expect(await run(url, program)).toBe('token-requested, token-received, exit 0')
  })

  it('ends after all requests that have waited for a token, and not before', async () => {
    const { url } = await startEmulator()
    const program = `
      const adapter = async (config) => ({ data: '', status: 200, statusText: 'OK', headers: {}, config })
      const requests = Array.from({ length: 100 }, () => here.get('/v1/geocode', { adapter }))
      Promise.all(requests).then(({ length }) => console.log(length))
    `
    expect(await run(url, program)).toBe('token-requested, token-received, 100, exit 0')
  })

  const inWindow = `
    await here.get('/v1/geocode', { params: { q: 'Berlin' } })
    forward(60_000)
    await here.get('/v1/geocode', { params: { q: 'Berlin' } })
  `

  it('ends while a refresh in the background gets no response', async () => {
    const emulator = await startEmulator({ tokenLifetime: 100 })
    emulator.fail({ delay: 60_000, when: isSecondTokenRequest() })
    expect(await run(emulator.url, inWindow)).toBe('token-requested, token-received, token-requested, exit 0')
  })

  it('ends while a refresh in the background waits as Retry-After says', async () => {
    const emulator = await startEmulator({ tokenLifetime: 100 })
    emulator.fail({ status: 429, headers: { 'Retry-After': '25' }, when: isSecondTokenRequest() })
    const rest = `await new Promise((resolve) => setTimeout(resolve, 100))`
    expect(await run(emulator.url, inWindow + rest)).toBe('token-requested, token-received, token-requested, exit 0')
  })

  it('ends when all callers have stopped waiting for a token', async () => {
    const emulator = await startEmulator()
    emulator.fail({ delay: 60_000 })
    const program = `
      const signal = AbortSignal.timeout(50)
      const waiting = [here.get('/v1/discover', { signal }), here.get('/v1/discover', { timeout: 50 }),
        tokens.getToken({ signal })]
      const results = await Promise.allSettled(waiting)
      console.log(results.map(({ status }) => status).join(' '))
    `
    expect(await run(emulator.url, program)).toBe('token-requested, rejected rejected rejected, exit 0')
  })
})

describe('a process that waits for a token', () => {
  it.each(['await tokens.getToken()', `await here.get('/v1/geocode', { params: { q: 'Berlin' } })`])(
    'does not end before it has the token: %s',
    async (program) => {
      const emulator = await startEmulator()
      emulator.fail({ status: 429, headers: { 'Retry-After': '1' } })
      emulator.fail({ delay: 300 })
      const done = `\nconsole.log('done')`
      expect(await run(emulator.url, program + done)).toBe(
        'token-requested, token-requested, token-received, done, exit 0',
      )
    },
  )
})

function isSecondTokenRequest(): (request: { path: string }) => boolean {
  let count = 0
  return ({ path }) => {
    if (path === '/oauth2/token') count += 1
    return path === '/oauth2/token' && count === 2
  }
}
