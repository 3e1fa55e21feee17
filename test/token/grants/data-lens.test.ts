import { inspect } from 'node:util'
import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { attachHereAuth, createHereClient, createTokenProvider } from '../../../src/index.ts'
import { startEmulator } from '../../support/emulator.ts'
import { failureOf } from '../../support/failure.ts'
import { startHosts } from '../../support/hosts.ts'
import { startServer } from '../../support/server.ts'

const login = {
  appId: 'the-app-id-of-20-chars',
  appCode: 'the-app-code',
  email: 'me@example.com',
  password: ' pass word ',
}
const secrets = Object.values(login)

function expectNoSecret(error: unknown): void {
  const views = `${inspect(error, { depth: null, showHidden: true })}${JSON.stringify(error)}${(error as Error).stack}`
  for (const secret of secrets) expect(views.includes(secret), secret).toBe(false)
}

describe('a user of Data Lens', () => {
  it('signs in by e-mail and password, and then asks with app id and code beside the token', async () => {
    const emulator = await startEmulator()
    const here = createHereClient(emulator.dataLens, { baseURL: emulator.url })
    const { data } = await here.get('/v1/datasets/', { params: { limit: 1 } })
    expect(data.count).toBe(3)
    await here.get('/v1/datasets/', { params: new URLSearchParams({ limit: '2' }) })
    await here.get('/v1/datasets/?limit=3')
    const { appId, appCode, email, password } = emulator.dataLens
    const app = { app_id: appId, app_code: appCode }
    const [signIn, ...asked] = emulator.requests
    expect(signIn).toMatchObject({ method: 'POST', path: '/v1/sign_in/' })
    expect(Object.fromEntries(signIn?.query ?? [])).toEqual(app)
    expect(JSON.parse(String(signIn?.body))).toEqual({ email, password })
    expect(signIn?.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(signIn?.headers.authorization).toBeUndefined()
    expect(asked.map(({ query }) => Object.fromEntries(query))).toEqual([
      { limit: '1', ...app },
      { limit: '2', ...app },
      { limit: '3', ...app },
    ])
  })

  it('who is renewed after a 401, and whose caller’s own app_id goes first', async () => {
    const emulator = await startEmulator()
    const here = createHereClient(emulator.dataLens, { baseURL: emulator.url })
    await here.get('/v1/datasets')
    emulator.revokeTokens()
    const { data, config } = await here.get('/v1/datasets')
    expect(data.count).toBe(3)
    expect(config.params).toBeUndefined()
    expect(emulator.requestsTo('/v1/sign_in/')).toHaveLength(2)
    await expect(here.get('/v1/datasets', { params: { app_id: 'other' } })).rejects.toMatchObject({ status: 403 })
  })

  it('asks datalens.api.here.com for all relative URLs, and no stranger sees app id or code', async () => {
    const emulator = await startEmulator()
    const { agents, received } = await startHosts()
    const tokens = createTokenProvider(emulator.dataLens)
    await tokens.getToken()
    const here = createHereClient(
      { ...emulator.dataLens },
      { ...agents, proxy: false, here: { tokenRequest: { httpAgent: undefined } } },
    )
    const attached = axios.create({ ...agents, proxy: false })
    attachHereAuth(attached, { ...emulator.dataLens }, { tokenRequest: { httpAgent: undefined } })
    await here.get('/v1/anything')
    await attached.get('v1/datasets/1')
    await here.get('https://stranger.example/v1/datasets')
    const query = 'app_id=emulator-app-id&app_code=emulator-app-code'
    expect(received.map(({ line }) => line)).toEqual([
      `GET datalens.api.here.com/v1/anything?${query}`,
      `GET datalens.api.here.com/v1/datasets/1?${query}`,
      'GET stranger.example/v1/datasets',
    ])
    expect(received.at(-1)?.authorization).toBeUndefined()
  })

  it('may come from a function', async () => {
    const emulator = await startEmulator()
    const here = createHereClient(async () => emulator.dataLens, { baseURL: emulator.url })
    expect((await here.get('/v1/datasets')).status).toBe(200)
  })

  it('has a token for an hour where the answer does not say', async () => {
    const origin = await startServer((_, response) => response.end('{"accessToken":"t"}'))
    const tokens = createTokenProvider({ ...login, signInUrl: `${origin}/v1/sign_in` })
    const { expiresAt } = await tokens.getToken()
    expect(Math.abs(expiresAt - Date.now() - 3_600_000)).toBeLessThan(60_000)
  })

  it('with a wrong password learns what to check, and no view of the error shows what was sent', async () => {
    const emulator = await startEmulator()
    const { signInUrl } = emulator.dataLens
    const error = await failureOf(createTokenProvider({ ...emulator.dataLens, password: 'wrong' }).getToken())
    expect(error).toMatchObject({ reason: 'rejected', status: 401 })
    expect(error.message).toMatch(/Check e-mail and password, app id and app code/)
    expectNoSecret(await failureOf(createTokenProvider({ ...login, signInUrl }).getToken()))
    expectNoSecret(await failureOf(createTokenProvider({ ...login, signInUrl: 'http://127.0.0.1:1/' }).getToken()))
  })

  it('no view of a failed request shows app id or code, also where the adapter quotes its URL', async () => {
    const emulator = await startEmulator()
    emulator.handle('/v1/sign_in', () => ({ body: { access_token: 'a-token-of-some-length' } }), { isPublic: true })
    const credentials = { ...login, signInUrl: emulator.dataLens.signInUrl }
    for (const adapter of ['http', 'fetch'] as const) {
      const here = createHereClient(credentials, { baseURL: emulator.url, adapter })
      expectNoSecret(await failureOf(here.get('/v1/datasets')))
    }
    const here = createHereClient(credentials, {
      baseURL: emulator.url,
      here: { tokenRequest: { adapter: 'http' } },
      adapter: async (config) => {
        throw new Error(`no route to ${here.getUri(config)}`)
      },
    })
    const error = await failureOf(here.get('/v1/datasets'))
    expect(error.message).toMatch(/no route to .*app_id=…&app_code=…/)
    expectNoSecret(error)
  })

  it('shows nothing to callbacks of axios-retry, nor does a key', async () => {
    const emulator = await startEmulator()
    const seen: unknown[] = []
    const note = (...args: unknown[]) => void seen.push(...args)
    const tokenRequest = { 'axios-retry': { retryDelay: () => 0, onRetry: note } }
    for (const credentials of [emulator.dataLens, emulator.keyCredentials]) {
      emulator.fail({ status: 503 })
      await createTokenProvider(credentials, { tokenRequest }).getToken()
    }
    expect(seen.length).toBeGreaterThan(1)
    const views = `${inspect(seen, { depth: null, showHidden: true })}${JSON.stringify(seen)}`
    const { appCode, email, password } = emulator.dataLens
    for (const secret of [appCode, email, password, 'client_assertion=']) expect(views).not.toContain(secret)
  })

  it('is not shown by an adapter that throws at once, in whatever spelling', async () => {
    const emulator = await startEmulator()
    emulator.handle('/v1/sign_in', () => ({ body: { access_token: 'a-token-of-some-length' } }), { isPublic: true })
    const appCode = 'c0de/with+special=='
    const here = createHereClient(
      { ...login, appCode, signInUrl: emulator.dataLens.signInUrl },
      {
        here: { tokenRequest: { adapter: 'http' } },
        adapter: (config) => {
          throw new Error(`no route: ${new URLSearchParams(config.params)} ${config.headers.Authorization}`)
        },
      },
    )
    const error = await failureOf(here.get('/v1/datasets', { params: { q: 1 } }))
    expect(error.message).toBe('no route: q=1&app_id=…&app_code=… Bearer …')
  })

  it('keeps the caller’s parameters, of whatever kind, and a request that failed can be sent again', async () => {
    const emulator = await startEmulator()
    const here = createHereClient(emulator.dataLens, { baseURL: emulator.url })
    const { appId, appCode } = emulator.dataLens
    const params = { app_id: appId, app_code: appCode }
    emulator.fail({ status: 404, when: '/v1/datasets' })
    const error = await failureOf(here.get('/v1/datasets', { params }))
    expect((await here.request({ ...error.config })).status).toBe(200)
    const asked = async (config: object, url = '/v1/datasets') => {
      await here.get(url, config)
      return [...(emulator.requests.at(-1)?.query ?? [])].map(([name]) => name).sort()
    }
    const paramsSerializer = (given: unknown) =>
      [...(given as Map<string, string>)].map(([k, v]) => `${k}=${v}`).join('&')
    expect(await asked({ params: new Map([['a', 'b']]), paramsSerializer })).toEqual(['a', 'app_code', 'app_id'])
    expect(await asked({ params: { app_code: undefined } })).toEqual(['app_code', 'app_id'])
    expect(await asked({}, `/v1/datasets?app_id=${appId}#x`)).toEqual(['app_code', 'app_id'])
  })

  it.each<[string, object]>([
    ['credentials.appId', { appId: undefined }],
    ['credentials.appCode', { appCode: '' }],
    ['credentials.email', { email: 5 }],
    ['credentials.password', { password: '' }],
    ['credentials.signInUrl', { signInUrl: 'http://stranger.example/' }],
  ])('is a TypeError at once that names %s', (name, wrong) => {
    expect(() => createHereClient({ ...login, ...wrong } as never)).toThrow(name)
  })
})
