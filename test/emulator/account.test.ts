import axios, { type AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import type { HereEmulator } from '../../src/emulator/index.ts'
import { createTokenProvider } from '../../src/index.ts'
import { signRequest } from '../../src/token/grants/oauth1-signature.ts'
import { stopClock } from '../support/clock.ts'
import { startEmulator } from '../support/emulator.ts'

interface TokenRequest {
  secret?: string
  nonce?: string
  timestamp?: number
  body?: string
  contentType?: string
  change?: (header: string) => string | undefined
}

let nonces = 0

async function requestToken({ credentials }: HereEmulator, options: TokenRequest = {}): Promise<AxiosResponse> {
  const { body = 'grant_type=client_credentials', contentType = 'application/x-www-form-urlencoded' } = options
  const header = await signRequest({
    method: 'POST',
    url: credentials.tokenEndpointUrl,
    form: contentType.includes('json') ? [] : [...new URLSearchParams(body)],
    consumerKey: credentials.accessKeyId,
    consumerSecret: options.secret ?? credentials.accessKeySecret,
    nonce: options.nonce ?? `nonce${nonces++}`,
    timestamp: options.timestamp ?? Math.floor(Date.now() / 1000),
  })
  const authorization = options.change === undefined ? header : options.change(header)
  return axios.post(credentials.tokenEndpointUrl, body, {
    headers: { 'Content-Type': contentType, ...(authorization === undefined ? {} : { Authorization: authorization }) },
    transformRequest: (data) => data,
    validateStatus: () => true,
  })
}

describe('POST /oauth2/token', () => {
  it('the token endpoint responds to a form in snake_case and to JSON in camelCase', async () => {
    const emulator = await startEmulator({ tokenLifetime: 60 })
    expect((await requestToken(emulator)).data).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 60,
    })
    const body = '{"grantType":"client_credentials","expiresIn":30}'
    const { data } = await requestToken(emulator, { body, contentType: 'application/json' })
    expect(data).toEqual({ accessToken: expect.any(String), tokenType: 'bearer', expiresIn: 30 })
  })

  it('the token endpoint returns the project scope of the request', async () => {
    const scope = 'hrn:here:authorization::realm:project/name'
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope }).toString()
    expect((await requestToken(await startEmulator(), { body })).data.scope).toBe(scope)
  })

  it.each<[string, number, number, TokenRequest]>([
    ['a request without an Authorization header', 401, 401200, { change: () => undefined }],
    ['another authentication scheme', 401, 401202, { change: () => 'Bearer x' }],
    [
      'a signature without its nonce parameter',
      401,
      401202,
      { change: (header) => header.replace(/oauth_nonce="[^"]*", /, '') },
    ],
    ['a repeated OAuth parameter', 401, 401202, { change: (header) => `${header}, oauth_version="1.0"` }],
    ['another signature method', 401, 401205, { change: (header) => header.replace('HMAC-SHA256', 'HMAC-SHA1') }],
    ['another OAuth version', 401, 401206, { change: (header) => header.replace('"1.0"', '"2.0"') }],
    ['an old timestamp', 401, 401204, { timestamp: Math.floor(Date.now() / 1000) - 1800 }],
    [
      'a timestamp that is not a number',
      401,
      401204,
      { change: (header) => header.replace(/timestamp="\d+/, 'timestamp="x') },
    ],
    ['a wrong secret', 401, 401300, { secret: 'wrong' }],
    ['an unknown access key id', 401, 401300, { change: (header) => header.replace('access-key-id', 'other') }],
    [
      'the client id as an access key id',
      401,
      401310,
      { change: (header) => header.replace('access-key-id', 'client-id') },
    ],
    ['a request without a grant type', 400, 400200, { body: '' }],
    ['another grant type', 400, 400290, { body: 'grant_type=password' }],
    ['a timestamp with a fraction', 401, 401204, { timestamp: Date.now() / 1000 }],
    ['an empty nonce', 401, 401202, { nonce: '' }],
    ['a scope that is not a project', 400, 400907, { body: 'grant_type=client_credentials&scope=all' }],
    ['a lifetime that is not a number', 400, 400200, { body: 'grant_type=client_credentials&expires_in=long' }],
    ['malformed JSON', 400, 400004, { body: '{', contentType: 'application/json' }],
  ])('the token endpoint rejects %s with status %i and error %i', async (_, status, errorCode, options) => {
    const response = await requestToken(await startEmulator(), options)
    expect(response.status).toBe(status)
    expect(response.data).toMatchObject({ errorCode, httpStatus: status, errorId: expect.stringMatching(/^ERROR-/) })
  })

  it('the token endpoint rejects a form that was changed after signing', async () => {
    const emulator = await startEmulator()
    const header = await signRequest({
      method: 'POST',
      url: emulator.credentials.tokenEndpointUrl,
      form: [['grant_type', 'client_credentials']],
      consumerKey: emulator.credentials.accessKeyId,
      consumerSecret: emulator.credentials.accessKeySecret,
      nonce: 'n',
      timestamp: Math.floor(Date.now() / 1000),
    })
    const { data } = await requestToken(emulator, {
      body: 'grant_type=client_credentials&expires_in=9',
      change: () => header,
    })
    expect(data.errorCode).toBe(401300)
  })

  it('the token endpoint verifies the signature with the host of the request, as RFC 5849 requires', async () => {
    const { credentials, url } = await startEmulator()
    const tokenEndpointUrl = `http://localhost:${new URL(url).port}/oauth2/token`
    await expect(createTokenProvider({ ...credentials, tokenEndpointUrl }).getToken()).resolves.toBeDefined()
  })

  it('the token endpoint rejects a used nonce', async () => {
    const emulator = await startEmulator()
    expect((await requestToken(emulator, { nonce: 'once' })).status).toBe(200)
    expect((await requestToken(emulator, { nonce: 'once' })).data.errorCode).toBe(401207)
  })
})

it('GET /timestamp returns the time of the emulator', async () => {
  const emulator = await startEmulator({ clockOffset: 3_600_000 })
  const { timestamp } = (await axios.get(`${emulator.url}/timestamp`)).data
  expect(timestamp).toBeCloseTo(Date.now() / 1000 + 3600, -1)
  emulator.setClockOffset(0)
  const { headers } = await axios.get(`${emulator.url}/timestamp`)
  expect(Date.parse(headers.date)).toBeLessThanOrEqual(Date.now())
})

describe('bearer tokens', () => {
  const get = (url: string, token?: string): Promise<AxiosResponse> =>
    axios.get(url, {
      validateStatus: () => true,
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    })

  it.each(['/v1/discover', '/v1/geocode', '/v8/routes', '/v1/datasets', '/nowhere'])(
    '%s responds with 401 without a valid bearer token',
    async (path) => {
      const emulator = await startEmulator()
      const unauthorized = { error: 'Unauthorized', error_description: 'No credentials found' }
      expect(await get(emulator.url + path)).toMatchObject({ status: 401, data: unauthorized })
      expect(await get(emulator.url + path, 'made-up')).toMatchObject({ status: 401 })
    },
  )

  it('a token is unauthorized after it has expired and after it was revoked', async () => {
    const clock = stopClock()
    const emulator = await startEmulator({ tokenLifetime: 60 })
    const token = (await requestToken(emulator)).data.access_token
    const url = `${emulator.url}/v1/geocode?q=Berlin`
    expect((await get(url, token)).status).toBe(200)
    clock.forward(60_000)
    expect((await get(url, token)).data.error_description).toBe('Token Validation Failure - invalid time in token')
    const second = (await requestToken(emulator)).data.access_token
    emulator.revokeTokens()
    expect((await get(url, second)).status).toBe(401)
  })
})

describe('the legacy Data Lens service', () => {
  it('Data Lens signs in with e-mail and password, and lists data sets', async () => {
    const { url, dataLens } = await startEmulator()
    const { appId, appCode, email, password } = dataLens
    const params = { app_id: appId, app_code: appCode }
    const { data } = await axios.post(`${url}/v1/sign_in/`, { email, password }, { params })
    expect(data).toMatchObject({ access_token: expect.any(String), expires_in: 3600 })
    const headers = { Authorization: `Bearer ${data.access_token}` }
    expect((await axios.get(`${url}/v1/datasets/`, { params, headers })).data.results).toHaveLength(3)
    const validateStatus = (): boolean => true
    expect((await axios.get(`${url}/v1/datasets/`, { headers, validateStatus })).status).toBe(403)
    expect((await axios.get(`${url}/v1/datasets/`, { params, validateStatus })).status).toBe(401)
    const wrong = { email, password: 'wrong' }
    expect((await axios.post(`${url}/v1/sign_in/`, wrong, { params, validateStatus })).status).toBe(401)
    expect((await axios.post(`${url}/v1/sign_in/`, wrong, { validateStatus })).status).toBe(403)
  })
})
