import { inspect } from 'node:util'
import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { attachHereAuth, createHereClient, createTokenProvider } from '../../../src/index.ts'
import { startEmulator } from '../../support/emulator.ts'
import { failureOf } from '../../support/failure.ts'
import { startHosts } from '../../support/hosts.ts'
import { startServer } from '../../support/server.ts'

const dataLensUser = {
  appId: 'the-app-id-of-20-chars',
  appCode: 'the-app-code',
  email: 'me@example.com',
  password: ' pass word ',
}
const secrets = Object.values(dataLensUser)

function expectNoSecret(error: unknown): void {
  const views = `${inspect(error, { depth: null, showHidden: true })}${JSON.stringify(error)}${(error as Error).stack}`
  for (const secret of secrets) expect(views.includes(secret), secret).toBe(false)
}

describe('a client with Data Lens credentials', () => {
  it('signs in with e-mail and password, and then sends app id and app code beside the token', async () => {
    const emulator = await startEmulator()
    const here = createHereClient(emulator.dataLens, { baseURL: emulator.url })
    const { data } = await here.get('/v1/datasets/', { params: { limit: 1 } })
    expect(data.count).toBe(3)
    await here.get('/v1/datasets/', { params: new URLSearchParams({ limit: '2' }) })
    await here.get('/v1/datasets/?limit=3')
    const { appId, appCode, email, password } = emulator.dataLens
    const app = { app_id: appId, app_code: appCode }
    const [signIn, ...others] = emulator.requests
    expect(signIn).toMatchObject({ method: 'POST', path: '/v1/sign_in/' })
    expect(Object.fromEntries(signIn?.query ?? [])).toEqual(app)
    expect(JSON.parse(String(signIn?.body))).toEqual({ email, password })
    expect(signIn?.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(signIn?.headers.authorization).toBeUndefined()
    expect(others.map(({ query }) => Object.fromEntries(query))).toEqual([
      { limit: '1', ...app },
      { limit: '2', ...app },
      { limit: '3', ...app },
    ])
  })

  it('refreshes the token after a 401, and prefers an app_id of the caller', async () => {
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

  it('sends all relative URLs to datalens.api.here.com, and app id and app code to no other host', async () => {
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
    await here.get('https://untrusted.example/v1/datasets')
    const query = 'app_id=emulator-app-id&app_code=emulator-app-code'
    expect(received.map(({ line }) => line)).toEqual([
      `GET datalens.api.here.com/v1/anything?${query}`,
      `GET datalens.api.here.com/v1/datasets/1?${query}`,
      'GET untrusted.example/v1/datasets',
    ])
    expect(received.at(-1)?.authorization).toBeUndefined()
  })

  it('may get the credentials from a function', async () => {
    const emulator = await startEmulator()
    const here = createHereClient(async () => emulator.dataLens, { baseURL: emulator.url })
    expect((await here.get('/v1/datasets')).status).toBe(200)
  })

  it('uses a token for an hour when the response does not contain its lifetime', async () => {
    const origin = await startServer((_, response) => response.end('{"accessToken":"t"}'))
    const tokens = createTokenProvider({ ...dataLensUser, signInUrl: `${origin}/v1/sign_in` })
    const { expiresAt } = await tokens.getToken()
    expect(Math.abs(expiresAt - Date.now() - 3_600_000)).toBeLessThan(60_000)
  })

  it('rejects a wrong password with advice, in an error that shows nothing of what was sent', async () => {
    const emulator = await startEmulator()
    const { signInUrl } = emulator.dataLens
    const error = await failureOf(createTokenProvider({ ...emulator.dataLens, password: 'wrong' }).getToken())
    expect(error).toMatchObject({ reason: 'rejected', status: 401 })
    expect(error.message).toMatch(/Check e-mail and password, app id and app code/)
    expectNoSecret(await failureOf(createTokenProvider({ ...dataLensUser, signInUrl }).getToken()))
    expectNoSecret(
      await failureOf(createTokenProvider({ ...dataLensUser, signInUrl: 'http://127.0.0.1:1/' }).getToken()),
    )
  })

  it('rejects without app id and app code in the error, also when the adapter quotes the URL', async () => {
    const emulator = await startEmulator()
    emulator.handle('/v1/sign_in', () => ({ body: { access_token: 'a-token-of-some-length' } }), { isPublic: true })
    const credentials = { ...dataLensUser, signInUrl: emulator.dataLens.signInUrl }
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

  it('shows no secret to callbacks of axios-retry, nor does a client with a private key', async () => {
    const emulator = await startEmulator()
    const seen: unknown[] = []
    const record = (...args: unknown[]) => void seen.push(...args)
    const tokenRequest = { 'axios-retry': { retryDelay: () => 0, onRetry: record } }
    for (const credentials of [emulator.dataLens, emulator.keyCredentials]) {
      emulator.fail({ status: 503 })
      await createTokenProvider(credentials, { tokenRequest }).getToken()
    }
    expect(seen.length).toBeGreaterThan(1)
    const views = `${inspect(seen, { depth: null, showHidden: true })}${JSON.stringify(seen)}`
    const { appCode, email, password } = emulator.dataLens
    for (const secret of [appCode, email, password, 'client_assertion=']) expect(views).not.toContain(secret)
  })

  it('rejects without encoded variants of the app code in the error of an adapter that throws', async () => {
    const emulator = await startEmulator()
    emulator.handle('/v1/sign_in', () => ({ body: { access_token: 'a-token-of-some-length' } }), { isPublic: true })
    const appCode = 'c0de/with+special=='
    const here = createHereClient(
      { ...dataLensUser, appCode, signInUrl: emulator.dataLens.signInUrl },
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

  it('keeps parameters of the caller of any kind, also when a failed request is sent again', async () => {
    const emulator = await startEmulator()
    const here = createHereClient(emulator.dataLens, { baseURL: emulator.url })
    const { appId, appCode } = emulator.dataLens
    const params = { app_id: appId, app_code: appCode }
    emulator.fail({ status: 404, when: '/v1/datasets' })
    const error = await failureOf(here.get('/v1/datasets', { params }))
    expect((await here.request({ ...error.config })).status).toBe(200)
    const parametersOf = async (config: object, url = '/v1/datasets') => {
      await here.get(url, config)
      return [...(emulator.requests.at(-1)?.query ?? [])].map(([name]) => name).sort()
    }
    const paramsSerializer = (given: unknown) =>
      [...(given as Map<string, string>)].map(([k, v]) => `${k}=${v}`).join('&')
    expect(await parametersOf({ params: new Map([['a', 'b']]), paramsSerializer })).toEqual(['a', 'app_code', 'app_id'])
    expect(await parametersOf({ params: { app_code: undefined } })).toEqual(['app_code', 'app_id'])
    expect(await parametersOf({}, `/v1/datasets?app_id=${appId}#x`)).toEqual(['app_code', 'app_id'])
  })

  it.each<[string, object]>([
    ['credentials.appId', { appId: undefined }],
    ['credentials.appCode', { appCode: '' }],
    ['credentials.email', { email: 5 }],
    ['credentials.password', { password: '' }],
    ['credentials.signInUrl', { signInUrl: 'http://untrusted.example/' }],
  ])('throws a TypeError at once that names %s', (name, wrong) => {
    expect(() => createHereClient({ ...dataLensUser, ...wrong } as never)).toThrow(name)
  })
})
