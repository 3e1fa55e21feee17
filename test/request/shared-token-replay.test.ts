import { describe, expect, it } from 'vitest'
import { type AccessToken, createHereClient, createTokenProvider } from '../../src/index.ts'
import { search, startEmulator } from '../support/emulator.ts'

describe('after a mass revocation, with a token store', () => {
  it('a request whose refreshed token came from the store and is rejected too gets its token from HERE', async () => {
    const emulator = await startEmulator()
    const tokenStore = new Map<string, AccessToken>()
    const here = createHereClient(emulator.credentials, { baseURL: emulator.url, here: { tokenStore } })
    await here.get('/v1/discover', { params: search })
    // Another process has refreshed the token meanwhile.
    const other = await createTokenProvider(emulator.credentials).getToken()
    for (const key of tokenStore.keys()) tokenStore.set(key, { ...other, expiresAt: other.expiresAt + 60_000 })
    emulator.revokeTokens()
    const before = emulator.requestsTo('/oauth2/token').length
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
    const sent = emulator.requestsTo('/v1/discover').map(({ headers }) => headers.authorization)
    expect(new Set(sent.slice(-3)).size).toBe(3)
    expect(emulator.requestsTo('/oauth2/token').length - before).toBe(1)
  })

  it('a request is sent three times at most', async () => {
    const emulator = await startEmulator()
    const tokenStore = new Map<string, AccessToken>()
    const here = createHereClient(emulator.credentials, { baseURL: emulator.url, here: { tokenStore } })
    await here.tokens.getToken()
    const other = await createTokenProvider(emulator.credentials).getToken()
    for (const key of tokenStore.keys()) tokenStore.set(key, { ...other, expiresAt: other.expiresAt + 60_000 })
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 10 })
    await expect(here.get('/v1/discover', { params: search })).rejects.toMatchObject({ status: 401 })
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(3)
  })

  it('a token says that it came from the store', async () => {
    const emulator = await startEmulator()
    const tokenStore = new Map<string, AccessToken>()
    const [first, second] = [1, 2].map(() => createTokenProvider(emulator.credentials, { tokenStore }))
    expect((await first?.getToken())?.isShared).toBeUndefined()
    expect((await second?.getToken())?.isShared).toBe(true)
    expect([...tokenStore.values()][0]).not.toHaveProperty('isShared')
  })
})
