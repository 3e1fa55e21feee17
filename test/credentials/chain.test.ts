import { describe, expect, it } from 'vitest'
import { chain, fromEnv, fromProperties } from '../../src/credentials/index.ts'
import { createTokenProvider } from '../../src/index.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

describe('chain', () => {
  it('goes on when a source has nothing', async () => {
    expect(
      await chain(
        fromEnv({}),
        () => null as never,
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
    const message = /environment .*; \/nonexistent\/a; a credentials provider of the application/
    await expect(createTokenProvider(source).getToken()).rejects.toThrow(message)
  })
})
