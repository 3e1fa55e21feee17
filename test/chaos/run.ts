import axios, { type AxiosError, type AxiosResponse } from 'axios'
import { startHereEmulator } from '../../src/emulator/index.ts'
import { seededRandom } from '../../src/emulator/world/random.ts'
import { createHereClient, type HereClient, type HereEvent } from '../../src/index.ts'
import { type Plan, planChaos, type RequestHistory } from './plan.ts'

export interface ChaosOptions {
  seed: string
  requests: number
  /** Called after each request with the number of completed requests. */
  onProgress?: (completed: number) => void
}

export interface ChaosResult {
  /** What should not have happened. */
  violations: string[]
  /** The number of faults by name. */
  faults: Record<string, number>
  tokenRequests: number
  events: Record<string, number>
}

const concurrency = 50
const scopes = ['a', 'b', 'c'].map((name) => `hrn:here:authorization::realm:project/${name}`)
const methods = ['GET', 'GET', 'GET', 'PUT', 'DELETE', 'POST']

/**
 * Sends many requests through one client to an emulator that fails at random, has a wrong clock and revokes its tokens.
 * Checks each result against what the plan of faults allows.
 */
export async function runChaos({ seed, requests, onProgress }: ChaosOptions): Promise<ChaosResult> {
  const random = seededRandom(seed)
  const emulator = await startHereEmulator({ tokenLifetime: 2 })
  const scopeOf = new Map<string, string>()
  const plan = planChaos(emulator, random, scopeOf)
  const events: Record<string, number> = {}
  const requestedScopes = new Set<string>()
  const onEvent = (event: HereEvent): void => {
    events[event.type] = (events[event.type] ?? 0) + 1
    if (event.type === 'token-requested') requestedScopes.add(event.scope ?? '')
    if (event.type !== 'token-received') return
    requestedScopes.delete(event.scope ?? '')
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
    // The client corrects the clock once per token request.
    if (random() < 0.004 && requestedScopes.size === 0) emulator.setClockOffset((random() - 0.5) * 86_400_000)
  }

  let next = 0
  let completed = 0
  async function work(): Promise<void> {
    while (next < requests) {
      disturb()
      await sendAndCheck(here, String(next++), random, plan)
      completed += 1
      onProgress?.(completed)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  if (completed !== requests) plan.violations.push(`${requests - completed} requests were lost`)
  if (new Set(plan.nonces).size !== plan.nonces.length) plan.violations.push('a nonce was used twice')
  await emulator.close()
  const { violations, faults, nonces } = plan
  return { violations, faults, tokenRequests: nonces.length, events }
}

async function sendAndCheck(here: HereClient, id: string, random: () => number, plan: Plan): Promise<void> {
  const method = pick(methods, random)
  const scope = pick(scopes, random)
  const data = method === 'PUT' || method === 'POST' ? { id, text: 'ü'.repeat(random() * 100) } : undefined
  const abort = new AbortController()
  if (random() < 0.03) setTimeout(() => abort.abort(), random() * 30)
  const result: AxiosResponse | AxiosError = await here
    .request({ url: '/v1/chaos', method, data, params: { id, scope }, here: { scope }, signal: abort.signal })
    .catch((error) => error)
  const history = plan.histories.get(id) ?? { transient: 0, rejectedTokens: [], executed: 0, cut: 0 }
  const problem = problemOf(result, history, { id, method, data, isAborted: abort.signal.aborted })
  if (problem !== undefined) plan.violations.push(`${method} ${id}: ${problem} (${JSON.stringify(history)})`)
}

interface Sent {
  id: string
  method: string
  data: object | undefined
  isAborted: boolean
}

function problemOf(result: AxiosResponse | AxiosError, history: RequestHistory, sent: Sent): string | undefined {
  if (history.executed > 1 + history.cut) return 'was executed twice'
  if (history.rejectedTokens.length > 1) return 'got a 401 twice'
  if (axios.isCancel(result)) return sent.isAborted ? undefined : 'was cancelled without an abort'
  if (axios.isAxiosError(result)) {
    const isCut = sent.method === 'POST' && history.cut > 0 && result.message === 'stream has been aborted'
    const isFinal = history.final !== undefined && history.final === `status ${result.status}`
    return isCut || isFinal ? undefined : `failed: ${result.message}`
  }
  if (history.final !== undefined) return `succeeded after ${history.final}`
  // A cut 401 may be followed by success.
  if (sent.method === 'POST' && history.cut > history.rejectedTokens.length) return 'succeeded after a cut'
  const { id, method, body } = result.data
  const isOwn = id === sent.id && method === sent.method && body === (sent.data ? JSON.stringify(sent.data) : '')
  return isOwn ? undefined : `got the response of ${id}`
}

// Records the scope of each token that the token endpoint returns.
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
