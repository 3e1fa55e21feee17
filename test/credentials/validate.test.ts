import { describe, expect, it } from 'vitest'
import { chain, fromEnv, fromIni, fromProperties } from '../../src/credentials/index.ts'
import { createHereClient, createTokenProvider, type HereCredentials } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'
import { fileWith } from '../support/files.ts'

const key = { accessKeyId: 'key-id', accessKeySecret: 'very-secret-secret' }

it.each([1, 86_400])('createHereClient accepts credentials with an expiresIn of %i s', (expiresIn) => {
  expect(createHereClient({ ...key, expiresIn })).toBeTypeOf('function')
})

describe('createHereClient', () => {
  it.each<[string, unknown, RegExp]>([
    ['are no object', 'id:secret-value', /credentials/],
    ['are null', null, /credentials/],
    ['are empty', {}, /accessKeyId/],
    ['have no accessKeySecret', { accessKeyId: 'secret-value' }, /accessKeySecret/],
    ['have an empty accessKeySecret', { ...key, accessKeySecret: '' }, /accessKeySecret/],
    [
      'have a line break in accessKeySecret',
      { ...key, accessKeySecret: 'secret-value\n' },
      /accessKeySecret.*white space/,
    ],
    ['have an invalid tokenEndpointUrl', { ...key, tokenEndpointUrl: 'secret-value' }, /tokenEndpointUrl/],
    [
      'have a tokenEndpointUrl of plain HTTP',
      { ...key, tokenEndpointUrl: 'http://secret-value.com/t' },
      /tokenEndpointUrl.*https/,
    ],
    [
      'have user and password in tokenEndpointUrl',
      { ...key, tokenEndpointUrl: 'https://u:secret-value@h.com' },
      /tokenEndpointUrl/,
    ],
    ['have a scope that is a list', { ...key, scope: ['secret-value'] }, /credentials\.scope/],
    ['have an expiresIn that is a word', { ...key, expiresIn: 'secret-value' }, /expiresIn/],
    ['have an expiresIn of more than a day', { ...key, expiresIn: 86_401 }, /expiresIn/],
    ['have an expiresIn of 0', { ...key, expiresIn: 0 }, /expiresIn/],
    ['have an expiresIn that is no integer', { ...key, expiresIn: 1.5 }, /expiresIn/],
    ['have an expiresIn that is a number as text', { ...key, expiresIn: '60' }, /expiresIn/],
    ['have a user in tokenEndpointUrl', { ...key, tokenEndpointUrl: 'https://secret-value@h.com' }, /tokenEndpointUrl/],
    [
      'have a password without a user in tokenEndpointUrl',
      { ...key, tokenEndpointUrl: 'https://:secret-value@h.com' },
      /tokenEndpointUrl/,
    ],
    [
      'have a tokenEndpointUrl of another protocol',
      { ...key, tokenEndpointUrl: 'ftp://localhost/secret-value' },
      /tokenEndpointUrl/,
    ],
    ['have a tokenEndpointUrl that is a number', { ...key, tokenEndpointUrl: 7 }, /tokenEndpointUrl/],
    [
      'have a tokenEndpointUrl that is a URL object',
      { ...key, tokenEndpointUrl: new URL('https://h.com') },
      /tokenEndpointUrl/,
    ],
    ['have no accessKeyId', { accessKeySecret: 'secret-value' }, /credentials\.accessKeyId must be/],
    ['are a token provider without invalidate', { getToken: async () => 'x' }, /credentials must be \{ accessKeyId/],
    ['are a token provider without getToken', { invalidate: async () => {} }, /credentials must be \{ accessKeyId/],
    ['have a blank scope', { ...key, scope: ' ' }, /credentials\.scope/],
  ])(
    'throws a TypeError that names the option, and not its value, when the credentials %s',
    (_, credentials, message) => {
      expect(() => createHereClient(credentials as HereCredentials)).toThrow(TypeError)
      expect(() => createHereClient(credentials as HereCredentials)).toThrow(message)
      expect(() => createHereClient(credentials as HereCredentials)).not.toThrow(/secret-value/)
    },
  )
})

it('credentials providers throw a TypeError at once for wrong arguments', () => {
  expect(() => chain(fromEnv(), key as never)).toThrow(/chain\(\) takes credentials providers/)
  expect(() => fromIni('credentials.ini' as never)).toThrow(/fromIni\(\) takes/)
  expect(() => fromProperties({ path: 'a' } as never)).toThrow(/fromProperties\(\) takes/)
  expect(() => createTokenProvider({ ...key, baseURL: 'http://a' } as never)).toThrow(
    /credentials.baseURL is not a credential/,
  )
  expect(() => createTokenProvider({ apiKey: 'very-secret' } as never)).toThrow(/credentials.apiKey is not supported/)
})

it('a polluted Object.prototype adds no credentials', async () => {
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
