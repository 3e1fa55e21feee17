import { describe, expect, it } from 'vitest'
import { createTokenProvider, type HereEvent } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'

describe('events', () => {
  it('tell of a token request and its answer, and nothing secret', async () => {
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

  it('do no harm when the listener rejects', async () => {
    const emulator = await startEmulator()
    const onEvent = async (): Promise<void> => {
      throw new Error('logger is broken')
    }
    await expect(createTokenProvider(emulator.credentials, { onEvent }).getToken()).resolves.toBeDefined()
  })

  it('do no harm when the listener throws', async () => {
    const emulator = await startEmulator()
    const onEvent = (): void => {
      throw new Error('logger is broken')
    }
    await expect(createTokenProvider(emulator.credentials, { onEvent }).getToken()).resolves.toBeDefined()
  })
})
