import axios, { type AxiosAdapter } from 'axios'
import { describe, expect, it } from 'vitest'
import { fromEnv } from '../../src/credentials/index.ts'
import { attachHereAuth, createHereClient } from '../../src/index.ts'
import { search, startClient, startEmulator } from '../support/emulator.ts'
import { startServer } from '../support/server.ts'

const key = { accessKeyId: 'key-id', accessKeySecret: 'very-secret-secret' }

describe('createHereClient', () => {
  it.each<[string, unknown]>([
    ['auth', 'secret-value'],
    ['scope', ''],
    ['service', 'secret-value'],
    ['region', 'secret-value'],
    ['trustedHosts', 'secret-value'],
    ['trustedHosts', ['https://secret-value.com/path']],
    ['refreshAhead', -1],
    ['refreshAhead', Number.NaN],
    ['tokenRequest', 'secret-value'],
    ['onEvent', 'secret-value'],
    ['refreshAhed', 'secret-value'],
  ])('throws a TypeError that names here.%s, and not its value %j', (name, value) => {
    const create = (): unknown => createHereClient(key, { here: { [name]: value } })
    expect(create).toThrow(TypeError)
    expect(create).toThrow(`here.${name}`)
    expect(create).not.toThrow(/secret-value/)
  })

  it('throws an error for here.tokenRequest.params, which would be unsigned', () => {
    const create = (): unknown => createHereClient(key, { here: { tokenRequest: { params: { a: 1 } } } })
    expect(create).toThrow(/here\.tokenRequest\.params/)
  })
})

it('a polluted Object.prototype adds neither options nor a proxy to a client', async () => {
  const sent: unknown[] = []
  const evil = await startServer((request, response) => {
    sent.push(request.url, request.headers.authorization)
    response.end('{}')
  })
  const { hostname, port, host } = new URL(evil)
  const emulator = await startEmulator()
  const polluted = {
    here: { trustedHosts: [`http://${host}`] },
    proxy: { protocol: 'http', host: hostname, port: Number(port) },
    scope: 'hrn:evil',
    HERE_TOKEN_ENDPOINT_URL: `${evil}/oauth2/token`,
  }
  for (const [name, value] of Object.entries(polluted)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
  try {
    const here = createHereClient(emulator.credentials, { baseURL: emulator.url })
    await here.get(evil)
    await here.create({ timeout: 5000 }).get(evil)
    const detach = attachHereAuth(axios, emulator.credentials)
    await axios.get(`${emulator.url}/v1/discover`, { validateStatus: null })
    detach()
    await createHereClient(fromEnv({ HERE_ACCESS_KEY_ID: 'a', HERE_ACCESS_KEY_SECRET: 'b' }), {
      adapter: async (config) => Promise.reject(new axios.AxiosError(config.url, 'ERR_BAD_REQUEST', config)),
    })
      .get('/v1/discover')
      .catch((error) => sent.push(error.message.includes('https://account.api.here.com')))
  } finally {
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name)
  }
  expect(sent).toEqual(['/', undefined, '/', undefined, true])
  for (const { body } of emulator.requestsTo('/oauth2/token')) expect(body.toString()).not.toContain('evil')
})

it('a polluted Object.prototype adds no options to a request', async () => {
  const { here, emulator } = await startClient()
  const polluted = {
    auth: false,
    scope: 'hrn:evil',
    tokenEndpointUrl: 'http://127.0.0.1:1/oauth2/token',
    trustedHosts: ['evil.example'],
    here: { auth: false },
  }
  const sent: unknown[] = []
  const adapter: AxiosAdapter = async (config) => {
    sent.push(config.url, config.headers.get('Authorization')?.toString().slice(0, 5))
    throw new axios.AxiosError('rejected', 'ERR_BAD_REQUEST', config)
  }
  for (const [name, value] of Object.entries(polluted)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
  try {
    await here.get('/v1/discover', { params: search })
    await here.get('/v1/discover', { params: search, here: {} })
    const other = createHereClient({ accessKeyId: 'a', accessKeySecret: 'b' }, { adapter, here: {} })
    await other.get('https://evil.example/').catch(() => {})
    await other.get('/v1/discover').catch(() => {})
  } finally {
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name)
  }
  expect(emulator.requests[0]?.body.toString()).toBe('grant_type=client_credentials')
  expect(emulator.requestsTo('/v1/discover').every(({ headers }) => headers.authorization)).toBe(true)
  const endpoint = 'https://account.api.here.com/oauth2/token'
  expect(sent).toEqual(['https://evil.example/', undefined, endpoint, 'OAuth'])
})
