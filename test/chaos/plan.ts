import type { EmulatorRequest, Failure, HereEmulator } from '../../src/emulator/index.ts'

// What goes wrong, and how much of it a request must survive: the client repeats three times, replays once after a 401,
// and corrects clock and nonce once per token request. A plan never asks for more, so what fails all the same is a bug.

type Random = () => number
type Fault = Omit<Failure, 'when' | 'times'>

const transientFaults: Record<string, Fault> = {
  reset: { reset: true },
  cut: { cut: true },
  'status 500': { status: 500, body: { title: 'Internal' } },
  'status 503': { status: 503, body: '<h1>Unavailable</h1>' },
  'status 429': { status: 429, headers: { 'Retry-After': '0' }, body: { title: 'Too many requests' } },
}

const unreadableTokens: Record<string, Fault> = {
  HTML: { status: 200, body: '<html>Sign in to the hotel’s network</html>' },
  'cut JSON': { status: 200, body: '{"access_token":"emulator.half' },
  'empty body': { status: 200, body: '' },
}

const usedNonce: Fault = { status: 401, body: { errorCode: 401207, message: 'Nonce was used already.' } }

const mostRepeats = 3

/** What the server has done to one request, and what it made of it. */
export interface Trace {
  /** Faults after which the client may send again. */
  transient: number
  /** A fault that is the answer: 429, 500 or 503 to a POST. */
  final?: string
  /** Tokens that it was refused with. */
  refused: string[]
  /** How often it was carried out. */
  executed: number
  /** How often its answer, or its refusal, was cut. */
  cut: number
}

export interface Plan {
  /** To be called when a scope has got its token: the next token request may go wrong again. */
  tokenReceived(scope: string): void
  traces: Map<string, Trace>
  faults: Record<string, number>
  nonces: string[]
  violations: string[]
}

/** Lets an emulator go wrong at random. Requests to `/v1/chaos` are told apart by their parameter `id`. */
export function planChaos(emulator: HereEmulator, random: Random, scopeOf: Map<string, string>): Plan {
  const plan: Plan = { traces: new Map(), faults: {}, nonces: [], violations: [], tokenReceived: () => {} }
  const count = (name: string): void => {
    plan.faults[name] = (plan.faults[name] ?? 0) + 1
  }
  planTokenFaults(emulator, random, plan, count)
  planServiceFaults(emulator, random, plan, count)
  answerService(emulator, plan, scopeOf, count)
  return plan
}

function planTokenFaults(emulator: HereEmulator, random: Random, plan: Plan, count: (name: string) => void): void {
  // By scope, since each has a token request of its own: what went wrong since its last answer.
  const transient = new Map<string, number>()
  const nonceUsed = new Set<string>()
  const scope = (request: EmulatorRequest): string => new URLSearchParams(request.body.toString()).get('scope') ?? ''
  const isTokenRequest = ({ path }: EmulatorRequest): boolean => path === '/oauth2/token'

  // First of all: what every token request tells. It fits none.
  emulator.fail({
    when: (request) => {
      if (isTokenRequest(request)) plan.nonces.push(nonceOf(request))
      return false
    },
  })
  for (const [name, fault] of Object.entries({ ...transientFaults, ...unreadableTokens })) {
    emulator.fail({
      ...fault,
      times: Number.POSITIVE_INFINITY,
      when(request) {
        if (!isTokenRequest(request) || random() > 0.06) return false
        const before = transient.get(scope(request)) ?? 0
        if (before >= mostRepeats) return false
        transient.set(scope(request), before + 1)
        count(`token: ${name}`)
        return true
      },
    })
  }
  emulator.fail({
    ...usedNonce,
    times: Number.POSITIVE_INFINITY,
    when(request) {
      if (!isTokenRequest(request) || random() > 0.1 || nonceUsed.has(scope(request))) return false
      nonceUsed.add(scope(request))
      count('token: used nonce')
      return true
    },
  })
  emulator.fail({ delay: 20, times: Number.POSITIVE_INFINITY, when: '/oauth2/token' })
  plan.tokenReceived = (scope) => {
    transient.delete(scope)
    nonceUsed.delete(scope)
  }
}

function planServiceFaults(emulator: HereEmulator, random: Random, plan: Plan, count: (name: string) => void): void {
  for (const [name, fault] of Object.entries(transientFaults)) {
    emulator.fail({
      ...fault,
      times: Number.POSITIVE_INFINITY,
      when(request) {
        if (request.path !== '/v1/chaos' || random() > 0.04) return false
        const trace = traceOf(plan, request)
        if (trace.transient >= mostRepeats) return false
        // A POST is repeated when the connection fails before an answer, and not otherwise.
        if (name === 'cut') trace.cut += 1
        else if (request.method === 'POST' && name !== 'reset') trace.final = name
        if (request.method !== 'POST' || name === 'reset') trace.transient += 1
        count(name)
        return true
      },
    })
  }
  emulator.fail({
    delay: 15,
    times: Number.POSITIVE_INFINITY,
    when: (request) => request.path === '/v1/chaos' && random() < 0.1,
  })
}

function answerService(
  emulator: HereEmulator,
  plan: Plan,
  scopeOf: Map<string, string>,
  count: (name: string) => void,
): void {
  const unanswered = new Map<string, string>()
  const execute = (request: EmulatorRequest) => {
    const trace = traceOf(plan, request)
    trace.executed += 1
    const token = tokenOf(request)
    if (scopeOf.get(token) !== request.query.get('scope')) {
      plan.violations.push(`${request.query.get('id')} came with the token of ${scopeOf.get(token)}`)
    }
    return { body: { id: request.query.get('id'), method: request.method, body: request.body.toString() } }
  }
  // Before the bearer check: a request that was refused once must come with another token, and is not refused again.
  emulator.handle(
    '/v1/chaos',
    (request) => {
      const id = request.query.get('id') ?? ''
      const trace = traceOf(plan, request)
      const refused = unanswered.get(id)
      if (refused !== undefined) {
        trace.refused.push(refused)
        count('status 401')
        unanswered.delete(id)
      }
      if (trace.refused.length > 0) {
        if (trace.refused.includes(tokenOf(request))) plan.violations.push(`${id} came with a refused token again`)
        return execute(request)
      }
      unanswered.set(id, tokenOf(request))
      return undefined
    },
    { isPublic: true },
  )
  emulator.handle('/v1/chaos', (request) => {
    unanswered.delete(request.query.get('id') ?? '')
    return execute(request)
  })
}

function traceOf({ traces }: Plan, { query }: EmulatorRequest): Trace {
  const id = query.get('id') ?? ''
  const trace = traces.get(id) ?? { transient: 0, refused: [], executed: 0, cut: 0 }
  traces.set(id, trace)
  return trace
}

function tokenOf({ headers }: EmulatorRequest): string {
  return headers.authorization?.replace('Bearer ', '') ?? ''
}

function nonceOf({ headers }: EmulatorRequest): string {
  return /oauth_nonce="([^"]+)"/.exec(headers.authorization ?? '')?.[1] ?? ''
}
