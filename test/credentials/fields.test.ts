import { generateKeyPairSync } from 'node:crypto'
import { dirname, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type chain, fromEnv, fromIni, fromProperties } from '../../src/credentials/index.ts'
import { createTokenProvider } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'
import { fileWith } from '../support/files.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

describe('a credentials file with a private key', () => {
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const common = ['here.client.id = client', 'here.auth.method = private_key_jwt', 'here.key.id = kid']

  it('contains the key, or its path: absolute, or relative to the file', async () => {
    const found = {
      clientId: 'client',
      keyId: 'kid',
      algorithm: undefined,
      tokenEndpointUrl: undefined,
      scope: undefined,
    }
    const keyIn = async (line: string) => {
      const file = await fileWith([...common, line].join('\n'))
      const { privateKey, ...rest } = (await fromProperties(file)()) as { privateKey: string }
      expect(rest).toEqual(found)
      return { privateKey, folder: dirname(file) }
    }
    expect((await keyIn('here.private.key = /keys/app.pem')).privateKey).toBe('/keys/app.pem')
    const { privateKey, folder } = await keyIn('here.private.key = app.pem')
    expect(privateKey).toBe(join(folder, 'app.pem'))
    vi.stubEnv('HOME', '/home/me')
    expect((await keyIn('here.private.key = ~/app.pem')).privateKey).toBe('/home/me/app.pem')
    expect((await keyIn(`here.private.key = ${pem.replaceAll('\n', '\\n')}`)).privateKey).toBe(pem.trim())
  })

  it('gets a token, also from an ini file, and also when it contains an access key as well', async () => {
    const emulator = await startEmulator()
    const { clientId, keyId, privateKey, tokenEndpointUrl } = emulator.keyCredentials
    const key = await fileWith(privateKey, 'key.pem')
    const lines = [
      'here.access.key.id = stale',
      'here.access.key.secret = stale',
      `here.client.id = ${clientId}`,
      'here.auth.method = private_key_jwt',
      'here.signing.algorithm = ES256',
      `here.private.key = ${key}`,
      `here.key.id = ${keyId}`,
      `here.token.endpoint.url = ${tokenEndpointUrl}`,
    ]
    await createTokenProvider(fromProperties(await fileWith(lines.join('\n')))).getToken()
    await createTokenProvider(fromIni({ path: await fileWith(['[default]', ...lines].join('\n')) })).getToken()
    expect(emulator.requests).toHaveLength(2)
  })

  it.each<[string, string]>([
    ['here.private.key', 'here.client.id=a\nhere.auth.method=private_key_jwt'],
    ['here.client.id', 'here.private.key=a.pem'],
    ['here.auth.method', 'here.auth.method=magic'],
    ['here.signing.algorithm', 'here.private.key=a.pem\nhere.signing.algorithm=HS256'],
  ])('causes an error that names %s when that is missing or wrong', async (name, text) => {
    const file = await fileWith(text)
    const error = { reason: 'invalid-credentials', message: expect.stringMatching(new RegExp(`${file}.* ${name}`)) }
    await expect(fromProperties(file)()).rejects.toMatchObject(error)
  })
})

describe('an invalid value', () => {
  const lines = (url: string) =>
    `here.access.key.id=id\nhere.access.key.secret=very-secret\nhere.token.endpoint.url=${url}`
  const env = { HERE_ACCESS_KEY_ID: 'id', HERE_ACCESS_KEY_SECRET: 'very-secret' }
  it.each<[string, () => Promise<Parameters<typeof chain>[0]>, RegExp]>([
    [
      'a properties file',
      async () => fromProperties(await fileWith(lines('here.com'))),
      /credentials\.properties: here\.token\.endpoint\.url must be/,
    ],
    [
      'an ini file',
      async () => fromIni({ path: await fileWith(`[default]\n${lines('here.com')}`) }),
      / \[default\]: here\.token\.endpoint\.url must be/,
    ],
    [
      'the environment',
      async () => fromEnv({ ...env, HERE_TOKEN_ENDPOINT_URL: 'x' }),
      /^The environment: HERE_TOKEN_ENDPOINT_URL must be/,
    ],
    [
      'an ini file that is read as properties',
      async () => fromProperties(await fileWith(`[default]\n${lines('')}`)),
      /has sections: read it by fromIni/,
    ],
    [
      'a file in UTF-16',
      async () => fromProperties(await fileWith(lines('').replace(/./g, '$&\0'))),
      /is not text in UTF-8/,
    ],
  ])('causes an error that names place and key when it is in %s', async (_, createProvider, message) => {
    const credentialsProvider = await createProvider()
    const error = await Promise.resolve(credentialsProvider()).catch((reason) => reason)
    expect(error).toMatchObject({ reason: 'invalid-credentials', message: expect.stringMatching(message) })
    expect(`${error.stack}${error.cause}`).not.toContain('very-secret')
  })

  it('white space and quotes around an environment variable are no part of its value', async () => {
    const quoted = { HERE_ACCESS_KEY_ID: ' "id"', HERE_ACCESS_KEY_SECRET: "'secret'\n" }
    expect(await fromEnv(quoted)()).toMatchObject(key)
  })
})
