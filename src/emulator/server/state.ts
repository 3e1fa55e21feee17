import type { AccountState } from '../account/account-state.ts'
import type { EmulatorRequest } from '../services/http/request.ts'
import type { JobOptions } from '../services/jobs.ts'
import type { HereEmulator, HereEmulatorOptions } from './emulator.ts'
import type { Failure } from './failures.ts'
import { checkFailure, checkHandler, checkJobs, checkLifetime, checkOffset, checkRate } from './options.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import type { AppHandler } from './route-request.ts'

/** What changes while an emulator runs. */
export interface EmulatorState {
  account: AccountState
  clockOffset: number
  requests: EmulatorRequest[]
  failures: Failure[]
  handlers: AppHandler[]
  rateLimit: RateLimit
  jobs: JobOptions
}

const defaultCredentials = { accessKeyId: 'emulator-access-key-id', accessKeySecret: 'emulator-access-key-secret' }

/** Creates the state of a new emulator. */
export function createState(options: HereEmulatorOptions, keys: Record<string, string>): EmulatorState {
  const { accessKeyId, accessKeySecret } = options.credentials ?? defaultCredentials
  const state: EmulatorState = {
    clockOffset: options.clockOffset ?? 0,
    requests: [],
    failures: [],
    handlers: [],
    rateLimit: createRateLimit(options.requestsPerSecond),
    jobs: options.jobs ?? {},
    account: {
      accessKeyId,
      accessKeySecret,
      clientId: 'emulator-client-id',
      publicKeys: { ...options.publicKeys, ...keys },
      tokenLifetime: options.tokenLifetime ?? 86_400,
      now: () => Date.now() + state.clockOffset,
      usedNonces: new Set(),
      tokens: new Map(),
    },
  }
  return state
}

type Controls = Pick<
  HereEmulator,
  'setTokenLifetime' | 'setClockOffset' | 'setRequestsPerSecond' | 'setJobs' | 'fail' | 'handle' | 'reset'
>

/** Creates the emulator's methods that change its state. */
export function createControls(state: EmulatorState): Controls {
  return {
    setTokenLifetime(seconds) {
      checkLifetime(seconds)
      state.account.tokenLifetime = seconds
    },
    setClockOffset(milliseconds) {
      checkOffset(milliseconds)
      state.clockOffset = milliseconds
    },
    setRequestsPerSecond(requestsPerSecond, options = {}) {
      checkRate(requestsPerSecond, options)
      state.rateLimit.set(requestsPerSecond, options)
    },
    setJobs(jobs) {
      checkJobs(jobs)
      state.jobs = jobs
    },
    fail(failure) {
      checkFailure(failure)
      state.failures.push({ ...failure, times: failure.times ?? 1 })
    },
    handle(path, handler, options = {}) {
      checkHandler(path, handler, options)
      state.handlers.unshift({ path, handler, isPublic: options.isPublic ?? false })
    },
    reset() {
      for (const list of [state.requests, state.failures, state.handlers]) list.length = 0
    },
  }
}
