import axios, { type AxiosError, type AxiosResponse } from 'axios'
import { startHereEmulator } from '../../src/emulator/index.ts'
import { seededRandom } from '../../src/emulator/world/random.ts'
import { createHereClient, type HereClient, type HereEvent } from '../../src/index.ts'
import { type Plan, planChaos, type Trace } from './plan.ts'

export interface ChaosOptions {
  seed: string
  requests: number
  /** Told after each answer how many there are. */
  onProgress?: (answered: number) => void
}

export interface ChaosResult {
  /** What should not have happened; empty is good. */
  violations: string[]
  /** How often what went wrong. */
  faults: Record<string, number>
  tokenRequests: number
  events: Record<string, number>
}

const concurrency = 50
const scopes = ['a', 'b', 'c'].map((name) => `hrn:here:authorization::realm:project/${name}`)
const methods = ['GET', 'GET', 'GET', 'PUT', 'DELETE', 'POST']

/**
 * Sends many requests through one client to a HERE that fails at random, loses its clock and revokes its tokens, and
 * checks each result against what the plan of faults allows.
 */
export async function runChaos({ seed, requests, onProgress }: ChaosOptions): Promise<ChaosResult> {
  const random = seededRandom(seed)
  const emulator = await startHereEmulator({ tokenLifetime: 2 })
  const scopeOf = new Map<string, string>()
  const plan = planChaos(emulator, random, scopeOf)
  const events: Record<string, number> = {}
  const asking = new Set<string>()
  const onEvent = (event: HereEvent): void => {
    events[event.type] = (events[event.type] ?? 0) + 1
    if (event.type === 'token-requested') asking.add(event.scope ?? '')
    if (event.type !== 'token-received') return
    asking.delete(event.scope ?? '')
    plan.tokenReceived(event.scope ?? '')
  }
  const here = createHereClient(emulator.credentials, {
    baseURL: emulator.url,
    'axios-retry': { retryDelay: () => random() * 5 },
    here: {
      onEvent,
      tokenRequest: { 'axios-retry': { retryDelay: () => random() * 5 }, adapter: recordScopes(scopeOf) },
    },
  })

  function disturb(): void {
    if (random() < 0.004) emulator.revokeTokens()
    // Once per token request is what the client corrects.
    if (random() < 0.004 && asking.size === 0) emulator.setClockOffset((random() - 0.5) * 86_400_000)
  }

  let next = 0
  let answered = 0
  async function work(): Promise<void> {
    while (next < requests) {
      disturb()
      await sendOne(here, String(next++), random, plan)
      answered += 1
      onProgress?.(answered)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  if (answered !== requests) plan.violations.push(`${requests - answered} requests were lost`)
  if (new Set(plan.nonces).size !== plan.nonces.length) plan.violations.push('a nonce was used twice')
  await emulator.close()
  const { violations, faults, nonces } = plan
  return { violations, faults, tokenRequests: nonces.length, events }
}

async function sendOne(here: HereClient, id: string, random: () => number, plan: Plan): Promise<void> {
  const method = pick(methods, random)
  const scope = pick(scopes, random)
  const data = method === 'PUT' || method === 'POST' ? { id, text: 'ü'.repeat(random() * 100) } : undefined
  const abort = new AbortController()
  if (random() < 0.03) setTimeout(() => abort.abort(), random() * 30)
  const result: AxiosResponse | AxiosError = await here
    .request({ url: '/v1/chaos', method, data, params: { id, scope }, here: { scope }, signal: abort.signal })
    .catch((error) => error)
  const trace = plan.traces.get(id) ?? { transient: 0, refused: [], executed: 0, cut: 0 }
  const problem = problemOf(result, trace, { id, method, data, isAborted: abort.signal.aborted })
  if (problem !== undefined) plan.violations.push(`${method} ${id}: ${problem} (${JSON.stringify(trace)})`)
}

interface Sent {
  id: string
  method: string
  data: object | undefined
  isAborted: boolean
}

function problemOf(result: AxiosResponse | AxiosError, trace: Trace, sent: Sent): string | undefined {
  if (trace.executed > 1 + trace.cut) return 'was carried out twice'
  if (trace.refused.length > 1) return 'was refused twice'
  if (axios.isCancel(result)) return sent.isAborted ? undefined : 'was cancelled by nobody'
  if (axios.isAxiosError(result)) {
    const isCut = sent.method === 'POST' && trace.cut > 0 && result.message === 'stream has been aborted'
    const isFinal = trace.final !== undefined && trace.final === `status ${result.status}`
    return isCut || isFinal ? undefined : `failed: ${result.message}`
  }
  if (trace.final !== undefined) return `succeeded after ${trace.final}`
  // Unless it was a 401 that was cut.
  if (sent.method === 'POST' && trace.cut > trace.refused.length) return 'succeeded after a cut'
  const { id, method, body } = result.data
  const isOwn = id === sent.id && method === sent.method && body === (sent.data ? JSON.stringify(sent.data) : '')
  return isOwn ? undefined : `got the answer of ${id}`
}

// Which token is for which project, seen where the answers of the token endpoint come in.
function recordScopes(scopeOf: Map<string, string>): NonNullable<Parameters<typeof axios.request>[0]['adapter']> {
  return async (config) => {
    const response = await axios.getAdapter('http')(config)
    const token = /"access_token":"([^"]+)"/.exec(String(response.data))?.[1]
    if (token !== undefined) scopeOf.set(token, new URLSearchParams(config.data).get('scope') ?? '')
    return response
  }
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T
}
