import { generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { HereCredentials, SignInCredentials } from '../../src/index.ts'
import { platform } from '../../src/platform/worker.ts'
import { startEmulator } from '../support/emulator.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = (key: KeyObject, type: string) => key.export({ type: type as never, format: 'pem' }).toString()

/** Gets a token as a client in a worker does. */
function fetchToken(credentials: HereCredentials | undefined) {
  const options = { options: {}, readTransport: () => ({}), emit: undefined }
  return platform.createFetchToken({ credentials: credentials as SignInCredentials, ...options })(undefined)
}

describe('a worker', () => {
  it('signs the token request of an access key', async () => {
    const emulator = await startEmulator()
    expect((await fetchToken(emulator.credentials)).token.accessToken).toBeDefined()
  })

  const importedKey = () =>
    webcrypto.subtle.importKey(
      'pkcs8',
      p256.privateKey.export({ type: 'pkcs8', format: 'der' }),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['sign'],
    )

  it.each<[string, () => Promise<string | webcrypto.CryptoKey>]>([
    ['PKCS#8 with RSA', async () => pem(rsa.privateKey, 'pkcs8')],
    ['PKCS#8 with P-256', async () => pem(p256.privateKey, 'pkcs8')],
    ['a CryptoKey', importedKey],
  ])('reads a private key that is %s', async (_, readKey) => {
    const privateKey = await readKey()
    const publicKeys = { rsa: pem(rsa.publicKey, 'spki'), p256: pem(p256.publicKey, 'spki') }
    const emulator = await startEmulator({ publicKeys })
    const { clientId, tokenEndpointUrl } = emulator.keyCredentials
    expect((await fetchToken({ clientId, privateKey, tokenEndpointUrl })).token.accessToken).toBeDefined()
  })

  it('names the format that it reads when the private key has another one', async () => {
    const privateKey = pem(rsa.privateKey, 'pkcs1')
    await expect(fetchToken({ clientId: 'id', privateKey })).rejects.toMatchObject({
      reason: 'invalid-credentials',
      message: expect.stringMatching(/PKCS#8/),
    })
  })

  it('has no default credentials, and says what to do', async () => {
    await expect(fetchToken(undefined)).rejects.toMatchObject({
      reason: 'missing-credentials',
      message: expect.stringMatching(/pass createHereClient an access key/),
    })
  })
})
