import { describe, expect, it } from 'vitest'
import type { CredentialSource, SignInCredentials } from '../../src/index.ts'
import { platform } from '../../src/platform/browser.ts'

/** Gets a token as a client in a browser does. */
function createFetchToken(credentials: SignInCredentials | CredentialSource | undefined) {
  return platform.createFetchToken({ credentials, options: {}, readTransport: () => ({}), emit: undefined })
}

describe('a browser', () => {
  it('takes the token that a function of the application returns', async () => {
    const { token } = await createFetchToken(() => ({ accessToken: 'a.token' }))(undefined)
    expect(token.accessToken).toBe('a.token')
  })

  it('rejects a secret at once', () => {
    expect(() => createFetchToken({ accessKeyId: 'id', accessKeySecret: 'secret' })).toThrow(TypeError)
  })

  it.each<[string, CredentialSource | undefined, string]>([
    ['there are no credentials', undefined, 'missing-credentials'],
    ['the function returns nothing', () => undefined, 'missing-credentials'],
    ['the function returns a secret', () => ({ accessKeyId: 'id', accessKeySecret: 'secret' }), 'invalid-credentials'],
  ])('says what to do when %s', async (_, credentials, reason) => {
    await expect(createFetchToken(credentials)(undefined)).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(/your own back end/),
    })
  })
})
