import { describe, expect, it, vi } from 'vitest'
import { fromEnv } from '../../src/credentials/index.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

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

  it('returns nothing when neither key variable is set, or both are empty', async () => {
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
    const credentialsProvider = fromEnv()
    expect(await credentialsProvider()).toBeUndefined()
    vi.stubEnv('HERE_ACCESS_KEY_ID', 'id')
    vi.stubEnv('HERE_ACCESS_KEY_SECRET', 'secret')
    expect(await credentialsProvider()).toMatchObject(key)
  })
})
