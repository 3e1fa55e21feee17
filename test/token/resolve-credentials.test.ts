import { describe, expect, it } from 'vitest'
import { createTokenProvider, HereAuthError } from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'
import { startEmulator } from '../support/emulator.ts'
import { failureOf } from '../support/failure.ts'

describe('a credential source', () => {
  it('is asked again at each token request, so credentials may rotate', async () => {
    const emulator = await startEmulator()
    const keys = ['wrong', emulator.credentials.accessKeySecret]
    const clock = stopClock()
    const tokens = createTokenProvider(async () => ({ ...emulator.credentials, accessKeySecret: keys.shift() ?? '' }))
    await expect(tokens.getToken()).rejects.toMatchObject({ hereErrorCode: 401300 })
    clock.forward(1001)
    await expect(tokens.getToken()).resolves.toBeDefined()
  })

  it('may give a token, as text or with its end', async () => {
    const clock = stopClock()
    expect(await createTokenProvider(() => 'a.token').getToken()).toMatchObject({ accessToken: 'a.token' })
    let count = 0
    const tokens = createTokenProvider(async () => ({ accessToken: `t${++count}`, expiresAt: Date.now() + 60_000 }))
    expect(await tokens.getToken()).toMatchObject({ accessToken: 't1', expiresAt: Date.now() + 60_000 })
    clock.forward(60_000)
    expect(await tokens.getToken()).toMatchObject({ accessToken: 't2' })
  })

  it('that fails becomes the cause of a HereAuthError', async () => {
    const cause = new Error('vault is sealed')
    const error = await failureOf(createTokenProvider(() => Promise.reject(cause)).getToken())
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'unavailable', cause })
  })

  it.each([
    ['nothing', undefined, 'missing-credentials', /returned nothing/],
    ['something else', { access_token: 'a' }, 'invalid-credentials', /neither .* nor a token/],
    ['seconds', { accessToken: 'a', expiresAt: 1_800_000_000 }, 'invalid-credentials', /in seconds/],
    ['null', null, 'missing-credentials', /provider returned nothing/],
    ['a number', 7, 'invalid-credentials', /neither .* nor a token/],
    ['half of a key', { accessKeyId: 'a' }, 'invalid-credentials', /invalid credentials: credentials.accessKeySecret/],
    ['the other half', { accessKeySecret: 'a' }, 'invalid-credentials', /invalid credentials: credentials.accessKeyId/],
    ['a token that breaks its header', 'a\nb', 'invalid-credentials', /accessToken/],
    ['a token with a wrong end', { accessToken: 'a', expiresAt: 'soon' }, 'invalid-credentials', /expiresAt/],
  ])('that gives %s fails by a reason that says so', async (_, found, reason, message) => {
    const error = await failureOf(createTokenProvider(async () => found as never).getToken())
    expect(error).toMatchObject({ reason })
    expect(error.message).toMatch(message)
  })

  it('that fails in words of its own says them', async () => {
    const own = new HereAuthError('~/.here is a file', { reason: 'invalid-credentials' })
    const source = async (): Promise<never> => {
      throw own
    }
    expect(await failureOf(createTokenProvider(source).getToken())).toBe(own)
    expect(await failureOf(createTokenProvider(() => Promise.reject('no')).getToken())).toMatchObject({
      message: 'The credentials provider failed, see cause.',
      cause: 'no',
    })
  })

  it('that has nothing is named with the places that it looked in', async () => {
    const source = Object.assign(async () => undefined, { lookedIn: ['here', 'there'] })
    const error = await failureOf(createTokenProvider(source).getToken())
    expect(error.message).toBe(
      'No HERE credentials were found. Looked in: here; there. ' +
        'Pass { accessKeyId, accessKeySecret }, or put them in one of these places.',
    )
  })

  it('that hangs fails within the time limit of the token request', async () => {
    const tokens = createTokenProvider(() => new Promise(() => {}), { tokenRequest: { timeout: 20 } })
    expect(await failureOf(tokens.getToken())).toMatchObject({
      reason: 'unavailable',
      cause: { name: 'TimeoutError' },
    })
  })

  it('may be a provider, which is shared as it is, and takes no options of its own any more', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider(emulator.credentials)
    expect(createTokenProvider(tokens)).toBe(tokens)
    expect(() => createTokenProvider(tokens, { refreshAhead: 1 })).toThrow(/here\.refreshAhead/)
    expect(() => createTokenProvider(tokens, { tokenRequest: {} })).toThrow(/here\.tokenRequest/)
  })
})
