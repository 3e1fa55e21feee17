import axios, { type AxiosAdapter } from 'axios'
import { expect, it } from 'vitest'
import { attachHereAuth, createHereClient } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'

async function withPolluted<T>(fields: object, task: () => Promise<T>): Promise<T> {
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
  try {
    return await task()
  } finally {
    for (const name of Object.keys(fields)) Reflect.deleteProperty(Object.prototype, name)
  }
}

it('a baseURL on a polluted Object.prototype is not trusted with the token', async () => {
  const authorizations: unknown[] = []
  const adapter: AxiosAdapter = async (config) => {
    authorizations.push(config.headers.get('Authorization'))
    return { data: '', status: 200, statusText: '', headers: {}, config }
  }
  const instance = axios.create({ adapter })
  await withPolluted({ baseURL: 'https://evil.example' }, async () => {
    await createHereClient(() => 'a.token', { adapter }).get('https://evil.example/')
    attachHereAuth(instance, () => 'a.token')
    await instance.get('https://evil.example/')
  })
  expect(authorizations).toEqual([undefined, undefined])
})

it('a token on a polluted Object.prototype does not replace the token of an access key', async () => {
  const emulator = await startEmulator()
  const here = createHereClient(emulator.credentials, { baseURL: emulator.url })
  await withPolluted({ accessToken: 'polluted' }, async () => {
    expect((await here.tokens.getToken()).accessToken).not.toBe('polluted')
  })
  expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
})

it('parameters that contain themselves fail as in axios, with an error and not with a stack overflow', async () => {
  const params: Record<string, unknown> = { q: 'Berlin' }
  params.self = { params }
  const here = createHereClient(() => 'a.token')
  const ours = await here.get<unknown>('/v8/routes', { params }).catch((error) => error)
  const theirs = await axios.get('https://router.hereapi.com/v8/routes', { params }).catch((error) => error)
  expect(ours).toMatchObject({ name: theirs.name, message: theirs.message })
})
