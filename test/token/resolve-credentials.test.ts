import { describe, expect, it } from 'vitest'
import { createTokenProvider, HereAuthError } from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'
import { startEmulator } from '../support/emulator.ts'
import { failureOf } from '../support/failure.ts'

describe('a credentials provider', () => {
  it('is called again for each token request, so that credentials may rotate', async () => {
    const emulator = await startEmulator()
    const keys = ['wrong', emulator.credentials.accessKeySecret]
    const clock = stopClock()
    const tokens = createTokenProvider(async () => ({ ...emulator.credentials, accessKeySecret: keys.shift() ?? '' }))
    await expect(tokens.getToken()).rejects.toMatchObject({ hereErrorCode: 401300 })
    clock.forward(1001)
    await expect(tokens.getToken()).resolves.toBeDefined()
  })

  it('may return a token, as text or with its expiresAt', async () => {
    const clock = stopClock()
    expect(await createTokenProvider(() => 'a.token').getToken()).toMatchObject({ accessToken: 'a.token' })
    let count = 0
    const tokens = createTokenProvider(async () => ({ accessToken: `t${++count}`, expiresAt: Date.now() + 60_000 }))
    expect(await tokens.getToken()).toMatchObject({ accessToken: 't1', expiresAt: Date.now() + 60_000 })
    clock.forward(60_000)
    expect(await tokens.getToken()).toMatchObject({ accessToken: 't2' })
  })

  it('causes a HereAuthError when it fails', async () => {
    const cause = new Error('vault is sealed')
    const error = await failureOf(createTokenProvider(() => Promise.reject(cause)).getToken())
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'unavailable', cause })
  })

  it.each([
    ['nothing', undefined, 'missing-credentials', /returned nothing/],
    ['something else', { access_token: 'a' }, 'invalid-credentials', /neither .* nor a token/],
    ['an expiresAt in seconds', { accessToken: 'a', expiresAt: 1_800_000_000 }, 'invalid-credentials', /in seconds/],
    ['null', null, 'missing-credentials', /provider returned nothing/],
    ['a number', 7, 'invalid-credentials', /neither .* nor a token/],
    ['half of a key', { accessKeyId: 'a' }, 'invalid-credentials', /invalid credentials: credentials.accessKeySecret/],
    [
      'the other half of a key',
      { accessKeySecret: 'a' },
      'invalid-credentials',
      /invalid credentials: credentials.accessKeyId/,
    ],
    ['a token with a line break', 'a\nb', 'invalid-credentials', /accessToken/],
    ['a token with a wrong expiresAt', { accessToken: 'a', expiresAt: 'soon' }, 'invalid-credentials', /expiresAt/],
  ])('fails with a reason that says so when it returns %s', async (_, found, reason, message) => {
    const error = await failureOf(createTokenProvider(async () => found as never).getToken())
    expect(error).toMatchObject({ reason })
    expect(error.message).toMatch(message)
  })

  it('rejects with its own HereAuthError unchanged', async () => {
    const own = new HereAuthError('~/.here is a file', { reason: 'invalid-credentials' })
    const credentialsProvider = async (): Promise<never> => {
      throw own
    }
    expect(await failureOf(createTokenProvider(credentialsProvider).getToken())).toBe(own)
    expect(await failureOf(createTokenProvider(() => Promise.reject('no')).getToken())).toMatchObject({
      message: 'The credentials provider failed, see cause.',
      cause: 'no',
    })
  })

  it('fails with the places that it looked in when it returns nothing', async () => {
    const credentialsProvider = Object.assign(async () => undefined, { lookedIn: ['here', 'there'] })
    const error = await failureOf(createTokenProvider(credentialsProvider).getToken())
    expect(error.message).toBe(
      'No HERE credentials were found. Looked in: here; there. ' +
        'Pass { accessKeyId, accessKeySecret }, or put them in one of these places.',
    )
  })

  it('fails within the time limit of the token request when it hangs', async () => {
    const tokens = createTokenProvider(() => new Promise(() => {}), { tokenRequest: { timeout: 20 } })
    expect(await failureOf(tokens.getToken())).toMatchObject({
      reason: 'unavailable',
      cause: { name: 'TimeoutError' },
    })
  })

  it('may be a token provider, which is shared as it is, and takes no more options', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider(emulator.credentials)
    expect(createTokenProvider(tokens)).toBe(tokens)
    expect(() => createTokenProvider(tokens, { refreshAhead: 1 })).toThrow(/here\.refreshAhead/)
    expect(() => createTokenProvider(tokens, { tokenRequest: {} })).toThrow(/here\.tokenRequest/)
  })
})
