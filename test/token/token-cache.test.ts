import { describe, expect, it, vi } from 'vitest'
import { createTokenProvider, type HereEvent } from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'
import { startEmulator } from '../support/emulator.ts'

const project = (name: string): string => `hrn:here:authorization::realm:project/${name}`

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe('createTokenProvider', () => {
  it('makes no token request before the first call of getToken', async () => {
    const emulator = await startEmulator()
    createTokenProvider(emulator.credentials)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(emulator.requests).toHaveLength(0)
  })

  it('returns the same token until it expires, and then a new one', async () => {
    const clock = stopClock()
    const emulator = await startEmulator({ tokenLifetime: 100 })
    const tokens = createTokenProvider(emulator.credentials, { refreshAhead: 0 })
    const first = await tokens.getToken()
    clock.forward(99_999)
    expect(await tokens.getToken()).toBe(first)
    clock.forward(1)
    expect(tokens.peek?.()).toBeUndefined()
    expect((await tokens.getToken()).accessToken).not.toBe(first.accessToken)
    expect(emulator.requests).toHaveLength(2)
  })

  it('does not cache a token that expires at once, but returns it to waiting callers', async () => {
    const emulator = await startEmulator({ tokenLifetime: 0 })
    const tokens = createTokenProvider(emulator.credentials)
    expect((await tokens.getToken()).accessToken).toBeDefined()
    expect(tokens.peek?.()).toBeUndefined()
  })

  it('is not affected by a jump of the wall clock in either direction', async () => {
    const clock = stopClock()
    const emulator = await startEmulator({ tokenLifetime: 100 })
    const tokens = createTokenProvider(emulator.credentials, { refreshAhead: 0 })
    const first = await tokens.getToken()
    clock.setWallClock(Date.now() + 86_400_000)
    expect(tokens.peek?.()).toBe(first)
    clock.setWallClock(Date.now() - 2 * 86_400_000)
    expect(tokens.peek?.()).toBe(first)
    clock.forward(100_000)
    expect(tokens.peek?.()).toBeUndefined()
  })

  it('makes one token request for 1,000 callers, who share its response', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider(emulator.credentials)
    const received = await Promise.all(Array.from({ length: 1000 }, () => tokens.getToken()))
    expect(new Set(received).size).toBe(1)
    expect(emulator.requests).toHaveLength(1)
  })

  it('shares a failure between its callers, and never caches it as a result', async () => {
    const clock = stopClock()
    const emulator = await startEmulator()
    emulator.fail({ status: 403, body: { errorCode: 403109, message: 'Not a member.' } })
    const tokens = createTokenProvider(emulator.credentials)
    const failures = await Promise.allSettled(Array.from({ length: 100 }, () => tokens.getToken()))
    expect(failures.every(({ status }) => status === 'rejected')).toBe(true)
    expect(emulator.requests).toHaveLength(1)
    clock.forward(1001)
    await tokens.getToken()
    expect(emulator.requests).toHaveLength(2)
  })

  it('rejects later callers with a definitive rejection for one second before the next token request', async () => {
    const clock = stopClock()
    const emulator = await startEmulator()
    const tokens = createTokenProvider({ ...emulator.credentials, accessKeySecret: 'wrong' })
    for (let call = 0; call < 10; call += 1) {
      await expect(tokens.getToken()).rejects.toMatchObject({ hereErrorCode: 401300 })
      clock.forward(99)
    }
    expect(emulator.requests).toHaveLength(1)
    clock.forward(100)
    await expect(tokens.getToken()).rejects.toThrow()
    expect(emulator.requests).toHaveLength(2)
  })

  it('caches one token per scope, and treats its own scope like none', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider({ ...emulator.credentials, scope: project('own') })
    const own = await tokens.getToken()
    const [a, b] = await Promise.all([
      tokens.getToken({ scope: project('a') }),
      tokens.getToken({ scope: project('b') }),
    ])
    expect(new Set([own, a, b].map(({ accessToken }) => accessToken)).size).toBe(3)
    expect([own, a, b].map(({ scope }) => scope)).toEqual(['own', 'a', 'b'].map(project))
    expect(await tokens.getToken({ scope: project('own') })).toBe(own)
    expect(tokens.peek?.(project('a'))).toBe(a)
    expect(emulator.requests).toHaveLength(3)
  })

  it('prefers the option scope to the scope of the credentials', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider({ ...emulator.credentials, scope: project('a') }, { scope: project('b') })
    expect((await tokens.getToken()).scope).toBe(project('b'))
  })

  it('ends the wait of one caller by its signal, and of no other', async () => {
    const emulator = await startEmulator()
    emulator.fail({ delay: 50 })
    const tokens = createTokenProvider(emulator.credentials)
    const abort = new AbortController()
    const [first, second] = [tokens.getToken({ signal: abort.signal }), tokens.getToken()]
    abort.abort(new Error('changed my mind'))
    await expect(first).rejects.toThrow('changed my mind')
    await expect(second).resolves.toBeDefined()
    await expect(tokens.getToken({ signal: AbortSignal.abort() })).rejects.toThrow('abort')
    expect(emulator.requests).toHaveLength(1)
  })
})

describe('an abort during a shared token request', () => {
  const waiters = 20
  const aborted: [string, (index: number) => boolean][] = [
    ['the first caller', (index) => index === 0],
    ['the last caller', (index) => index === waiters - 1],
    ['every other caller', (index) => index % 2 === 0],
    ['every caller', () => true],
  ]

  it.each(aborted)(
    'ends only the aborted waits, and leaves one token request, which serves the next caller, when it is by %s',
    async (_, isAborted) => {
      const emulator = await startEmulator()
      emulator.fail({ delay: 50 })
      const tokens = createTokenProvider(emulator.credentials)
      const aborts = Array.from({ length: waiters }, () => new AbortController())
      const waiting = Promise.allSettled(aborts.map(({ signal }) => tokens.getToken({ signal })))
      await waitUntil(() => emulator.requests.length === 1)
      for (const [index, abort] of aborts.entries()) if (isAborted(index)) abort.abort()
      const statuses = (await waiting).map(({ status }) => status)
      expect(statuses).toEqual(aborts.map((_abort, index) => (isAborted(index) ? 'rejected' : 'fulfilled')))
      await tokens.getToken()
      expect(emulator.requests).toHaveLength(1)
    },
  )
})

describe('invalidate', () => {
  it('drops the current token', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider(emulator.credentials)
    await tokens.invalidate(await tokens.getToken())
    expect(tokens.peek?.()).toBeUndefined()
    await tokens.getToken()
    expect(emulator.requests).toHaveLength(2)
  })

  it('keeps a newer token with the same text, because a server may return the same token twice', async () => {
    const clock = stopClock()
    const tokens = createTokenProvider(() => ({ accessToken: 'same', expiresAt: Date.now() + 60_000 }))
    const old = await tokens.getToken()
    await tokens.invalidate(old)
    clock.forward(1)
    const current = await tokens.getToken()
    await tokens.invalidate(old)
    expect(tokens.peek?.()).toBe(current)
  })

  it('keeps a newer token', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider(emulator.credentials)
    const old = await tokens.getToken()
    await tokens.invalidate(old)
    const current = await tokens.getToken()
    await tokens.invalidate(old)
    expect(tokens.peek?.()).toBe(current)
  })
})

describe('refresh ahead', () => {
  async function providerWith(lifetime: number, refreshAhead?: number) {
    const clock = stopClock()
    const emulator = await startEmulator({ tokenLifetime: lifetime })
    const events: HereEvent[] = []
    const tokens = createTokenProvider(emulator.credentials, {
      refreshAhead,
      onEvent: (event) => void events.push(event),
    })
    return { clock, emulator, tokens, events, first: await tokens.getToken() }
  }

  it('returns the old token at once, and refreshes it once in the background', async () => {
    const { clock, emulator, tokens, first } = await providerWith(1000, 60_000)
    clock.forward(940_000)
    expect(tokens.peek?.()).toBe(first)
    expect(tokens.peek?.()).toBe(first)
    expect(await tokens.getToken()).toBe(first)
    await waitUntil(() => tokens.peek?.() !== first)
    expect(tokens.peek?.()?.accessToken).toBeDefined()
    expect(emulator.requests).toHaveLength(2)
  })

  it.each([
    ['a tenth of the lifetime', 1000, 900_000],
    ['at most five minutes', 86_400, 86_100_000],
  ])('begins by default %s before the token expires', async (_, lifetime, begin) => {
    const { clock, emulator, tokens, first } = await providerWith(lifetime)
    clock.forward(begin - 1)
    tokens.peek?.()
    clock.forward(1)
    expect(emulator.requests).toHaveLength(1)
    tokens.peek?.()
    await waitUntil(() => tokens.peek?.() !== first)
    expect(emulator.requests).toHaveLength(2)
  })

  it('keeps the old token when it fails, and pauses before the next attempt', async () => {
    const { clock, emulator, tokens, events, first } = await providerWith(1000, 60_000)
    emulator.fail({ status: 403, body: {}, times: 1 })
    clock.forward(940_000)
    tokens.peek?.()
    await waitUntil(() => events.some(({ type }) => type === 'token-failed'))
    expect(events.at(-1)).toMatchObject({ type: 'token-failed', isBackground: true, status: 403 })
    expect(tokens.peek?.()).toBe(first)
    expect(emulator.requests).toHaveLength(2)
    clock.forward(1000)
    tokens.peek?.()
    await waitUntil(() => tokens.peek?.() !== first)
    expect(emulator.requests).toHaveLength(3)
  })

  it('does not leave a rejection behind when it succeeds after one', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { clock, emulator, tokens, events, first } = await providerWith(1000, 60_000)
    emulator.fail({ status: 403, body: {} })
    clock.forward(940_000)
    tokens.peek?.()
    await waitUntil(() => events.some(({ type }) => type === 'token-failed'))
    clock.forward(500)
    tokens.peek?.()
    await waitUntil(() => tokens.peek?.() !== first)
    await tokens.invalidate(await tokens.getToken())
    await expect(tokens.getToken()).resolves.toBeDefined()
  })

  it('keeps the old token, and pauses, when the new one expires earlier', async () => {
    const clock = stopClock()
    const lifetimes = [1000, 10, -10, 1000]
    let calls = 0
    const credentialsProvider = () => {
      calls += 1
      return { accessToken: `token.${calls}`, expiresAt: Date.now() + (lifetimes.shift() ?? 0) * 1000 }
    }
    const tokens = createTokenProvider(credentialsProvider, { refreshAhead: 60_000 })
    const first = await tokens.getToken()
    clock.forward(950_000)
    const callsByStep: number[] = []
    for (let step = 0; tokens.peek?.() === first; step += 1) {
      await new Promise(setImmediate)
      callsByStep.push(calls)
      clock.forward(500)
      if (step > 20) break
    }
    expect(new Set(callsByStep)).toEqual(new Set([2, 3, 4]))
    expect(callsByStep.length).toBeGreaterThan(4)
    expect(tokens.peek?.()?.accessToken).toBe('token.4')
  })

  it('waits at least a second between two refreshes, so that a token about to expire causes no loop', async () => {
    const { clock, emulator, tokens } = await providerWith(1)
    clock.forward(950)
    expect(tokens.peek?.()).toBeDefined()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(emulator.requests).toHaveLength(1)
  })

  it('pauses longer after each failure, up to half a minute', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1)
    const { clock, emulator, tokens, events } = await providerWith(86_400, 40_000_000)
    emulator.fail({ status: 403, body: {}, times: 100 })
    clock.forward(50_000_000)
    const pauses: number[] = []
    for (let failures = 1; failures <= 8; failures += 1) {
      const startedAt = performance.now()
      while (events.filter(({ type }) => type === 'token-requested').length <= failures) {
        tokens.peek?.()
        clock.forward(100)
        await null
      }
      pauses.push(performance.now() - startedAt)
      await waitUntil(() => events.filter(({ type }) => type === 'token-failed').length === failures)
    }
    const seconds = pauses.slice(1).map((pause) => Math.round(pause / 1000))
    expect(seconds).toEqual([1, 2, 4, 8, 16, 30, 30])
  })

  it('lets no caller wait, whatever the load and however slow the response', async () => {
    const { clock, emulator, tokens, events, first } = await providerWith(1000, 60_000)
    let release = (): void => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    emulator.handle('/oauth2/token', () => released.then(() => undefined), { isPublic: true })
    clock.forward(940_000)
    for (let call = 0; call < 1000; call += 1) {
      expect(tokens.peek?.()).toBe(first)
      clock.forward(50)
    }
    expect(await Promise.all(Array.from({ length: 100 }, () => tokens.getToken()))).toEqual(Array(100).fill(first))
    expect(events.filter(({ type }) => type === 'token-requested')).toHaveLength(2)
    release()
    await waitUntil(() => tokens.peek?.() !== first)
    expect(emulator.requests).toHaveLength(2)
  })

  it('is waited for, and made once, when its response comes after the old token has expired', async () => {
    const { clock, emulator, tokens, first } = await providerWith(1000, 60_000)
    emulator.fail({ delay: 50 })
    clock.forward(999_000)
    tokens.peek?.()
    clock.forward(1000)
    expect(tokens.peek?.()).toBeUndefined()
    expect((await tokens.getToken()).accessToken).not.toBe(first.accessToken)
    expect(emulator.requests).toHaveLength(2)
  })

  /** Calls a token provider 100 times in each of ten periods; resolves to the number of token requests. */
  async function requestsInTenPeriods(period: number, expiresIn: () => number): Promise<number> {
    const clock = stopClock()
    const emulator = await startEmulator()
    const respond = () => ({ body: { access_token: 'always.the.same', token_type: 'bearer', expires_in: expiresIn() } })
    emulator.handle('/oauth2/token', respond, { isPublic: true })
    const tokens = createTokenProvider(emulator.credentials)
    for (let call = 0; call < 1000; call += 1) {
      await tokens.getToken()
      await new Promise(setImmediate)
      clock.forward(period * 10)
    }
    return emulator.requests.length
  }

  it.each([
    ['two seconds', 2],
    ['a minute', 60],
    ['an hour', 3600],
    ['a day', 86_400],
  ])('makes 10 to 12 token requests in ten lifetimes of %s', async (_, lifetime) => {
    const count = await requestsInTenPeriods(lifetime, () => lifetime)
    expect(count).toBeGreaterThanOrEqual(10)
    expect(count).toBeLessThanOrEqual(12)
  })

  it.each([1e12, 1e308])('makes one token request for a token with a lifetime of %d seconds', async (lifetime) => {
    expect(await requestsInTenPeriods(1e6, () => lifetime)).toBe(1)
  })

  it('does not loop when a server returns the same token until it expires', async () => {
    const period = 100
    const remaining = () => Math.ceil(period - ((performance.now() / 1000) % period))
    expect(await requestsInTenPeriods(period, remaining)).toBeLessThanOrEqual(5 * 10)
  })

  it('never begins in the first half of the lifetime', async () => {
    const { clock, emulator, tokens, first } = await providerWith(1000, 86_400_000)
    clock.forward(499_999)
    tokens.peek?.()
    expect(emulator.requests).toHaveLength(1)
    clock.forward(1)
    tokens.peek?.()
    await waitUntil(() => tokens.peek?.() !== first)
  })

  it('begins as long before the token expires as the option says', async () => {
    const { clock, tokens, events } = await providerWith(1000, 200_000)
    clock.forward(799_999)
    tokens.peek?.()
    expect(events.at(-1)?.type).toBe('token-received')
    clock.forward(1)
    tokens.peek?.()
    await waitUntil(() => events.length === 4)
  })
})

it('getToken rejects an empty scope with a message that names it', async () => {
  const tokens = createTokenProvider(() => 'a.token')
  await expect(tokens.getToken({ scope: '' })).rejects.toThrow(/^scope must be a project HRN/)
})

it('a refresh that began in the background and that a caller waits for is not reported as one in the background', async () => {
  const clock = stopClock()
  const emulator = await startEmulator({ tokenLifetime: 1000 })
  const events: HereEvent[] = []
  const tokens = createTokenProvider(emulator.credentials, {
    refreshAhead: 60_000,
    onEvent: (event) => void events.push(event),
  })
  await tokens.getToken()
  emulator.fail({ status: 403, body: {}, delay: 50 })
  clock.forward(950_000)
  tokens.peek?.()
  clock.forward(51_000)
  await expect(tokens.getToken()).rejects.toMatchObject({ reason: 'rejected' })
  expect(events.at(-1)).toMatchObject({ type: 'token-failed', isBackground: false })
})
