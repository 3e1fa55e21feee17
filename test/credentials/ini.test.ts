import { describe, expect, it, vi } from 'vitest'
import { fromIni } from '../../src/credentials/index.ts'
import { fileWith } from '../support/files.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

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

  it('reads the section [default]', async () => {
    const path = await fileWith(text)
    expect(await fromIni({ path })()).toEqual({ ...key, tokenEndpointUrl: undefined, scope: undefined })
  })

  it('reads the section that the caller names, or else the one that HERE_PROFILE names', async () => {
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

  it('returns nothing when there is no file or no section [default], and none is named', async () => {
    expect(await fromIni({ path: '/nonexistent/credentials.ini' })()).toBeUndefined()
    expect(await fromIni({ path: await fileWith('[other]\nhere.access.key.id=a') })()).toBeUndefined()
  })

  it.each(['nowhere', 'constructor', '__proto__', 'default.here'])(
    'rejects when there is no section for the profile %s',
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

  it('reads only the lines of the section, and every value as text', async () => {
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

  it('rejects with the names of file, section and key when a key is missing', async () => {
    const path = await fileWith(text)
    const error = await Promise.resolve(fromIni({ path, profile: 'broken' })()).catch((reason) => reason)
    expect(error).toMatchObject({ reason: 'invalid-credentials' })
    expect(String(error)).toContain(`${path} [broken] has no here.access.key.secret`)
    expect(String(error)).not.toContain('very-secret')
  })
})
