import { describe, expect, it } from 'vitest'
import { chain, fromEnv, fromIni, fromProperties } from '../../src/credentials/index.ts'
import { createHereClient, createTokenProvider, type HereCredentials } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'
import { fileWith } from '../support/files.ts'

const key = { accessKeyId: 'key-id', accessKeySecret: 'very-secret-secret' }

it.each([1, 86_400])('a lifetime of %i s may be wished for', (expiresIn) => {
  expect(createHereClient({ ...key, expiresIn })).toBeTypeOf('function')
})

describe('bad input is a TypeError at creation that names the option, and not its value', () => {
  it.each<[string, unknown, RegExp]>([
    ['no object', 'id:secret-value', /credentials/],
    ['null', null, /credentials/],
    ['empty credentials', {}, /accessKeyId/],
    ['half credentials', { accessKeyId: 'secret-value' }, /accessKeySecret/],
    ['an empty secret', { ...key, accessKeySecret: '' }, /accessKeySecret/],
    ['a secret with a line break', { ...key, accessKeySecret: 'secret-value\n' }, /accessKeySecret.*white space/],
    ['a bad endpoint URL', { ...key, tokenEndpointUrl: 'secret-value' }, /tokenEndpointUrl/],
    ['a plain HTTP endpoint', { ...key, tokenEndpointUrl: 'http://secret-value.com/t' }, /tokenEndpointUrl.*https/],
    ['a password in the endpoint', { ...key, tokenEndpointUrl: 'https://u:secret-value@h.com' }, /tokenEndpointUrl/],
    ['a bad scope', { ...key, scope: ['secret-value'] }, /credentials\.scope/],
    ['a bad lifetime', { ...key, expiresIn: 'secret-value' }, /expiresIn/],
    ['too long a lifetime', { ...key, expiresIn: 86_401 }, /expiresIn/],
    ['no lifetime', { ...key, expiresIn: 0 }, /expiresIn/],
    ['half a second', { ...key, expiresIn: 1.5 }, /expiresIn/],
    ['a lifetime as text', { ...key, expiresIn: '60' }, /expiresIn/],
    ['a user in the endpoint', { ...key, tokenEndpointUrl: 'https://secret-value@h.com' }, /tokenEndpointUrl/],
    [
      'a password alone in the endpoint',
      { ...key, tokenEndpointUrl: 'https://:secret-value@h.com' },
      /tokenEndpointUrl/,
    ],
    [
      'another protocol on this machine',
      { ...key, tokenEndpointUrl: 'ftp://localhost/secret-value' },
      /tokenEndpointUrl/,
    ],
    ['an endpoint that is no text', { ...key, tokenEndpointUrl: 7 }, /tokenEndpointUrl/],
    ['a URL object', { ...key, tokenEndpointUrl: new URL('https://h.com') }, /tokenEndpointUrl/],
    ['the id left out', { accessKeySecret: 'secret-value' }, /credentials\.accessKeyId must be/],
    ['half a provider', { getToken: async () => 'x' }, /credentials must be \{ accessKeyId/],
    ['the other half', { invalidate: async () => {} }, /credentials must be \{ accessKeyId/],
    ['white space for a scope', { ...key, scope: ' ' }, /credentials\.scope/],
  ])('%s', (_, credentials, message) => {
    expect(() => createHereClient(credentials as HereCredentials)).toThrow(TypeError)
    expect(() => createHereClient(credentials as HereCredentials)).toThrow(message)
    expect(() => createHereClient(credentials as HereCredentials)).not.toThrow(/secret-value/)
  })
})

it('what is no argument of a source is a TypeError at once', () => {
  expect(() => chain(fromEnv(), key as never)).toThrow(/chain\(\) takes credentials providers/)
  expect(() => fromIni('credentials.ini' as never)).toThrow(/fromIni\(\) takes/)
  expect(() => fromProperties({ path: 'a' } as never)).toThrow(/fromProperties\(\) takes/)
  expect(() => createTokenProvider({ ...key, baseURL: 'http://a' } as never)).toThrow(
    /credentials.baseURL is not a credential/,
  )
  expect(() => createTokenProvider({ apiKey: 'very-secret' } as never)).toThrow(/credentials.apiKey is not supported/)
})

it('what somebody put on Object.prototype is no credential', async () => {
  const emulator = await startEmulator()
  const file = await fileWith('here.access.key.id=id')
  const polluted = { email: 'evil', accessKeyId: 'evil', 'here.access.key.secret': 'evil' }
  for (const [name, value] of Object.entries(polluted)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
  try {
    await createTokenProvider(emulator.keyCredentials).getToken()
    await createTokenProvider(emulator.credentials).getToken()
    await expect(fromProperties(file)()).rejects.toThrow(/has no here.access.key.secret/)
  } finally {
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name)
  }
  expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
})
