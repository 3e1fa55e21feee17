import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { defaultCredentials as browserCredentials } from '../../src/credentials/default.browser.ts'
import { chain, defaultCredentials, fromEnv, fromProperties } from '../../src/credentials/index.ts'
import { createTokenProvider } from '../../src/index.ts'

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

describe('chain', () => {
  it('goes on when a source has nothing', async () => {
    expect(
      await chain(
        fromEnv({}),
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
    const message = /environment .*; \/nonexistent\/a; a source of the app/
    await expect(createTokenProvider(source).getToken()).rejects.toThrow(message)
  })
})

describe('defaultCredentials', () => {
  it('prefers the environment to ~/.here/credentials.properties', async () => {
    const file = await fileWith('here.access.key.id=file\nhere.access.key.secret=secret')
    const home = join(file, '..', 'home')
    await mkdir(join(home, '.here'), { recursive: true })
    await rename(file, join(home, '.here', 'credentials.properties'))
    vi.stubEnv('HOME', home)
    expect(await defaultCredentials()()).toMatchObject({ accessKeyId: 'file' })
    vi.stubEnv('HERE_ACCESS_KEY_ID', 'id')
    vi.stubEnv('HERE_ACCESS_KEY_SECRET', 'secret')
    expect(await defaultCredentials()()).toMatchObject(key)
  })

  it('are an error in a browser that says what to do', async () => {
    await expect(browserCredentials()()).rejects.toMatchObject({
      reason: 'missing-credentials',
      message: expect.stringMatching(/your own back end/),
    })
  })
})
