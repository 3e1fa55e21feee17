import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { fromProperties } from '../../src/credentials/index.ts'
import { fileWith } from '../support/files.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

describe('fromProperties', () => {
  it('reads a file as HERE’s platform creates it', async () => {
    const file = await fileWith(
      [
        '# created by the platform',
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

  it('accepts what Java properties allow: BOM, CRLF, colons, escapes, `=` and `%` in values, quotes', async () => {
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

  it('returns nothing when there is no file', async () => {
    expect(await fromProperties('/nonexistent/credentials.properties')()).toBeUndefined()
  })

  it('rejects with the names of file and key when a key is missing', async () => {
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
