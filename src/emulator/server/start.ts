import { generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { AccountState } from '../account/account.ts'
import { type DataLensLogin, dataLensLogin } from '../services/data-lens.ts'
import type { JobOptions } from '../services/jobs.ts'
import { type Failure, failureAnswer, takeFailure } from './failures.ts'
import { type Answer, type EmulatorRequest, type Handler, readRequest, writeAnswer } from './http.ts'
import { listen } from './listen.ts'
import {
  checkEmulatorOptions,
  checkFailure,
  checkHandler,
  checkJobs,
  checkLifetime,
  checkOffset,
  checkRate,
} from './options.ts'
import { matchPath } from './paths.ts'
import { createRateLimit, type RateLimitOptions } from './rate-limit.ts'
import { answerRequest, type OwnHandler } from './route-request.ts'
import { createServices } from './service-list.ts'
import { createStorage } from './storage.ts'

/** How a local HERE starts. */
export interface HereEmulatorOptions {
  /** Default: 0, any port that is free. */
  port?: number | undefined
  /** Seconds that a token lives. Default: 86400. */
  tokenLifetime?: number | undefined
  /** Milliseconds by which the emulator's clock is ahead of this machine's. Default: 0. */
  clockOffset?: number | undefined
  /** The key that it accepts. Default: a made-up one. */
  credentials?: { accessKeyId: string; accessKeySecret: string } | undefined
  /** Public keys (PEM) of the app by key id, for assertions signed by others than its own private key. */
  publicKeys?: Record<string, string> | undefined
  /** Requests to its services, all together, in any one second; what is more is answered 429. Default: no limit. */
  requestsPerSecond?: number | undefined
  /** How its asynchronous jobs go, matrices and tours. Default: each succeeds, after it was asked for twice. */
  jobs?: JobOptions | undefined
}

/** A local HERE that runs. */
export interface HereEmulator {
  /** Its origin, for `baseURL`. */
  readonly url: string
  /** The origin where it puts large results, as HERE does: not its own, and no token may be sent there. */
  readonly storageUrl: string
  /** The access key that it accepts, with its token endpoint: what `createHereClient` takes. */
  readonly credentials: { accessKeyId: string; accessKeySecret: string; tokenEndpointUrl: string }
  /** The id of the app that the key belongs to; HERE refuses it in the key's place (401310). */
  readonly clientId: string
  /** The private key that it accepts in the access key's place, with its token endpoint: credentials as well. */
  readonly keyCredentials: { clientId: string; keyId: string; privateKey: string; tokenEndpointUrl: string }
  /** What the legacy Data Lens sign-in accepts, with its URL: credentials as well. */
  readonly dataLens: DataLensLogin & { signInUrl: string }
  /** Every request so far, oldest first, refused and failed ones and those to its storage too. */
  readonly requests: readonly EmulatorRequest[]
  /** The requests so far to one path, or to one with `{places}`: `/v8/matrix/{id}`. */
  requestsTo(path: string): EmulatorRequest[]
  /** Forgets the requests so far, the failures to come and the handlers of the app. Tokens stay good. */
  reset(): void
  /** Makes all tokens so far bad: the services answer 401 to them. */
  revokeTokens(): void
  /** Seconds that tokens live from now on. */
  setTokenLifetime(seconds: number): void
  /** Milliseconds by which its clock is ahead from now on. */
  setClockOffset(milliseconds: number): void
  /** Requests in any one second that its services answer from now on; `undefined` is no limit. */
  setRequestsPerSecond(requests: number | undefined, options?: RateLimitOptions): void
  /** How jobs go that are started from now on. */
  setJobs(jobs: JobOptions): void
  /** Lets the next request, or the next that fit, go wrong. Failures are used up in the order they were added. */
  fail(failure: Failure): void
  /**
   * Answers a path itself, `/v9/things/{id}` for any id; after the bearer check, unless `isPublic`. Later handlers come
   * first.
   */
  handle(path: string, handler: Handler, options?: { isPublic?: boolean | undefined }): void
  /** Stops it, and cuts the connections that are open. */
  close(): Promise<void>
}

const keyId = 'emulator-key-id'
const keyFormat = {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const
const defaultCredentials = { accessKeyId: 'emulator-access-key-id', accessKeySecret: 'emulator-access-key-secret' }

/**
 * Starts a local HERE for tests and demos, on this machine alone. It checks signatures, nonces, clocks and tokens, and
 * says no as HERE does; its places, streets and routes are made up, and the same for the same question.
 *
 * @example
 * const emulator = await startHereEmulator()
 * const here = createHereClient(emulator.credentials, { baseURL: emulator.url })
 * await here.get('/v1/discover', { params: { at: '52.5228,13.412', q: 'restaurant' } })
 * await emulator.close()
 */
export async function startHereEmulator(options: HereEmulatorOptions = {}): Promise<HereEmulator> {
  checkEmulatorOptions(options)
  const credentials = options.credentials ?? defaultCredentials
  const { privateKey, publicKey } = generateKeyPairSync('ec', keyFormat)
  const state = createState(options, publicKey)
  const { account, requests, failures, handlers, rateLimit } = state

  const storage = createStorage()
  const storageListener = await listen(0, (message, response) => serve(state, message, response, storage.answer))
  const services = createServices({
    account,
    jobs: () => state.jobs,
    store: (name, result) => storageListener.url + storage.put(name, result),
  })
  const listener = await listen(options.port ?? 0, (message, response) =>
    serve(state, message, response, (request) => answerRequest(request, { account, handlers, rateLimit, services })),
  ).catch(async (error: unknown) => {
    await storageListener.close()
    throw error
  })
  const { url } = listener
  const tokenEndpointUrl = `${url}/oauth2/token`

  return {
    url,
    storageUrl: storageListener.url,
    credentials: { ...credentials, tokenEndpointUrl },
    clientId: account.clientId,
    keyCredentials: { clientId: account.clientId, keyId, privateKey, tokenEndpointUrl },
    dataLens: { ...dataLensLogin, signInUrl: `${url}/v1/sign_in/` },
    requests,
    requestsTo: (path) => requests.filter((request) => matchPath(path, request.path) !== undefined),
    reset() {
      for (const list of [requests, failures, handlers]) list.length = 0
    },
    revokeTokens: () => account.tokens.clear(),
    ...createSetters(state),
    async close() {
      await Promise.all([listener.close(), storageListener.close()])
    },
  }
}

/** What changes while it runs. */
interface EmulatorState {
  account: AccountState
  clockOffset: number
  requests: EmulatorRequest[]
  failures: Failure[]
  handlers: OwnHandler[]
  rateLimit: ReturnType<typeof createRateLimit>
  jobs: JobOptions
}

function createState(options: HereEmulatorOptions, publicKey: string): EmulatorState {
  const state: EmulatorState = {
    clockOffset: options.clockOffset ?? 0,
    requests: [],
    failures: [],
    handlers: [],
    rateLimit: createRateLimit(options.requestsPerSecond),
    jobs: options.jobs ?? {},
    account: {
      ...(options.credentials ?? defaultCredentials),
      clientId: 'emulator-client-id',
      publicKeys: { ...options.publicKeys, [keyId]: publicKey },
      tokenLifetime: options.tokenLifetime ?? 86_400,
      now: () => Date.now() + state.clockOffset,
      usedNonces: new Set(),
      tokens: new Map(),
    },
  }
  return state
}

type Setters = Pick<
  HereEmulator,
  'setTokenLifetime' | 'setClockOffset' | 'setRequestsPerSecond' | 'setJobs' | 'fail' | 'handle'
>

function createSetters(state: EmulatorState): Setters {
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
  }
}

async function serve(
  { account, requests, failures }: EmulatorState,
  message: IncomingMessage,
  response: ServerResponse,
  answerOf: (request: EmulatorRequest) => Answer | Promise<Answer>,
): Promise<void> {
  const request = await readRequest(message)
  requests.push(request)
  const failure = takeFailure(failures, request)
  if (failure?.delay !== undefined) await delay(failure.delay, undefined, { ref: false })
  if (failure?.reset) {
    message.socket.resetAndDestroy()
    return
  }
  const answer = failureAnswer(failure) ?? (await answerSafely(answerOf, request))
  writeAnswer(response, request, answer, { now: account.now(), cut: failure?.cut })
}

async function answerSafely(
  answerOf: (request: EmulatorRequest) => Answer | Promise<Answer>,
  request: EmulatorRequest,
): Promise<Answer> {
  try {
    return await answerOf(request)
  } catch (error) {
    return { status: 500, body: { title: 'A handler of this emulator failed', status: 500, cause: String(error) } }
  }
}
