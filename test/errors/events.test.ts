import { describe, expect, it } from 'vitest'
import { createTokenProvider, type HereEvent } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'

describe('onEvent', () => {
  it('is called with the token request and its response, and without secrets', async () => {
    const emulator = await startEmulator({ tokenLifetime: 60 })
    const events: HereEvent[] = []
    const tokens = createTokenProvider(emulator.credentials, { onEvent: (event) => void events.push(event) })
    const { accessToken } = await tokens.getToken()
    expect(events).toEqual([
      { type: 'token-requested', scope: undefined, attempt: 1 },
      { type: 'token-received', scope: undefined, lifetime: 60_000, duration: expect.any(Number), attempts: 1 },
    ])
    const { duration } = events[1] as HereEvent & { duration: number }
    expect(duration).toBeGreaterThan(0)
    expect(duration).toBeLessThan(performance.now())
    expect(JSON.stringify(events)).not.toContain(accessToken)
  })

  it('does no harm when it rejects', async () => {
    const emulator = await startEmulator()
    const onEvent = async (): Promise<void> => {
      throw new Error('logger is broken')
    }
    await expect(createTokenProvider(emulator.credentials, { onEvent }).getToken()).resolves.toBeDefined()
  })

  it('does no harm when it throws', async () => {
    const emulator = await startEmulator()
    const onEvent = (): void => {
      throw new Error('logger is broken')
    }
    await expect(createTokenProvider(emulator.credentials, { onEvent }).getToken()).resolves.toBeDefined()
  })
})
