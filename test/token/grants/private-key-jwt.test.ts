import { createPublicKey, generateKeyPairSync, type KeyObject, verify, webcrypto } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createTokenProvider, type HereEvent, type JwtCredentials } from '../../../src/index.ts'
import { startEmulator } from '../../support/emulator.ts'
import { failureOf } from '../../support/failure.ts'
import { fileWith } from '../../support/files.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = (key: KeyObject, type: string) => key.export({ type: type as never, format: 'pem' }).toString()
const instantly = { tokenRequest: { 'axios-retry': { retryDelay: () => 0 } } }

const rsaPublic = pem(rsa.publicKey, 'spki')
const p256Public = pem(p256.publicKey, 'spki')
const pkcs8 = pem(rsa.privateKey, 'pkcs8')

/** Starts an emulator with both public keys; resolves to it and to the credentials without a private key. */
async function startWithKeys() {
  const emulator = await startEmulator({ publicKeys: { rsa: rsaPublic, p256: p256Public } })
  const { clientId, tokenEndpointUrl } = emulator.keyCredentials
  return { emulator, common: { clientId, tokenEndpointUrl } }
}

const decodeJwtPart = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString())

describe('a client assertion', () => {
  it('is sent in the form, without an Authorization header', async () => {
    const { emulator, common } = await startWithKeys()
    const scope = 'hrn:here:authorization::realm:project/name'
    const credentials = { ...common, privateKey: pkcs8, keyId: 'rsa', scope, expiresIn: 60 }
    expect(await createTokenProvider(credentials).getToken()).toMatchObject({ scope })
    const [request] = emulator.requestsTo('/oauth2/token')
    expect(request?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' })
    expect(request?.headers.authorization).toBeUndefined()
    expect(Object.fromEntries(new URLSearchParams(request?.body.toString()))).toEqual({
      grant_type: 'client_credentials',
      expires_in: '60',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: expect.any(String),
    })
  })

  it.each<[string, string, KeyObject, string, object]>([
    ['RS256', pkcs8, rsa.publicKey, 'rsa', {}],
    ['ES256', pem(p256.privateKey, 'pkcs8'), p256.publicKey, 'p256', { dsaEncoding: 'ieee-p1363' }],
  ])(
    'contains issuer, audience and expiry, and is signed with %s',
    async (alg, privateKey, publicKey, keyId, encoding) => {
      const { emulator, common } = await startWithKeys()
      const now = Math.floor(Date.now() / 1000)
      await createTokenProvider({ ...common, privateKey, keyId }).getToken()
      const [request] = emulator.requestsTo('/oauth2/token')
      const assertion = new URLSearchParams(request?.body.toString()).get('client_assertion') ?? ''
      const [header, claims, signature = ''] = assertion.split('.')
      // Node's own implementation verifies it.
      const signed = Buffer.from(`${header}.${claims}`)
      const isRight = verify('sha256', signed, { key: publicKey, ...encoding }, Buffer.from(signature, 'base64url'))
      expect(isRight).toBe(true)
      expect(decodeJwtPart(header)).toEqual({ alg, typ: 'JWT', kid: keyId })
      const { iat, exp, jti, ...rest } = decodeJwtPart(claims)
      expect(rest).toEqual({ iss: common.clientId, sub: common.clientId, aud: common.tokenEndpointUrl })
      expect(iat - now).toBeGreaterThanOrEqual(0)
      expect(exp - iat).toBe(300)
      expect(jti).toMatch(/^[\da-f-]{36}$/)
    },
  )

  it('is created anew for each attempt', async () => {
    const { emulator, common } = await startWithKeys()
    emulator.fail({ status: 503, times: 2 })
    await createTokenProvider({ ...common, privateKey: pkcs8, keyId: 'rsa' }, instantly).getToken()
    const ids = emulator
      .requestsTo('/oauth2/token')
      .map(({ body }) => new URLSearchParams(body.toString()).get('client_assertion')?.split('.')[1])
      .map((claims) => decodeJwtPart(claims).jti)
    expect(new Set(ids).size).toBe(3)
  })

  it('is created once more by HERE’s clock when it is expired there', async () => {
    const { emulator, common } = await startWithKeys()
    emulator.setClockOffset(30 * 60_000)
    const events: HereEvent[] = []
    const options = { onEvent: (event: HereEvent) => void events.push(event) }
    await createTokenProvider({ ...common, privateKey: pkcs8, keyId: 'rsa' }, options).getToken()
    expect(events.map(({ type }) => type)).toEqual([
      'token-requested',
      'clock-corrected',
      'token-requested',
      'token-received',
    ])
  })

  it('has the normalized token endpoint URL as its audience', async () => {
    const { emulator, common } = await startWithKeys()
    const port = new URL(emulator.url).port
    for (const tokenEndpointUrl of [`HTTP://LOCALHOST:${port}/oauth2/token`, `${common.tokenEndpointUrl}?a=b c#d`]) {
      await createTokenProvider({ ...common, tokenEndpointUrl, privateKey: pkcs8, keyId: 'rsa' }).getToken()
    }
    expect(emulator.requests).toHaveLength(2)
  })

  it('is accepted without a key id, but not with an unknown one', async () => {
    const { common } = await startWithKeys()
    await createTokenProvider({ ...common, privateKey: pem(p256.privateKey, 'pkcs8') }).getToken()
    const unknown = createTokenProvider({ ...common, privateKey: pkcs8, keyId: 'constructor' })
    expect(await failureOf(unknown.getToken())).toMatchObject({ hereErrorCode: 401953 })
  })

  it('is created once more, and only once, when HERE rejects it as used', async () => {
    const { emulator, common } = await startWithKeys()
    const tokens = createTokenProvider({ ...common, privateKey: pkcs8, keyId: 'rsa' }, instantly)
    const used = { status: 401, body: { errorCode: 401934, message: 'used' } }
    emulator.fail(used)
    const token = await tokens.getToken()
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
    await tokens.invalidate(token)
    emulator.fail({ ...used, times: 9 })
    expect(await failureOf(tokens.getToken())).toMatchObject({ reason: 'rejected', hereErrorCode: 401934 })
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(4)
  })

  it.each<[string, Partial<JwtCredentials>, number, RegExp]>([
    ['another key', { keyId: 'p256' }, 401952, /private key does not fit/],
    ['a key id that HERE does not know', { keyId: 'other' }, 401953, /check keyId/],
    ['a client id that HERE does not know', { clientId: 'other' }, 401952, /private key/],
  ])('is rejected with an error that says what to do when it has %s', async (_, wrong, hereErrorCode, message) => {
    const { common } = await startWithKeys()
    const tokens = createTokenProvider({ ...common, privateKey: pkcs8, keyId: 'rsa', ...wrong })
    const error = await failureOf(tokens.getToken())
    expect(error).toMatchObject({ reason: 'rejected', status: 401, hereErrorCode })
    expect(error.message).toMatch(message)
  })
})

describe('a private key', () => {
  const oneLine = (text: string) => text.replaceAll('\n', ' ')
  it.each<[string, string, string]>([
    ['PKCS#8 of RSA', pkcs8, 'rsa'],
    ['PKCS#1', pem(rsa.privateKey, 'pkcs1'), 'rsa'],
    ['PKCS#8 of P-256', pem(p256.privateKey, 'pkcs8'), 'p256'],
    ['SEC1', pem(p256.privateKey, 'sec1'), 'p256'],
    ['PEM with CRLF line ends', pkcs8.replaceAll('\n', '\r\n'), 'rsa'],
    ['PEM on one line', oneLine(pkcs8), 'rsa'],
    ['PEM whose line breaks became \\n', pem(p256.privateKey, 'sec1').replaceAll('\n', '\\n'), 'p256'],
    [
      'PKCS#8 without first and last line',
      rsa.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
      'rsa',
    ],
  ])('may be %s', async (_, privateKey, keyId) => {
    const { common } = await startWithKeys()
    await createTokenProvider({ ...common, privateKey, keyId }).getToken()
  })

  it('may be the path of a file, which is read again for each token, and reported when other users can read it', async () => {
    const { emulator, common } = await startWithKeys()
    const file = await fileWith('not a key yet', 'key.pem')
    const events: HereEvent[] = []
    const onEvent = (event: HereEvent) => void events.push(event)
    const tokens = createTokenProvider({ ...common, privateKey: file, keyId: 'rsa' }, { onEvent })
    const error = await failureOf(tokens.getToken())
    expect(error).toMatchObject({ reason: 'invalid-credentials', message: expect.stringContaining(file) })
    await writeFile(file, pkcs8)
    await tokens.getToken()
    expect(events.filter(({ type }) => type === 'credentials-exposed')).toEqual([{ type: 'credentials-exposed', file }])
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(1)
  })

  it('may be a CryptoKey that cannot be exported', async () => {
    const { common } = await startWithKeys()
    const rsaForm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const ecForm = { name: 'ECDSA', namedCurve: 'P-256' }
    for (const [keyId, key, form] of [['rsa', rsa, rsaForm] as const, ['p256', p256, ecForm] as const]) {
      const der = key.privateKey.export({ type: 'pkcs8', format: 'der' })
      const privateKey = await webcrypto.subtle.importKey('pkcs8', der, form, false, ['sign'])
      await createTokenProvider({ ...common, privateKey, keyId }).getToken()
    }
  })
})

describe('an invalid private key', () => {
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const encrypted = rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
  it.each<[string, Partial<JwtCredentials>, RegExp]>([
    ['does not exist', { privateKey: '/nonexistent/key.pem' }, /no private key file \/nonexistent\/key\.pem/],
    ['is truncated', { privateKey: pkcs8.slice(0, 200) }, /cannot be read as PEM/],
    ['is encrypted', { privateKey: encrypted.toString() }, /encrypted/],
    ['is P-384', { privateKey: pem(p384.privateKey, 'pkcs8') }, /neither RSA nor P-256/],
    ['is a JWK', { privateKey: JSON.stringify(rsa.privateKey.export({ format: 'jwk' })) }, /cannot be read as PEM/],
    [
      'is base64url',
      { privateKey: rsa.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url').slice(0, 900) },
      /cannot be read as PEM/,
    ],
    ['is too short', { privateKey: pem(short.privateKey, 'pkcs8') }, /cannot sign: .*2048/],
    ['is for another algorithm', { privateKey: pkcs8, algorithm: 'ES256' }, /is for RS256, but algorithm is ES256/],
  ])('causes an error that does not show it, and no token request, when it %s', async (_, wrong, message) => {
    const { emulator, common } = await startWithKeys()
    const tokens = createTokenProvider({ ...common, privateKey: pkcs8, ...wrong }, instantly)
    const error = await failureOf(tokens.getToken())
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'invalid-credentials' })
    expect(error.message).toMatch(message)
    expect(`${error.stack}${error.cause}`).not.toContain(pkcs8.slice(60, 100))
    expect(error.message.length).toBeLessThan(200)
    expect(emulator.requests).toEqual([])
  })

  it.each<[string, object]>([
    ['credentials.clientId must be a string', { privateKey: pkcs8 }],
    ['credentials.privateKey must be PEM', { clientId: 'id', privateKey: '' }],
    ['credentials.privateKey must be PEM', { clientId: 'id', privateKey: createPublicKey(rsaPublic) }],
    ["credentials.algorithm must be 'RS256' or 'ES256'", { clientId: 'id', privateKey: pkcs8, algorithm: 'HS256' }],
    ['credentials.keyId must be a string', { clientId: 'id', privateKey: pkcs8, keyId: '' }],
    [
      'credentials.tokenEndpointUrl must be an https URL',
      { clientId: 'id', privateKey: pkcs8, tokenEndpointUrl: 'http://a.example/' },
    ],
  ])('causes a TypeError at once, with the message “%s …”', (message, credentials) => {
    expect(() => createTokenProvider(credentials as never)).toThrow(message)
  })
})
