import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  chain,
  defaultCredentials,
  fromEnv,
  fromIni,
  fromProperties,
  fromRunAsId,
} from '../../src/credentials/index.ts'
import { createTokenProvider, type HereEvent } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

async function fileWith(text: string, name = 'credentials.properties'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'axios-here-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

describe('fromEnv', () => {
  it('reads key, endpoint and scope', async () => {
    const env = {
      HERE_ACCESS_KEY_ID: 'id',
      HERE_ACCESS_KEY_SECRET: 'secret',
      HERE_TOKEN_ENDPOINT_URL: 'https://e.example/oauth2/token',
      HERE_TOKEN_SCOPE: 'hrn:x',
    }
    const found = { ...key, tokenEndpointUrl: 'https://e.example/oauth2/token', scope: 'hrn:x' }
    expect(await fromEnv(env)()).toEqual(found)
  })

  it('has nothing when neither key variable is set, or both are empty', async () => {
    expect(await fromEnv({ HERE_TOKEN_SCOPE: 'x' })()).toBeUndefined()
    expect(await fromEnv({ HERE_ACCESS_KEY_ID: '', HERE_ACCESS_KEY_SECRET: '' })()).toBeUndefined()
  })

  it.each([
    ['HERE_ACCESS_KEY_ID', 'HERE_ACCESS_KEY_SECRET'],
    ['HERE_ACCESS_KEY_SECRET', 'HERE_ACCESS_KEY_ID'],
  ])('rejects when only %s is set, and names the other', async (present, missing) => {
    await expect(fromEnv({ [present]: 'very-secret' })()).rejects.toMatchObject({
      reason: 'invalid-credentials',
      message: expect.stringMatching(new RegExp(`${missing} is not`)),
    })
    await expect(fromEnv({ [present]: 'very-secret' })()).rejects.not.toThrow(/very-secret/)
  })

  it('reads the process’s environment at each call', async () => {
    const source = fromEnv()
    expect(await source()).toBeUndefined()
    vi.stubEnv('HERE_ACCESS_KEY_ID', 'id')
    vi.stubEnv('HERE_ACCESS_KEY_SECRET', 'secret')
    expect(await source()).toMatchObject(key)
  })
})

describe('fromProperties', () => {
  it('reads the file as HERE’s platform gives it', async () => {
    const file = await fileWith(
      [
        '# made by the platform',
        'here.user.id = HERE-1234',
        'here.client.id = client',
        'here.access.key.id = id',
        'here.access.key.secret = secret',
        'here.token.endpoint.url = https://account.api.here.com/oauth2/token',
      ].join('\n'),
    )
    expect(await fromProperties(file)()).toEqual({
      ...key,
      tokenEndpointUrl: 'https://account.api.here.com/oauth2/token',
      scope: undefined,
    })
  })

  it('takes what Java properties allow: BOM, CRLF, colons, escapes, `=` and `%` in values, quotes', async () => {
    const lines = [
      '\uFEFF! comment',
      'here.access.key.id:"00012345678901234567"',
      'here.access.key.secret   a=b%c\\u0021  ',
      "here.token.scope='hrn:here:authorization::r:project/p'",
      'here.token.endpoint.url=https\\://e.example/t',
    ]
    expect(await fromProperties(await fileWith(lines.join('\r\n')))()).toEqual({
      accessKeyId: '00012345678901234567',
      accessKeySecret: 'a=b%c!',
      scope: 'hrn:here:authorization::r:project/p',
      tokenEndpointUrl: 'https://e.example/t',
    })
  })

  it('has nothing when there is no file', async () => {
    expect(await fromProperties('/nonexistent/credentials.properties')()).toBeUndefined()
  })

  it('rejects, naming file and key, when the file lacks one', async () => {
    const file = await fileWith('here.access.key.id = very-secret')
    const error = await Promise.resolve(fromProperties(file)()).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'invalid-credentials' })
    expect(String(error)).toContain(file)
    expect(String(error)).toContain('here.access.key.secret')
    expect(String(error)).not.toContain('very-secret')
  })

  it('rejects when the file cannot be read', async () => {
    await expect(fromProperties(tmpdir())()).rejects.toMatchObject({ reason: 'invalid-credentials' })
  })
})

describe('a file of an app with a private key', () => {
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const common = ['here.client.id = client', 'here.auth.method = private_key_jwt', 'here.key.id = kid']

  it('names it, absolute or from where the file is, or holds it', async () => {
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

  it('gets a token, from an ini file too, and also when it has an access key as well', async () => {
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
  ])('is an error that names %s where that is missing or wrong', async (name, text) => {
    const file = await fileWith(text)
    const error = { reason: 'invalid-credentials', message: expect.stringMatching(new RegExp(`${file}.* ${name}`)) }
    await expect(fromProperties(file)()).rejects.toMatchObject(error)
  })
})

describe('fromIni', () => {
  const text = [
    '\uFEFF; comment',
    '[default]',
    'here.access.key.id = id',
    'here.access.key.secret = "secret"',
    '',
    '[my.staging]',
    'here.access.key.id=00012345678901234567',
    'here.access.key.secret=a=b%c',
    'here.token.scope=hrn:here:authorization::r:project/p',
    'here.token.endpoint.url=https://e.example/t',
    '',
    '[broken]',
    'here.access.key.id=very-secret',
  ].join('\r\n')

  it('reads the section default', async () => {
    const path = await fileWith(text)
    expect(await fromIni({ path })()).toEqual({ ...key, tokenEndpointUrl: undefined, scope: undefined })
  })

  it('reads the section that the caller names, else the one that HERE_PROFILE names', async () => {
    const path = await fileWith(text)
    const staging = {
      accessKeyId: '00012345678901234567',
      accessKeySecret: 'a=b%c',
      scope: 'hrn:here:authorization::r:project/p',
      tokenEndpointUrl: 'https://e.example/t',
    }
    expect(await fromIni({ path, profile: 'my.staging' })()).toEqual(staging)
    vi.stubEnv('HERE_PROFILE', 'my.staging')
    expect(await fromIni({ path })()).toEqual(staging)
    expect(await fromIni({ path, profile: 'default' })()).toMatchObject(key)
  })

  it('has nothing when there is no file, or no section default, and none was asked for', async () => {
    expect(await fromIni({ path: '/nonexistent/credentials.ini' })()).toBeUndefined()
    expect(await fromIni({ path: await fileWith('[other]\nhere.access.key.id=a') })()).toBeUndefined()
  })

  it.each(['nowhere', 'constructor', '__proto__', 'default.here'])(
    'rejects when the profile %s is not there',
    async (profile) => {
      const path = await fileWith(text)
      const error = {
        reason: 'invalid-credentials',
        message: expect.stringContaining(`[${profile}], which was requested`),
      }
      await expect(fromIni({ path, profile })()).rejects.toMatchObject(error)
      await expect(fromIni({ path: '/nonexistent/a.ini', profile })()).rejects.toThrow(
        /no credentials file \/nonexistent\/a.ini/,
      )
      vi.stubEnv('HERE_PROFILE', profile)
      await expect(fromIni({ path })()).rejects.toThrow(`[${profile}], which is the value of HERE_PROFILE`)
    },
  )

  it('takes no line of one section for one of another, and no value for anything but text', async () => {
    const lines = (id: string) => `here.access.key.id = ${id}\nhere.access.key.secret = ab#cd;ef=`
    const path = await fileWith(
      `[staging]\n${lines("'12345678901234567890'")}\n  [default] ; production\n; no line\n${lines('true')}\n[a.b]\n${lines('x')} # said\n`,
    )
    const secret = { accessKeySecret: 'ab#cd;ef=' }
    expect(await fromIni({ path, profile: 'staging' })()).toMatchObject({
      ...secret,
      accessKeyId: '12345678901234567890',
    })
    expect(await fromIni({ path })()).toMatchObject({ ...secret, accessKeyId: 'true' })
    expect(await fromIni({ path, profile: 'a.b' })()).toMatchObject({ ...secret, accessKeyId: 'x' })
    expect(await fromIni({ path: await fileWith(`[default.eu]\n${lines('x')}`) })()).toBeUndefined()
    const broken = fromIni({ path: await fileWith(`[default]\n[staging\n${lines('x')}`) })
    await expect(broken()).rejects.toThrow(/a line that is not a section, 2/)
  })

  it('rejects, naming file, section and key, when the section lacks one', async () => {
    const path = await fileWith(text)
    const error = await Promise.resolve(fromIni({ path, profile: 'broken' })()).catch((reason) => reason)
    expect(error).toMatchObject({ reason: 'invalid-credentials' })
    expect(String(error)).toContain(`${path} [broken] has no here.access.key.secret`)
    expect(String(error)).not.toContain('very-secret')
  })
})

describe('fromRunAsId', () => {
  const inAnHour = Math.round(Date.now() / 1000) + 3600

  it('gives the token of the file until its end, and reads the file again for the next', async () => {
    const file = await fileWith(JSON.stringify({ access_token: 'first', exp: inAnHour, scope: 'x' }))
    const tokens = createTokenProvider(fromRunAsId(file))
    const token = await tokens.getToken()
    expect(token).toMatchObject({ accessToken: 'first' })
    expect(Math.abs(token.expiresAt - inAnHour * 1000)).toBeLessThan(1000)
    await writeFile(file, JSON.stringify({ access_token: 'second', exp: inAnHour }))
    await tokens.invalidate(token)
    expect(await tokens.getToken()).toMatchObject({ accessToken: 'second' })
  })

  it('has nothing when there is no file', async () => {
    expect(await fromRunAsId('/nonexistent/access-token')()).toBeUndefined()
    expect(await fromRunAsId()()).toBeUndefined()
  })

  it.each(['', 'no JSON', '[]', '{"access_token":"very-secret"}', '{"exp":1}', '{"access_token":1,"exp":2}'])(
    'rejects a file that holds %j',
    async (text) => {
      const file = await fileWith(text)
      const error = await Promise.resolve(fromRunAsId(file)()).catch((reason) => reason)
      expect(error).toMatchObject({ reason: 'invalid-credentials', message: expect.stringContaining(file) })
      expect(String(error)).not.toContain('very-secret')
    },
  )

  it('rejects a token that has ended', async () => {
    const file = await fileWith('{"access_token":"very-secret","exp":1000}')
    await expect(fromRunAsId(file)()).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringMatching(/has expired/),
    })
  })
})

describe('a credentials file that other users can read', () => {
  it.each<[string, (path: string) => Parameters<typeof chain>[0]]>([
    ['properties', fromProperties],
    ['ini', (path) => fromIni({ path })],
    ['properties in a chain', (path) => chain(fromEnv({}), fromProperties(path))],
  ])('is reported once, through onEvent: %s', async (kind, source) => {
    const emulator = await startEmulator()
    const lines = [
      kind === 'ini' ? '[default]' : '',
      `here.access.key.id=${emulator.credentials.accessKeyId}`,
      `here.access.key.secret=${emulator.credentials.accessKeySecret}`,
      `here.token.endpoint.url=${emulator.credentials.tokenEndpointUrl}`,
    ]
    const file = await fileWith(lines.join('\n'))
    const events: HereEvent[] = []
    const tokens = createTokenProvider(source(file), { onEvent: (event) => void events.push(event) })
    const exposed = () => events.filter(({ type }) => type === 'credentials-exposed')
    await chmod(file, 0o600)
    await tokens.invalidate(await tokens.getToken())
    expect(exposed()).toEqual([])
    await chmod(file, 0o640)
    await tokens.invalidate(await tokens.getToken())
    await tokens.getToken()
    expect(exposed()).toEqual([{ type: 'credentials-exposed', file }])
  })
})

describe('a value that cannot be right is an error that names place and key', () => {
  const lines = (url: string) =>
    `here.access.key.id=id\nhere.access.key.secret=very-secret\nhere.token.endpoint.url=${url}`
  const env = { HERE_ACCESS_KEY_ID: 'id', HERE_ACCESS_KEY_SECRET: 'very-secret' }
  it.each<[string, () => Promise<Parameters<typeof chain>[0]>, RegExp]>([
    [
      'properties',
      async () => fromProperties(await fileWith(lines('here.com'))),
      /credentials\.properties: here\.token\.endpoint\.url must be/,
    ],
    [
      'ini',
      async () => fromIni({ path: await fileWith(`[default]\n${lines('here.com')}`) }),
      / \[default\]: here\.token\.endpoint\.url must be/,
    ],
    [
      'environment',
      async () => fromEnv({ ...env, HERE_TOKEN_ENDPOINT_URL: 'x' }),
      /^The environment: HERE_TOKEN_ENDPOINT_URL must be/,
    ],
    [
      'ini read as properties',
      async () => fromProperties(await fileWith(`[default]\n${lines('')}`)),
      /has sections: read it by fromIni/,
    ],
    ['UTF-16', async () => fromProperties(await fileWith(lines('').replace(/./g, '$&\0'))), /is not text in UTF-8/],
  ])('%s', async (_, source, words) => {
    const error = await Promise.resolve((await source())()).catch((reason) => reason)
    expect(error).toMatchObject({ reason: 'invalid-credentials', message: expect.stringMatching(words) })
    expect(`${error.stack}${error.cause}`).not.toContain('very-secret')
  })

  it('white space and quotes around a variable are not part of it', async () => {
    const quoted = { HERE_ACCESS_KEY_ID: ' "id"', HERE_ACCESS_KEY_SECRET: "'secret'\n" }
    expect(await fromEnv(quoted)()).toMatchObject(key)
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

  it('a user without a home has no files there, and that is all', async () => {
    const { stdout } = await promisify(execFile)(
      'node',
      [
        '--import',
        'tsx',
        '--input-type=module',
        '--eval',
        "import os from 'node:os'; import { syncBuiltinESMExports } from 'node:module'; os.homedir = () => { throw new Error('no home') }; syncBuiltinESMExports(); const { defaultCredentials } = await import('./src/credentials/index.ts'); console.log(await defaultCredentials()())",
      ],
      { env: { PATH: process.env.PATH } },
    )
    expect(stdout).toBe('undefined\n')
  })
})

describe('chain', () => {
  it('goes on when a source has nothing', async () => {
    expect(
      await chain(
        fromEnv({}),
        () => null as never,
        () => undefined,
        () => key,
        () => expect.fail('not asked'),
      )(),
    ).toBe(key)
    expect(await chain()()).toBeUndefined()
  })

  it('stops when a source is broken', async () => {
    await expect(chain(fromEnv({ HERE_ACCESS_KEY_ID: 'id' }), () => key)()).rejects.toThrow(/HERE_ACCESS_KEY_SECRET/)
  })

  it('lists where it looked when all have nothing', async () => {
    const source = chain(
      fromEnv({}),
      fromProperties('/nonexistent/a'),
      chain(() => undefined),
    )
    const message = /environment .*; \/nonexistent\/a; a credentials provider of the application/
    await expect(createTokenProvider(source).getToken()).rejects.toThrow(message)
  })
})

describe('defaultCredentials', () => {
  it('are those of the environment, then of credentials.ini, then of credentials.properties', async () => {
    const home = dirname(await fileWith(''))
    const folder = join(home, '.here')
    const lines = (id: string) => `here.access.key.id=${id}\nhere.access.key.secret=secret`
    await mkdir(folder)
    vi.stubEnv('HOME', home)
    expect(await defaultCredentials()()).toBeUndefined()
    await writeFile(join(folder, 'credentials.properties'), lines('properties'))
    expect(await defaultCredentials()()).toMatchObject({ accessKeyId: 'properties' })
    await writeFile(join(folder, 'credentials.ini'), `[default]\n${lines('ini')}\n[other]\n${lines('other')}`)
    expect(await defaultCredentials()()).toMatchObject({ accessKeyId: 'ini' })
    vi.stubEnv('HERE_PROFILE', 'other')
    expect(await defaultCredentials()()).toMatchObject({ accessKeyId: 'other' })
    vi.stubEnv('HERE_ACCESS_KEY_ID', 'id')
    vi.stubEnv('HERE_ACCESS_KEY_SECRET', 'secret')
    expect(await defaultCredentials()()).toMatchObject(key)
  })

  it('that are nowhere are an error that lists all places', async () => {
    await expect(createTokenProvider().getToken()).rejects.toMatchObject({
      reason: 'missing-credentials',
      message: expect.stringMatching(
        /environment .*; ~\/.here\/credentials.ini \[default\]; ~\/.here\/credentials.properties; \/dev\/shm\/identity\/access-token\./,
      ),
    })
  })
})
