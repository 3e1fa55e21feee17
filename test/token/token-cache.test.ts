import { describe, expect, it, vi } from 'vitest'
import { createTokenProvider, type HereEvent } from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'
import { startEmulator } from '../support/emulator.ts'

const project = (name: string): string => `hrn:here:authorization::realm:project/${name}`

async function flushed(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe('createTokenProvider', () => {
  it('asks for nothing until it is asked', async () => {
    const emulator = await startEmulator()
    createTokenProvider(emulator.credentials)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(emulator.requests).toHaveLength(0)
  })

  it('gives the same token until it expires, then a new one', async () => {
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

  it('does not keep a token without a lifetime, and gives it to those who wait', async () => {
    const emulator = await startEmulator({ tokenLifetime: 0 })
    const tokens = createTokenProvider(emulator.credentials)
    expect((await tokens.getToken()).accessToken).toBeDefined()
    expect(tokens.peek?.()).toBeUndefined()
  })

  it('does not mind a jump of the wall clock, in either direction', async () => {
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

  it('makes one token request for any number of callers, who share its answer', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider(emulator.credentials)
    const got = await Promise.all(Array.from({ length: 1000 }, () => tokens.getToken()))
    expect(new Set(got).size).toBe(1)
    expect(emulator.requests).toHaveLength(1)
  })

  it('shares a failure too, and never keeps it as a result', async () => {
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

  it('hands a definitive refusal to later callers for one second before it asks again', async () => {
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

  it('keeps one token per scope, and counts its own scope as no scope', async () => {
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

  it('lets the option scope win over the credentials’ scope', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider({ ...emulator.credentials, scope: project('a') }, { scope: project('b') })
    expect((await tokens.getToken()).scope).toBe(project('b'))
  })

  it('ends one caller’s wait by its signal, and nobody else’s', async () => {
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

describe('aborts during a shared request', () => {
  const waiters = 20
  const aborted: [string, (index: number) => boolean][] = [
    ['the first', (index) => index === 0],
    ['the last', (index) => index === waiters - 1],
    ['every other one', (index) => index % 2 === 0],
    ['every one', () => true],
  ]

  it.each(aborted)(
    'of %s caller end that wait alone: one token request, and it serves the next',
    async (_, isAborted) => {
      const emulator = await startEmulator()
      emulator.fail({ delay: 50 })
      const tokens = createTokenProvider(emulator.credentials)
      const aborts = Array.from({ length: waiters }, () => new AbortController())
      const waiting = Promise.allSettled(aborts.map(({ signal }) => tokens.getToken({ signal })))
      await flushed(() => emulator.requests.length === 1)
      for (const [index, abort] of aborts.entries()) if (isAborted(index)) abort.abort()
      const statuses = (await waiting).map(({ status }) => status)
      expect(statuses).toEqual(aborts.map((_abort, index) => (isAborted(index) ? 'rejected' : 'fulfilled')))
      await tokens.getToken()
      expect(emulator.requests).toHaveLength(1)
    },
  )
})

describe('invalidate', () => {
  it('drops a token that is the current one', async () => {
    const emulator = await startEmulator()
    const tokens = createTokenProvider(emulator.credentials)
    await tokens.invalidate(await tokens.getToken())
    expect(tokens.peek?.()).toBeUndefined()
    await tokens.getToken()
    expect(emulator.requests).toHaveLength(2)
  })

  it('leaves a newer token alone that has the same text, as a server may give the same token twice', async () => {
    const clock = stopClock()
    const tokens = createTokenProvider(() => ({ accessToken: 'same', expiresAt: Date.now() + 60_000 }))
    const old = await tokens.getToken()
    await tokens.invalidate(old)
    clock.forward(1)
    const current = await tokens.getToken()
    await tokens.invalidate(old)
    expect(tokens.peek?.()).toBe(current)
  })

  it('leaves a newer token alone', async () => {
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

  it('gives the old token at once within the window, and renews it in the background, once', async () => {
    const { clock, emulator, tokens, first } = await providerWith(1000, 60_000)
    clock.forward(940_000)
    expect(tokens.peek?.()).toBe(first)
    expect(tokens.peek?.()).toBe(first)
    expect(await tokens.getToken()).toBe(first)
    await flushed(() => tokens.peek?.() !== first)
    expect(tokens.peek?.()?.accessToken).toBeDefined()
    expect(emulator.requests).toHaveLength(2)
  })

  it.each([
    ['a tenth of the lifetime', 1000, 900_000],
    ['five minutes at most', 86_400, 86_100_000],
  ])('begins by default at %s before the end', async (_, lifetime, begin) => {
    const { clock, emulator, tokens, first } = await providerWith(lifetime)
    clock.forward(begin - 1)
    tokens.peek?.()
    clock.forward(1)
    expect(emulator.requests).toHaveLength(1)
    tokens.peek?.()
    await flushed(() => tokens.peek?.() !== first)
    expect(emulator.requests).toHaveLength(2)
  })

  it('keeps the old token when the renewal fails, and pauses before it tries again', async () => {
    const { clock, emulator, tokens, events, first } = await providerWith(1000, 60_000)
    emulator.fail({ status: 403, body: {}, times: 1 })
    clock.forward(940_000)
    tokens.peek?.()
    await flushed(() => events.some(({ type }) => type === 'token-failed'))
    expect(events.at(-1)).toMatchObject({ type: 'token-failed', isBackground: true, status: 403 })
    expect(tokens.peek?.()).toBe(first)
    expect(emulator.requests).toHaveLength(2)
    clock.forward(1000)
    tokens.peek?.()
    await flushed(() => tokens.peek?.() !== first)
    expect(emulator.requests).toHaveLength(3)
  })

  it('that is refused and then goes well leaves no refusal behind', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { clock, emulator, tokens, events, first } = await providerWith(1000, 60_000)
    emulator.fail({ status: 403, body: {} })
    clock.forward(940_000)
    tokens.peek?.()
    await flushed(() => events.some(({ type }) => type === 'token-failed'))
    clock.forward(500)
    tokens.peek?.()
    await flushed(() => tokens.peek?.() !== first)
    await tokens.invalidate(await tokens.getToken())
    await expect(tokens.getToken()).resolves.toBeDefined()
  })

  it('that brings a token which ends earlier leaves the old one, and pauses', async () => {
    const clock = stopClock()
    const lifetimes = [1000, 10, -10, 1000]
    let asked = 0
    const source = () => {
      asked += 1
      return { accessToken: `token.${asked}`, expiresAt: Date.now() + (lifetimes.shift() ?? 0) * 1000 }
    }
    const tokens = createTokenProvider(source, { refreshAhead: 60_000 })
    const first = await tokens.getToken()
    clock.forward(950_000)
    const renewals: number[] = []
    for (let step = 0; tokens.peek?.() === first; step += 1) {
      await new Promise(setImmediate)
      renewals.push(asked)
      clock.forward(500)
      if (step > 20) break
    }
    expect(new Set(renewals)).toEqual(new Set([2, 3, 4]))
    expect(renewals.length).toBeGreaterThan(4)
    expect(tokens.peek?.()?.accessToken).toBe('token.4')
  })

  it('leaves a second between two renewals at least, so that a dying token does not make it spin', async () => {
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
      await flushed(() => events.filter(({ type }) => type === 'token-failed').length === failures)
    }
    const seconds = pauses.slice(1).map((pause) => Math.round(pause / 1000))
    expect(seconds).toEqual([1, 2, 4, 8, 16, 30, 30])
  })

  it('over a rollover nobody waits, whatever the load and however slow the answer', async () => {
    const { clock, emulator, tokens, events, first } = await providerWith(1000, 60_000)
    let release = (): void => {}
    const answer = new Promise<void>((resolve) => {
      release = resolve
    })
    emulator.handle('/oauth2/token', () => answer.then(() => undefined), { isPublic: true })
    clock.forward(940_000)
    for (let call = 0; call < 1000; call += 1) {
      expect(tokens.peek?.()).toBe(first)
      clock.forward(50)
    }
    expect(await Promise.all(Array.from({ length: 100 }, () => tokens.getToken()))).toEqual(Array(100).fill(first))
    expect(events.filter(({ type }) => type === 'token-requested')).toHaveLength(2)
    release()
    await flushed(() => tokens.peek?.() !== first)
    expect(emulator.requests).toHaveLength(2)
  })

  it('whose answer comes after the old token’s end is waited for, and asked for once', async () => {
    const { clock, emulator, tokens, first } = await providerWith(1000, 60_000)
    emulator.fail({ delay: 50 })
    clock.forward(999_000)
    tokens.peek?.()
    clock.forward(1000)
    expect(tokens.peek?.()).toBeUndefined()
    expect((await tokens.getToken()).accessToken).not.toBe(first.accessToken)
    expect(emulator.requests).toHaveLength(2)
  })

  /** Calls a provider 100 times in each of ten periods; resolves to the number of token requests. */
  async function requestsInTenPeriods(period: number, expiresIn: () => number): Promise<number> {
    const clock = stopClock()
    const emulator = await startEmulator()
    const answer = () => ({ body: { access_token: 'always.the.same', token_type: 'bearer', expires_in: expiresIn() } })
    emulator.handle('/oauth2/token', answer, { isPublic: true })
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
  ])('asks ten times, or once more for the window, in ten lives of %s', async (_, lifetime) => {
    const count = await requestsInTenPeriods(lifetime, () => lifetime)
    expect(count).toBeGreaterThanOrEqual(10)
    expect(count).toBeLessThanOrEqual(12)
  })

  it.each([1e12, 1e308])('asks once for a token that lives for %d seconds', async (lifetime) => {
    expect(await requestsInTenPeriods(1e6, () => lifetime)).toBe(1)
  })

  it('does not spin where a server gives the same token until its end', async () => {
    const period = 100
    const remaining = () => Math.ceil(period - ((performance.now() / 1000) % period))
    expect(await requestsInTenPeriods(period, remaining)).toBeLessThanOrEqual(5 * 10)
  })

  it('never begins earlier than half of the lifetime', async () => {
    const { clock, emulator, tokens, first } = await providerWith(1000, 86_400_000)
    clock.forward(499_999)
    tokens.peek?.()
    expect(emulator.requests).toHaveLength(1)
    clock.forward(1)
    tokens.peek?.()
    await flushed(() => tokens.peek?.() !== first)
  })

  it('begins when the option says', async () => {
    const { clock, tokens, events } = await providerWith(1000, 200_000)
    clock.forward(799_999)
    tokens.peek?.()
    expect(events.at(-1)?.type).toBe('token-received')
    clock.forward(1)
    tokens.peek?.()
    await flushed(() => events.length === 4)
  })
})

it('a scope that is none rejects by name', async () => {
  const tokens = createTokenProvider(() => 'a.token')
  await expect(tokens.getToken({ scope: '' })).rejects.toThrow(/^scope must be a project HRN/)
})
