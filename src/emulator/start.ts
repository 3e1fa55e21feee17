import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { type AccountState, answerTimestamp, answerTokenRequest } from './account.ts'
import { answerDatasets, answerSignIn, type DataLensLogin } from './data-lens.ts'
import { gatewayError } from './errors.ts'
import { type Answer, type EmulatorRequest, type Failure, type Handler, readRequest, writeAnswer } from './http.ts'
import { routingHandlers } from './routing.ts'
import { searchHandlers } from './search.ts'

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
}

/** A local HERE that runs. */
export interface HereEmulator {
  /** Its origin, for `baseURL`. */
  readonly url: string
  /** The access key that it accepts, with its token endpoint: what `createHereClient` takes. */
  readonly credentials: { accessKeyId: string; accessKeySecret: string; tokenEndpointUrl: string }
  /** The id of the app that the key belongs to; HERE refuses it in the key's place (401310). */
  readonly clientId: string
  /** The private key that it accepts in the access key's place, with its token endpoint: credentials as well. */
  readonly keyCredentials: { clientId: string; keyId: string; privateKey: string; tokenEndpointUrl: string }
  /** What the legacy Data Lens sign-in accepts, with its URL: credentials as well. */
  readonly dataLens: DataLensLogin & { signInUrl: string }
  /** Every request so far, oldest first, refused and failed ones too. */
  readonly requests: readonly EmulatorRequest[]
  /** The requests so far to one path. */
  requestsTo(path: string): EmulatorRequest[]
  /** Forgets the requests so far, the failures to come and the handlers of the app. Tokens stay good. */
  reset(): void
  /** Makes all tokens so far bad: the services answer 401 to them. */
  revokeTokens(): void
  /** Seconds that tokens live from now on. */
  setTokenLifetime(seconds: number): void
  /** Milliseconds by which its clock is ahead from now on. */
  setClockOffset(milliseconds: number): void
  /** Lets the next request, or the next that fit, go wrong. Failures are used up in the order they were added. */
  fail(failure: Failure): void
  /** Answers a path itself; after the bearer check, unless `isPublic`. Later handlers come first. */
  handle(path: string, handler: Handler, options?: { isPublic?: boolean }): void
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
const dataLensLogin: DataLensLogin = {
  appId: 'emulator-app-id',
  appCode: 'emulator-app-code',
  email: 'user@emulator.example',
  password: 'emulator-password',
}

/**
 * Starts a local HERE for tests and demos, on this machine alone. It checks signatures, nonces, clocks and tokens, and
 * says no as HERE does; its places and routes are made up, and the same for the same question.
 *
 * @example
 * const emulator = await startHereEmulator()
 * const here = createHereClient(emulator.credentials, { baseURL: emulator.url })
 * await here.get('/v1/discover', { params: { at: '52.5228,13.412', q: 'restaurant' } })
 * await emulator.close()
 */
export async function startHereEmulator(options: HereEmulatorOptions = {}): Promise<HereEmulator> {
  const { port = 0, tokenLifetime = 86_400, credentials = defaultCredentials } = options
  let clockOffset = options.clockOffset ?? 0
  let url = ''
  const { privateKey, publicKey } = generateKeyPairSync('ec', keyFormat)
  const requests: EmulatorRequest[] = []
  const failures: Failure[] = []
  const handlers: OwnHandler[] = []
  const account: AccountState = {
    ...credentials,
    clientId: 'emulator-client-id',
    publicKeys: { ...options.publicKeys, [keyId]: publicKey },
    tokenLifetime,
    now: () => Date.now() + clockOffset,
    usedNonces: new Set(),
    tokens: new Map(),
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message)
    requests.push(request)
    const failure = takeFailure(failures, request)
    if (failure?.delay !== undefined) await delay(failure.delay, undefined, { ref: false })
    if (failure?.reset) {
      message.socket.resetAndDestroy()
      return
    }
    const answer = failureAnswer(failure) ?? (await answerTo(request, account, handlers).catch(handlerFailed))
    writeAnswer(response, request, answer, { now: account.now(), cut: failure?.cut })
  }

  const server = createServer((message, response) => {
    serve(message, response).catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    credentials: { ...credentials, tokenEndpointUrl: `${url}/oauth2/token` },
    clientId: account.clientId,
    keyCredentials: { clientId: account.clientId, keyId, privateKey, tokenEndpointUrl: `${url}/oauth2/token` },
    dataLens: { ...dataLensLogin, signInUrl: `${url}/v1/sign_in/` },
    requests,
    requestsTo: (path) => requests.filter((request) => request.path === path),
    reset() {
      for (const list of [requests, failures, handlers]) list.length = 0
    },
    revokeTokens: () => account.tokens.clear(),
    setTokenLifetime(seconds) {
      account.tokenLifetime = seconds
    },
    setClockOffset(milliseconds) {
      clockOffset = milliseconds
    },
    fail(failure) {
      checkPath(typeof failure.when === 'string' ? failure.when : '/')
      failures.push({ times: 1, ...failure })
    },
    handle(path, handler, { isPublic = false } = {}) {
      checkPath(path)
      handlers.unshift({ path, handler, isPublic })
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface OwnHandler {
  path: string
  handler: Handler
  isPublic: boolean
}

// Every service of HERE's that the emulator has.
const serviceHandlers: Record<string, Handler> = {
  ...searchHandlers,
  ...routingHandlers,
  '/v1/datasets': (request) => answerDatasets(request, dataLensLogin),
}

async function answerTo(request: EmulatorRequest, account: AccountState, handlers: OwnHandler[]): Promise<Answer> {
  if (request.method === 'OPTIONS') return { status: 204 }
  const path = request.path.replace(/(.)\/$/, '$1')
  const own = handlers.filter((handler) => handler.path === path)
  return (
    (await firstAnswer(
      own.filter(({ isPublic }) => isPublic),
      request,
    )) ??
    (await answerPublic(path, request, account)) ??
    refuseBearer(request, account) ??
    (await firstAnswer(
      own.filter(({ isPublic }) => !isPublic),
      request,
    )) ??
    (await serviceHandlers[path]?.(request)) ??
    gatewayError(404, 'Not Found', `There is no ${request.method} ${path}.`)
  )
}

async function firstAnswer(handlers: OwnHandler[], request: EmulatorRequest): Promise<Answer | undefined> {
  for (const { handler } of handlers) {
    const answer = await handler(request)
    if (answer !== undefined) return answer
  }
  return undefined
}

async function answerPublic(
  path: string,
  request: EmulatorRequest,
  account: AccountState,
): Promise<Answer | undefined> {
  if (path === '/oauth2/token' && request.method === 'POST') return answerTokenRequest(request, account)
  if (path === '/timestamp' && request.method === 'GET') return answerTimestamp(account)
  if (path === '/v1/sign_in' && request.method === 'POST') return answerSignIn(request, dataLensLogin, account)
  return undefined
}

function refuseBearer({ headers }: EmulatorRequest, account: AccountState): Answer | undefined {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token === undefined) return gatewayError(401, 'Unauthorized', 'No credentials found')
  const known = account.tokens.get(token)
  if (known === undefined) return gatewayError(401, 'Unauthorized', 'Token Validation Failure - invalid token')
  if (performance.now() >= known.endsAt) {
    return gatewayError(401, 'Unauthorized', 'Token Validation Failure - invalid time in token')
  }
  return undefined
}

function failureAnswer({ status, headers, body }: Failure = {}): Answer | undefined {
  const isDelayOnly = status === undefined && headers === undefined && body === undefined
  return isDelayOnly ? undefined : { status: status ?? 500, headers, body }
}

function handlerFailed(error: unknown): Answer {
  return { status: 500, body: { title: 'A handler of this emulator failed', status: 500, cause: String(error) } }
}

function checkPath(path: string): void {
  if (!path.startsWith('/') || path.includes('*'))
    throw new TypeError('the emulator wants a path, such as /v1/discover')
}

function takeFailure(failures: Failure[], request: EmulatorRequest): Failure | undefined {
  const index = failures.findIndex(
    ({ when }) => when === undefined || (typeof when === 'string' ? when === request.path : when(request)),
  )
  const failure = failures[index]
  if (failure === undefined) return undefined
  failure.times = (failure.times ?? 1) - 1
  if (failure.times <= 0) failures.splice(index, 1)
  return failure
}
