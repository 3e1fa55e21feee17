import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { fromRunAsId } from '../../src/credentials/index.ts'
import { createTokenProvider } from '../../src/index.ts'
import { fileWith } from '../support/files.ts'

describe('fromRunAsId', () => {
  const inAnHour = Math.round(Date.now() / 1000) + 3600

  it('returns the token of the file until it expires, and reads the file again for the next', async () => {
    const file = await fileWith(JSON.stringify({ access_token: 'first', exp: inAnHour, scope: 'x' }))
    const tokens = createTokenProvider(fromRunAsId(file))
    const token = await tokens.getToken()
    expect(token).toMatchObject({ accessToken: 'first' })
    expect(Math.abs(token.expiresAt - inAnHour * 1000)).toBeLessThan(1000)
    await writeFile(file, JSON.stringify({ access_token: 'second', exp: inAnHour }))
    await tokens.invalidate(token)
    expect(await tokens.getToken()).toMatchObject({ accessToken: 'second' })
  })

  it('returns nothing when there is no file', async () => {
    expect(await fromRunAsId('/nonexistent/access-token')()).toBeUndefined()
    expect(await fromRunAsId()()).toBeUndefined()
  })

  it.each(['', 'no JSON', '[]', '{"access_token":"very-secret"}', '{"exp":1}', '{"access_token":1,"exp":2}'])(
    'rejects a file that contains %j',
    async (text) => {
      const file = await fileWith(text)
      const error = await Promise.resolve(fromRunAsId(file)()).catch((reason) => reason)
      expect(error).toMatchObject({ reason: 'invalid-credentials', message: expect.stringContaining(file) })
      expect(String(error)).not.toContain('very-secret')
    },
  )

  it('rejects an expired token', async () => {
    const file = await fileWith('{"access_token":"very-secret","exp":1000}')
    await expect(fromRunAsId(file)()).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringMatching(/has expired/),
    })
  })
})
