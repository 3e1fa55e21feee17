import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { type AccessToken, createTokenProvider, HereAuthError } from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'

// Random interleavings of callers, responses, failures, aborts, invalidations and clock moves. Each step is compared with a
// model of what the token provider promises.

type Action =
  | { type: 'get'; isAbortable: boolean }
  | { type: 'peek' }
  | { type: 'respond'; lifetime: number }
  | { type: 'fail'; isDefinitive: boolean }
  | { type: 'abort'; caller: number }
  | { type: 'invalidate'; token: number }
  | { type: 'forward'; milliseconds: number }
  | { type: 'wall clock'; jump: number }

// On a grid, so that moments meet.
const duration = fc.oneof(
  fc.nat(16).map((steps) => steps * 250),
  fc.nat(20).map((steps) => steps * 20_000),
)
const actions = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ type: fc.constant('get' as const), isAbortable: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('peek' as const) }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('respond' as const), lifetime: duration }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('fail' as const), isDefinitive: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('abort' as const), caller: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('invalidate' as const), token: fc.nat(3) }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('forward' as const), milliseconds: duration }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('wall clock' as const), jump: fc.integer() }) },
  ),
  { size: 'max', maxLength: 100 },
)

interface CachedToken {
  accessToken: string
  expiresAt: number
  refreshFrom: number
  pause: number
}

interface Caller {
  abort: AbortController
  outcome: Promise<string>
  expected?: string
}

const rejection = new HereAuthError('no', { reason: 'rejected' })
const failure = new Error('no network')

it('a token provider keeps its promises under any interleaving', async () => {
  const clock = stopClock()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  await fc.assert(
    fc.asyncProperty(actions, (list) => play(list, clock)),
    { numRuns: 600 },
  )
})

async function play(list: readonly Action[], clock: ReturnType<typeof stopClock>): Promise<void> {
  const calls: { resolve(found: { accessToken: string; expiresAt: number }): void; reject(error: Error): void }[] = []
  const tokens = createTokenProvider(() => new Promise((resolve, reject) => void calls.push({ resolve, reject })))
  const peek = () => tokens.peek?.()?.accessToken

  // The model.
  let cached: CachedToken | undefined
  let flight: { callers: Caller[]; refreshed?: CachedToken | undefined } | undefined
  let flights = 0
  let rejectedUntil = Number.NEGATIVE_INFINITY
  const received: AccessToken[] = []
  const callers: Caller[] = []
  const validToken = (): CachedToken | undefined =>
    cached !== undefined && performance.now() < cached.expiresAt ? cached : undefined
  const peekInModel = (): string | undefined => {
    const current = validToken()
    if (current !== undefined && performance.now() >= current.refreshFrom) {
      current.refreshFrom = Number.POSITIVE_INFINITY
      join(current)
    }
    return current?.accessToken
  }

  const steps: { [T in Action['type']]: (action: Extract<Action, { type: T }>) => void } = {
    peek() {
      expect(peek()).toBe(peekInModel())
    },
    get({ isAbortable }) {
      const abort = new AbortController()
      const options = isAbortable ? { signal: abort.signal } : {}
      const outcome = tokens.getToken(options).then(
        (token) => {
          if (!received.includes(token)) received.push(token)
          return token.accessToken
        },
        (error: Error) => error.message,
      )
      const caller: Caller = { abort, outcome }
      const current = peekInModel()
      if (current !== undefined) caller.expected = current
      else if (performance.now() < rejectedUntil) caller.expected = rejection.message
      else {
        join().callers.push(caller)
        if (isAbortable) callers.push(caller)
      }
    },
    respond({ lifetime }) {
      if (flight === undefined) return
      const accessToken = `token.${calls.length}`
      calls.at(-1)?.resolve({ accessToken, expiresAt: Date.now() + lifetime })
      rejectedUntil = Number.NEGATIVE_INFINITY
      const now = performance.now()
      const ahead = Math.min(300_000, lifetime / 10)
      const expiresAt = now + lifetime
      if (expiresAt > (validToken()?.expiresAt ?? 0)) {
        cached = { accessToken, expiresAt, refreshFrom: Math.max(expiresAt - ahead, now + 1000), pause: 1000 }
      }
      pauseRefresh()
      settle(accessToken)
    },
    fail({ isDefinitive }) {
      if (flight === undefined) return
      calls.at(-1)?.reject(isDefinitive ? rejection : failure)
      const now = performance.now()
      if (isDefinitive) rejectedUntil = now + 1000
      pauseRefresh()
      settle(isDefinitive ? rejection.message : 'The credentials provider failed, see cause.')
    },
    abort({ caller: index }) {
      const caller = callers[index]
      if (caller === undefined || caller.expected !== undefined) return
      caller.abort.abort(new Error('gave up'))
      caller.expected = 'gave up'
    },
    invalidate({ token: age }) {
      const token = received.at(-1 - age)
      if (token === undefined) return
      void tokens.invalidate(token)
      if (cached?.accessToken === token.accessToken) cached = undefined
    },
    forward({ milliseconds }) {
      clock.forward(milliseconds)
    },
    'wall clock'({ jump }) {
      clock.setWallClock(Date.now() + jump)
    },
  }

  // Called after a refresh in the background that has not replaced the token. The jitter is fixed here.
  function pauseRefresh(): void {
    const refreshed = flight?.refreshed
    if (refreshed === undefined) return
    refreshed.refreshFrom = performance.now() + refreshed.pause * 0.75
    refreshed.pause = Math.min(refreshed.pause * 2, 30_000)
  }

  function join(refreshed?: CachedToken): { callers: Caller[] } {
    if (flight === undefined) flights += 1
    flight ??= { callers: [], refreshed }
    return flight
  }

  function settle(outcome: string): void {
    for (const caller of flight?.callers ?? []) caller.expected ??= outcome
    flight = undefined
  }

  for (const action of list) {
    steps[action.type](action as never)
    await new Promise(setImmediate)
    // One token request at a time, started when the model says so, and a valid token or none.
    expect(calls).toHaveLength(flights)
    expect(validToken()?.accessToken).toBe(peekWithoutRefresh())
    await Promise.all(callers.map(checkCaller))
  }

  // Peeks without the side effect of a refresh, which the model would have to repeat.
  function peekWithoutRefresh(): string | undefined {
    return performance.now() >= (cached?.refreshFrom ?? Number.POSITIVE_INFINITY) ? validToken()?.accessToken : peek()
  }

  async function checkCaller({ outcome, expected }: Caller): Promise<void> {
    const pending = Symbol('pending')
    const result = await Promise.race([outcome, new Promise((resolve) => setImmediate(resolve, pending))])
    expect(result).toBe(expected ?? pending)
  }
}
