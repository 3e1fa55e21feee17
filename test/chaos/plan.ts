import type { EmulatorRequest, Failure, HereEmulator } from '../../src/emulator/index.ts'

// The faults that a request must survive: the client retries three times, replays once after a 401, and corrects clock and
// nonce once per token request. A plan contains no more faults than that, so a request that fails is a bug.

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

const maximumRetries = 3

/** What has happened to one request on the server. */
export interface RequestHistory {
  /** Number of faults after which the client may retry. */
  transient: number
  /** The fault that is the final response: 429, 500 or 503 to a POST. */
  final?: string
  /** Tokens with which it got a 401. */
  rejectedTokens: string[]
  /** How often it was executed. */
  executed: number
  /** How often its response, or its 401, was cut. */
  cut: number
}

export interface Plan {
  /** To be called when a scope has got its token, so that its next token request may fail again. */
  tokenReceived(scope: string): void
  histories: Map<string, RequestHistory>
  faults: Record<string, number>
  nonces: string[]
  violations: string[]
}

/** Makes an emulator fail at random. Requests to `/v1/chaos` are identified by their parameter `id`. */
export function planChaos(emulator: HereEmulator, random: Random, scopeOf: Map<string, string>): Plan {
  const plan: Plan = { histories: new Map(), faults: {}, nonces: [], violations: [], tokenReceived: () => {} }
  const count = (name: string): void => {
    plan.faults[name] = (plan.faults[name] ?? 0) + 1
  }
  planTokenFaults(emulator, random, plan, count)
  planServiceFaults(emulator, random, plan, count)
  respondAsService(emulator, plan, scopeOf, count)
  return plan
}

function planTokenFaults(emulator: HereEmulator, random: Random, plan: Plan, count: (name: string) => void): void {
  // Faults since the last token of each scope, because each scope has its own token requests.
  const transient = new Map<string, number>()
  const nonceUsed = new Set<string>()
  const scope = (request: EmulatorRequest): string => new URLSearchParams(request.body.toString()).get('scope') ?? ''
  const isTokenRequest = ({ path }: EmulatorRequest): boolean => path === '/oauth2/token'

  // Comes first, to record the nonce of every token request. It fails none of them.
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
        if (before >= maximumRetries) return false
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
        const history = historyOf(plan, request)
        if (history.transient >= maximumRetries) return false
        // A POST is retried only when the connection fails before a response.
        if (name === 'cut') history.cut += 1
        else if (request.method === 'POST' && name !== 'reset') history.final = name
        if (request.method !== 'POST' || name === 'reset') history.transient += 1
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

function respondAsService(
  emulator: HereEmulator,
  plan: Plan,
  scopeOf: Map<string, string>,
  count: (name: string) => void,
): void {
  const unconfirmed = new Map<string, string>()
  const execute = (request: EmulatorRequest) => {
    const history = historyOf(plan, request)
    history.executed += 1
    const token = tokenOf(request)
    if (scopeOf.get(token) !== request.query.get('scope')) {
      plan.violations.push(`${request.query.get('id')} came with the token of ${scopeOf.get(token)}`)
    }
    return { body: { id: request.query.get('id'), method: request.method, body: request.body.toString() } }
  }
  // Runs before the emulator checks the token: a request that got a 401 must come with another token, and gets no second 401.
  emulator.handle(
    '/v1/chaos',
    (request) => {
      const id = request.query.get('id') ?? ''
      const history = historyOf(plan, request)
      const rejectedToken = unconfirmed.get(id)
      if (rejectedToken !== undefined) {
        history.rejectedTokens.push(rejectedToken)
        count('status 401')
        unconfirmed.delete(id)
      }
      if (history.rejectedTokens.length > 0) {
        if (history.rejectedTokens.includes(tokenOf(request)))
          plan.violations.push(`${id} came with a rejected token again`)
        return execute(request)
      }
      unconfirmed.set(id, tokenOf(request))
      return undefined
    },
    { isPublic: true },
  )
  emulator.handle('/v1/chaos', (request) => {
    unconfirmed.delete(request.query.get('id') ?? '')
    return execute(request)
  })
}

function historyOf({ histories }: Plan, { query }: EmulatorRequest): RequestHistory {
  const id = query.get('id') ?? ''
  const history = histories.get(id) ?? { transient: 0, rejectedTokens: [], executed: 0, cut: 0 }
  histories.set(id, history)
  return history
}

function tokenOf({ headers }: EmulatorRequest): string {
  return headers.authorization?.replace('Bearer ', '') ?? ''
}

function nonceOf({ headers }: EmulatorRequest): string {
  return /oauth_nonce="([^"]+)"/.exec(headers.authorization ?? '')?.[1] ?? ''
}
