import { describe, expect, it } from 'vitest'
import { chain, fromEnv, fromProperties } from '../../src/credentials/index.ts'
import { createTokenProvider } from '../../src/index.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

describe('chain', () => {
  it('continues when a credentials provider returns nothing', async () => {
    expect(
      await chain(
        fromEnv({}),
        () => null as never,
        () => undefined,
        () => key,
        () => expect.fail('called'),
      )(),
    ).toBe(key)
    expect(await chain()()).toBeUndefined()
  })

  it('stops when a credentials provider fails', async () => {
    await expect(chain(fromEnv({ HERE_ACCESS_KEY_ID: 'id' }), () => key)()).rejects.toThrow(/HERE_ACCESS_KEY_SECRET/)
  })

  it('rejects with the places that it looked in when all return nothing', async () => {
    const credentialsProvider = chain(
      fromEnv({}),
      fromProperties('/nonexistent/a'),
      chain(() => undefined),
    )
    const message = /environment .*; \/nonexistent\/a; a credentials provider of the application/
    await expect(createTokenProvider(credentialsProvider).getToken()).rejects.toThrow(message)
  })
})
