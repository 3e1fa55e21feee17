import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { createHereClient, pollHereJob } from '../../src/index.ts'
import { createTokenProvider } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'
import { startServer } from '../support/server.ts'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const hasBrowser = existsSync(executablePath)
if (!hasBrowser)
  console.warn(`SKIPPED: no browser at ${executablePath}. Install chromium, or set CHROMIUM to its path.`)

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

// The globals that `page.ts` defines.
declare const window: {
  createHereClient: typeof createHereClient
  pollHereJob: typeof pollHereJob
  getToken: () => Promise<never>
  isHereAuthError(error: unknown): boolean
}

describe.skipIf(!hasBrowser)('a client in a browser', () => {
  const outDir = mkdtempSync(join(tmpdir(), 'axios-here-page-'))
  let browser: Browser

  beforeAll(async () => {
    const root = fileURLToPath(new URL('.', import.meta.url))
    await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } })
    const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
    browser = await chromium.launch({
      executablePath,
      // The browser writes to its home folder.
      env: { ...process.env, HOME: outDir } as Record<string, string>,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
    })
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(outDir, { recursive: true })
  })

  /** Opens a page with the package, a back end that returns tokens, and an emulator. */
  async function openPage(isAvailable = (_file: string) => true) {
    const emulator = await startEmulator()
    const tokens = createTokenProvider(emulator.credentials)
    let tokenCount = 0
    const origin = await startServer((request, response) => {
      if (request.url !== '/here-token') {
        if (isAvailable(request.url ?? '')) return serve(request.url ?? '/', response)
        response.writeHead(404).end()
        return
      }
      tokenCount += 1
      // Returns another token each time.
      void tokens.getToken().then(async (token) => {
        await tokens.invalidate(token)
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify(token))
      })
    })
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(origin)
    return { page, emulator, origin, tokenCount: () => tokenCount }
  }

  function serve(url: string, response: ServerResponse): void {
    const file = join(outDir, url === '/' ? 'index.html' : url)
    if (!existsSync(file)) response.writeHead(404).end()
    else response.setHeader('Content-Type', types[extname(file)] ?? '').end(readFileSync(file))
  }

  describe.each(['xhr', 'fetch'] as const)('with the %s adapter', (adapter) => {
    const send = (page: Page, baseURL: string, times = 1) =>
      page.evaluate(
        async ([adapter, baseURL, times]) => {
          const here = window.createHereClient(window.getToken, { adapter, baseURL })
          const params = { at: '52.5228,13.412', q: 'restaurant', limit: 2 }
          const requests = Array.from({ length: times }, () => here.get('/v1/discover', { params }))
          return (await Promise.all(requests)).map(({ data, status }) => [status, data.items.length])
        },
        [adapter, baseURL, times] as const,
      )

    it('sends requests with the token of the application’s back end, which is requested once for all of them', async () => {
      const { page, emulator, tokenCount } = await openPage()
      expect(await send(page, emulator.url, 20)).toEqual(Array(20).fill([200, 2]))
      expect(tokenCount()).toBe(1)
    })

    it('refreshes a token that HERE rejects, and sends the request once more, also a POST', async () => {
      const { page, emulator, tokenCount } = await openPage()
      emulator.fail({ status: 401, body: {}, when: ({ method, path }) => method !== 'OPTIONS' && path === '/v1/echo' })
      emulator.handle('/v1/echo', ({ body }) => ({ body: { sent: body.toString() } }))
      const data = await page.evaluate(
        async ([adapter, baseURL]) => {
          const here = window.createHereClient(window.getToken, { adapter, baseURL })
          return (await here.post('/v1/echo', { a: 'ü' })).data
        },
        [adapter, emulator.url] as const,
      )
      expect(data).toEqual({ sent: '{"a":"ü"}' })
      expect(tokenCount()).toBe(2)
    })

    it('waits for a job, and requests its result from another host without the token', async () => {
      const { page, emulator } = await openPage()
      emulator.setJobs({ polls: 1 })
      const times = await page.evaluate(
        async ([adapter, baseURL]) => {
          const here = window.createHereClient(window.getToken, { adapter, baseURL })
          const origins = [
            { lat: 52.52, lng: 13.4 },
            { lat: 52.5, lng: 13.3 },
          ]
          const started = await here.post('/v8/matrix', { origins, regionDefinition: { type: 'world' } })
          return (await window.pollHereJob(here, started)).data.matrix?.travelTimes
        },
        [adapter, emulator.url] as const,
      )
      expect(times).toEqual([0, expect.any(Number), expect.any(Number), 0])
      const fetched = emulator.requests.filter(({ headers }) => `http://${headers.host}` === emulator.storageUrl)
      expect(fetched.map(({ headers }) => headers.authorization)).toEqual([undefined])
    })

    it('limits the rate of requests, and loads the rate limiter with the first one', async () => {
      const { page, emulator } = await openPage()
      const scripts = (): Promise<string[]> =>
        page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
      const rateLimiter = /\/rate-limiter-[\w-]+\.js$/
      expect((await scripts()).filter((name) => rateLimiter.test(name))).toEqual([])
      const took = await page.evaluate(
        async ([adapter, baseURL]) => {
          const rateLimit = { perSecond: 5 }
          const here = window.createHereClient(window.getToken, { adapter, baseURL, here: { rateLimit } })
          const startedAt = performance.now()
          const params = { at: '52.5228,13.412', q: 'restaurant', limit: 1 }
          await Promise.all(Array.from({ length: 7 }, () => here.get('/v1/discover', { params })))
          return performance.now() - startedAt
        },
        [adapter, emulator.url] as const,
      )
      // The sixth request waits until a second after the first.
      expect(took).toBeGreaterThan(950)
      expect((await scripts()).filter((name) => rateLimiter.test(name))).toHaveLength(1)
    })

    it('sends the token to no other host, also after a redirect', async () => {
      const { page, emulator } = await openPage()
      const seen: (string | undefined)[] = []
      const otherHost = await startServer((request, response) => {
        if (request.method !== 'OPTIONS') seen.push(request.headers.authorization)
        response.writeHead(200, {
          'Access-Control-Allow-Origin': '*',
          'Access-Control-Allow-Headers': '*, Authorization',
        })
        response.end('{}')
      })
      emulator.handle('/away', () => ({ status: 302, headers: { Location: otherHost } }))
      await page.evaluate(
        async ([adapter, baseURL, otherHost]) => {
          const here = window.createHereClient(window.getToken, { adapter, baseURL })
          await here.get(`${otherHost}/direct`)
          await here.get('/away').catch(() => {})
        },
        [adapter, emulator.url, otherHost] as const,
      )
      expect(seen.length).toBeGreaterThan(0)
      expect(seen.filter(Boolean)).toEqual([])
    })

    it('rejects with the errors of axios for an abort, a timeout and a 404', async () => {
      const { page, emulator } = await openPage()
      emulator.fail({
        delay: 1000,
        times: 2,
        when: ({ path, method }) => path === '/v1/browse' && method !== 'OPTIONS',
      })
      const codes = await page.evaluate(
        async ([adapter, baseURL]) => {
          const here = window.createHereClient(window.getToken, { adapter, baseURL, 'axios-retry': { retries: 0 } })
          const codeOf = (promise: Promise<unknown>) => promise.catch(({ code, status }) => [code, status])
          return [
            await codeOf(here.get('/v1/browse', { signal: AbortSignal.timeout(100) })),
            await codeOf(here.get('/v1/browse', { timeout: 100 })),
            await codeOf(here.get('/v1/nowhere')),
          ]
        },
        [adapter, emulator.url] as const,
      )
      expect(codes).toEqual([
        ['ERR_CANCELED', undefined],
        [expect.stringMatching(/ECONNABORTED|ETIMEDOUT/), undefined],
        ['ERR_BAD_REQUEST', 404],
      ])
    })
  })

  it('retries a request after a 503 and sends it once more after a 401, without loading another script', async () => {
    const { page, emulator, tokenCount } = await openPage()
    const scripts = (): Promise<number> =>
      page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).length)
    const before = await scripts()
    const isRequest = ({ method, path }: { method: string; path: string }) =>
      method !== 'OPTIONS' && path.startsWith('/v1/')
    emulator.fail({ status: 503, body: {}, when: isRequest })
    emulator.fail({ status: 401, body: {}, when: isRequest })
    const status = await page.evaluate(async (baseURL) => {
      const params = { at: '52.5228,13.412', q: 'restaurant' }
      return (await window.createHereClient(window.getToken, { baseURL }).get('/v1/discover', { params })).status
    }, emulator.url)
    expect(status).toBe(200)
    expect(tokenCount()).toBe(2)
    expect(await scripts()).toBe(before)
  })

  it('finds the host of a path, and rejects a wrong service and a wrong rate limit', async () => {
    const { page } = await openPage()
    const results = await page.evaluate(async () => {
      const adapter = async (config: never) => ({ data: config, status: 200, statusText: '', headers: {}, config })
      const here = window.createHereClient(async () => 'a-token' as never, { adapter: adapter as never })
      const send = (service: string) =>
        here.get('/v8/routes', { here: { service: service as never } }).then(
          ({ data }) => (data as { baseURL: string }).baseURL,
          ({ isAxiosError, code, message }) => ({ isAxiosError, code, message }),
        )
      const createLimited = async () =>
        window.createHereClient(window.getToken, { here: { rateLimit: { perSecond: { nothing: 5 } } } } as never)
      return [
        await send('transit'),
        await send('nothing'),
        await createLimited().catch(({ name, message }) => ({ name, message })),
      ]
    })
    expect(results).toEqual([
      'https://transit.hereapi.com',
      {
        isAxiosError: true,
        code: 'ERR_BAD_OPTION_VALUE',
        message: 'here.service must be a name of hereServices, or { hrn, api, version }',
      },
      { name: 'TypeError', message: 'here.rateLimit must be { perSecond: 5 or { geocode: 5 } }' },
    ])
  })

  it('rejects with an AxiosError when the rate limiter cannot be loaded, and loads it with a later request', async () => {
    let isAvailable = false
    const { page, emulator } = await openPage((file) => isAvailable || !/rate-limiter-/.test(file))
    const send = () =>
      page.evaluate(async (baseURL) => {
        const page = window as unknown as { here?: ReturnType<typeof window.createHereClient> }
        page.here ??= window.createHereClient(window.getToken, { baseURL, here: { rateLimit: { perSecond: 5 } } })
        return page.here.get('/v1/geocode', { params: { q: 'Berlin' } }).then(
          ({ status }) => ({ status }),
          ({ code, isAxiosError }) => ({ code, isAxiosError }),
        )
      }, emulator.url)
    expect(await send()).toEqual({ code: 'ERR_NETWORK', isAxiosError: true })
    isAvailable = true
    await page.reload()
    expect(await send()).toEqual({ status: 200 })
  })

  it('rejects without credentials, with an error that says where they belong', async () => {
    const { page } = await openPage()
    const error = await page.evaluate(async () => {
      const reason = await window
        .createHereClient()
        .get('/v1/discover')
        .catch((error) => error)
      return { isAuth: window.isHereAuthError(reason), reason: reason.reason, message: reason.message }
    })
    expect(error).toMatchObject({ isAuth: true, reason: 'missing-credentials' })
    expect(error.message).toMatch(/browser/)
  })

  it('rejects an access key at once, and also from a function', async () => {
    const { page } = await openPage()
    const [atOnce, found] = await page.evaluate(async () => {
      const keys = { accessKeyId: 'the-id', accessKeySecret: 'the-secret' }
      const create = async () => window.createHereClient(keys)
      return [
        await create().catch(({ name, message }) => ({ name, message })),
        await window
          .createHereClient(() => keys)
          .get('/v1/discover')
          .catch(({ reason, message }) => ({ reason, message })),
      ] as Record<string, string>[]
    })
    expect(atOnce).toEqual({ name: 'TypeError', message: expect.stringMatching(/browser.*back end/) })
    expect(found).toEqual({ reason: 'invalid-credentials', message: expect.stringMatching(/no token.*browser/) })
  })

  it('rejects an unknown path with the nearest ones', async () => {
    const { page } = await openPage()
    const error = await page.evaluate(() =>
      window
        .createHereClient(window.getToken)
        .get('/v1/discovery')
        .catch(({ code, message }) => ({ code, message })),
    )
    expect(error).toEqual({ code: 'ERR_HERE_ROUTE', message: expect.stringMatching(/nearest are \/v1\/discover,/) })
  })

  it('rejects with errors that do not show the token, also when an adapter quotes its headers', async () => {
    const { page, emulator } = await openPage()
    emulator.fail({ status: 403, body: {}, when: ({ method }) => method !== 'OPTIONS' })
    const shown = await page.evaluate(async (baseURL) => {
      const token = 'the-token-of-this-test'
      const credentialsProvider = async () => token
      const quote = async (config: { headers: { Authorization: string } }): Promise<never> => {
        throw new Error('one', { cause: new Error(config.headers.Authorization) })
      }
      const views: string[] = []
      for (const adapter of ['xhr', 'fetch', quote as never]) {
        const error = await window
          .createHereClient(credentialsProvider as never, { baseURL, adapter })
          .get('/v1/discover')
          .catch((error) => error)
        const { response, request, config, cause } = error
        for (const view of [error, response, request, config, cause]) views.push(JSON.stringify(view) ?? '')
        views.push(error.stack, cause?.message, cause?.stack, error.message)
      }
      return { views: views.join(), hasToken: views.join().includes(token) }
    }, emulator.url)
    expect(shown.views).toMatch(/status code 403/)
    expect(shown.hasToken).toBe(false)
  })

  it('finds places in the example, which lists them and draws a map of them', async () => {
    const folder = fileURLToPath(new URL('../../examples/browser/', import.meta.url))
    const env = { PATH: process.env.PATH, HOME: '/nonexistent' }
    const child = spawn(process.execPath, ['--import', 'tsx', `${folder}server.ts`], { cwd: folder, env })
    onTestFinished(() => stop(child))
    const [url] = await once(child.stdout, 'data')
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(String(url).trim())
    await page.fill('input[name=q]', 'museum')
    await page.click('button')
    await page.waitForSelector('li')
    const titles = await page.locator('li').allTextContents()
    expect(titles.length).toBeGreaterThan(3)
    expect(await page.locator('svg circle').count()).toBe(titles.length)
    expect(await page.locator('#error').textContent()).toBe('')
  })
})

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}
