import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { type AccessToken, createTokenProvider, HereAuthError } from '../../src/index.ts'
import { stopClock } from '../support/clock.ts'

// Random interleavings of callers, answers, failures, aborts, invalidations and clock moves, each step held against a
// model of what the provider promises.

type Action =
  | { type: 'get'; isAbortable: boolean }
  | { type: 'peek' }
  | { type: 'answer'; lifetime: number }
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
    { weight: 4, arbitrary: fc.record({ type: fc.constant('answer' as const), lifetime: duration }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('fail' as const), isDefinitive: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('abort' as const), caller: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('invalidate' as const), token: fc.nat(3) }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('forward' as const), milliseconds: duration }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('wall clock' as const), jump: fc.integer() }) },
  ),
  { size: 'max', maxLength: 100 },
)

interface Held {
  accessToken: string
  endsAt: number
  renewFrom: number
  pause: number
}

interface Caller {
  abort: AbortController
  outcome: Promise<string>
  expected?: string
}

const refused = new HereAuthError('no', { reason: 'rejected' })
const failed = new Error('no network')

it('the provider keeps its promises under any interleaving', async () => {
  const clock = stopClock()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  await fc.assert(
    fc.asyncProperty(actions, (list) => play(list, clock)),
    { numRuns: 600 },
  )
})

async function play(list: readonly Action[], clock: ReturnType<typeof stopClock>): Promise<void> {
  const asked: { resolve(found: { accessToken: string; expiresAt: number }): void; reject(error: Error): void }[] = []
  const tokens = createTokenProvider(() => new Promise((resolve, reject) => void asked.push({ resolve, reject })))
  const peek = () => tokens.peek?.()?.accessToken

  // The model.
  let held: Held | undefined
  let flight: { callers: Caller[]; renewed?: Held | undefined } | undefined
  let flights = 0
  let refusedUntil = Number.NEGATIVE_INFINITY
  const received: AccessToken[] = []
  const callers: Caller[] = []
  const good = (): Held | undefined => (held !== undefined && performance.now() < held.endsAt ? held : undefined)
  const look = (): string | undefined => {
    const current = good()
    if (current !== undefined && performance.now() >= current.renewFrom) {
      current.renewFrom = Number.POSITIVE_INFINITY
      join(current)
    }
    return current?.accessToken
  }

  const steps: { [T in Action['type']]: (action: Extract<Action, { type: T }>) => void } = {
    peek() {
      expect(peek()).toBe(look())
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
      const current = look()
      if (current !== undefined) caller.expected = current
      else if (performance.now() < refusedUntil) caller.expected = refused.message
      else {
        join().callers.push(caller)
        if (isAbortable) callers.push(caller)
      }
    },
    answer({ lifetime }) {
      if (flight === undefined) return
      const accessToken = `token.${asked.length}`
      asked.at(-1)?.resolve({ accessToken, expiresAt: Date.now() + lifetime })
      refusedUntil = Number.NEGATIVE_INFINITY
      const now = performance.now()
      const ahead = Math.min(300_000, lifetime / 10)
      const endsAt = now + lifetime
      if (endsAt > (good()?.endsAt ?? 0)) {
        held = { accessToken, endsAt, renewFrom: Math.max(endsAt - ahead, now + 1000), pause: 1000 }
      }
      pauseRenewal()
      settle(accessToken)
    },
    fail({ isDefinitive }) {
      if (flight === undefined) return
      asked.at(-1)?.reject(isDefinitive ? refused : failed)
      const now = performance.now()
      if (isDefinitive) refusedUntil = now + 1000
      pauseRenewal()
      settle(isDefinitive ? refused.message : 'The credentials provider failed, see cause.')
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
      if (held?.accessToken === token.accessToken) held = undefined
    },
    forward({ milliseconds }) {
      clock.forward(milliseconds)
    },
    'wall clock'({ jump }) {
      clock.setWallClock(Date.now() + jump)
    },
  }

  // After a renewal in the background that has brought nothing better. The jitter is fixed here.
  function pauseRenewal(): void {
    const renewed = flight?.renewed
    if (renewed === undefined) return
    renewed.renewFrom = performance.now() + renewed.pause * 0.75
    renewed.pause = Math.min(renewed.pause * 2, 30_000)
  }

  function join(renewed?: Held): { callers: Caller[] } {
    if (flight === undefined) flights += 1
    flight ??= { callers: [], renewed }
    return flight
  }

  function settle(outcome: string): void {
    for (const caller of flight?.callers ?? []) caller.expected ??= outcome
    flight = undefined
  }

  for (const action of list) {
    steps[action.type](action as never)
    await new Promise(setImmediate)
    // One flight at a time, begun when the model says, and a token that is good or none.
    expect(asked).toHaveLength(flights)
    expect(good()?.accessToken).toBe(peekWithoutRenewal())
    await Promise.all(callers.map(checkCaller))
  }

  // Looks without the side effect of a renewal, which the model would have to follow.
  function peekWithoutRenewal(): string | undefined {
    return performance.now() >= (held?.renewFrom ?? Number.POSITIVE_INFINITY) ? good()?.accessToken : peek()
  }

  async function checkCaller({ outcome, expected }: Caller): Promise<void> {
    const pending = Symbol('pending')
    const result = await Promise.race([outcome, new Promise((resolve) => setImmediate(resolve, pending))])
    expect(result).toBe(expected ?? pending)
  }
}
