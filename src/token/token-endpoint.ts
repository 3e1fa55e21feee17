import {
  Axios,
  type AxiosError,
  type AxiosHeaders,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import { exponentialDelay, type IAxiosRetryConfig, isNetworkError, isRetryableError } from 'axios-retry'
import type { Emit } from '../errors/events.ts'
import { hideRequest } from '../http/redact.ts'
import { createRetry, hasRetryCallbacks, retryKey } from '../http/retry.ts'
import { isCutResponse, isLocalFailure } from '../http/retry-condition.ts'
import { longestDelay, startUnrefTimer, unrefPause, waitAtMost } from '../http/timing.ts'
import { unrefTransport } from '../http/transport.ts'
import { isLoopbackUrl } from '../http/trusted-hosts.ts'
import type { Grant } from './grants/grant.ts'
import { type Correction, correctionFor, toHereAuthError } from './token-error.ts'
import { InvalidTokenResponse, readTokenResponse, type TokenResponse } from './token-response.ts'

/** A token, and when it was requested: its lifetime counts from then. */
interface ReceivedToken extends TokenResponse {
  /** Monotonic time in milliseconds (`performance.now()`). */
  requestedAt: number
  attempts: number
}

/** Requests one token from HERE. */
export type RequestToken = (grant: Grant) => Promise<ReceivedToken>

const maximumResponseBytes = 1_048_576
const defaultTimeLimit = 30_000

/** The limit in milliseconds for all attempts of a token request: `timeout` of the config, else 30 seconds. */
export function timeLimitOf({ timeout }: AxiosRequestConfig): number {
  return Math.min(timeout || defaultTimeLimit, longestDelay)
}

/**
 * Creates a function that exchanges a grant for a bearer token. It builds the request anew for each attempt, repeats failures
 * that may pass (network, 429, 5xx, cut responses) within one time limit, and remembers by how much the local clock is off.
 *
 * @param readSettings axios config of the request: timeout for all attempts together, proxy, agents, adapter, headers
 * @returns a function that rejects with {@link HereAuthError} only
 * @see HERE Identity and Access Management, "OAuth 2.0 access token"
 */
export function createRequestToken(readSettings: () => AxiosRequestConfig, emit: Emit): RequestToken {
  // An instance without defaults and interceptors, so that neither axios's global defaults nor the application's
  // interceptors take part, and bodies stay text.
  const client = new Axios()
  const exchange = createExchange(client, emit)

  return async (grant) => {
    const settings = readSettings()
    const timeout = timeLimitOf(settings)
    const limit = new AbortController()
    const timer = startUnrefTimer(() => limit.abort(), timeout)
    const config = tokenRequestConfig(settings, grant.url, limit.signal, performance.now() + timeout)
    try {
      // The signal ends the request; an adapter that ignores it is left behind.
      return await waitAtMost(timeout, exchange(grant, config, settings))
    } catch (error) {
      throw toHereAuthError(error, grant, limit.signal.aborted ? timeout : undefined)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Sends token requests, with corrections and retries, until there is a token. */
type Exchange = (
  grant: Grant,
  config: InternalAxiosRequestConfig,
  settings: AxiosRequestConfig,
) => Promise<ReceivedToken>

function createExchange(client: Axios, emit: Emit): Exchange {
  const retry = createRetry({}, Infinity)
  let clockOffset = 0

  async function correctClock(config: AxiosRequestConfig, endpoint: string, response: AxiosResponse): Promise<void> {
    const serverTime = dateOf(response) ?? (await requestTimestamp(client, config, endpoint))
    if (serverTime === undefined) return
    clockOffset = serverTime - Date.now()
    emit?.({ type: 'clock-corrected', offset: clockOffset })
  }

  return async (grant, config, settings) => {
    const corrected = new Set<Correction>()
    let attempts = 0
    let requestedAt = 0

    async function attempt(): Promise<AxiosResponse<TokenResponse>> {
      attempts += 1
      requestedAt = performance.now()
      emit?.({ type: 'token-requested', scope: grant.scope, attempt: attempts })
      try {
        return await sendTokenRequest(client, grant, config, Date.now() + clockOffset)
      } catch (error) {
        if (hasRetryCallbacks(settings as InternalAxiosRequestConfig)) hideTokenRequest(error)
        return recover(error)
      }
    }

    async function recover(error: unknown): Promise<AxiosResponse<TokenResponse>> {
      const correction = correctionFor(error)
      if (correction === undefined || corrected.has(correction)) {
        return retry({ config, error, elapsed: 0, resend: attempt })
      }
      corrected.add(correction)
      const { response } = error as AxiosError
      // A nonce needs no correction: it is new in each request.
      if (correction === 'clock') await correctClock(config, grant.url, response as AxiosResponse)
      return attempt()
    }

    const { data } = await attempt()
    return { ...data, requestedAt, attempts }
  }
}

/** Sends one token request, whose nonce and timestamp are new. A response that cannot be read counts as a failure. */
async function sendTokenRequest(
  client: Axios,
  grant: Grant,
  config: AxiosRequestConfig,
  now: number,
): Promise<AxiosResponse<TokenResponse>> {
  const { headers, body } = await grant.buildRequest(now)
  const response = await client.request({
    ...config,
    method: 'POST',
    url: grant.url,
    data: body,
    headers: { ...config.headers, Accept: 'application/json', ...headers },
  } as AxiosRequestConfig)
  response.data = readTokenResponse(response.data, response.config, grant.lifetime)
  return response
}

function tokenRequestConfig(
  settings: AxiosRequestConfig,
  endpoint: string,
  signal: AbortSignal,
  deadline: number,
): InternalAxiosRequestConfig {
  return {
    ...unrefTransport(settings),
    // A proxy of the environment would take signature and token off this machine in clear text.
    ...(settings.proxy == null && isPlainHttp(endpoint) && isLoopbackUrl(endpoint) ? { proxy: false } : {}),
    // The signal is the limit for all attempts; axios-retry would count by the wall clock.
    timeout: 0,
    signal,
    responseType: 'text',
    maxContentLength: maximumResponseBytes,
    // The signature is for one URL.
    maxRedirects: 0,
    validateStatus: (status: number) => status >= 200 && status < 300,
    [retryKey]: retryOptions(settings[retryKey], deadline),
  } as InternalAxiosRequestConfig
}

function isPlainHttp(url: string): boolean {
  return /^http:/i.test(url)
}

// axios-retry decides; the pause is made in the condition, because axios-retry's own would keep the process alive.
function retryOptions(given: IAxiosRetryConfig | undefined, deadline: number): IAxiosRetryConfig {
  // `validateResponse` is left out, because it could accept a response without a token.
  const { retryCondition = shouldRepeat, retryDelay = exponentialDelay, validateResponse: _, ...rest } = given ?? {}
  let retries = 0
  return {
    retries: 3,
    ...rest,
    retryDelay: () => 0,
    async retryCondition(error) {
      // As in axios-retry: a promise says no only by `false`.
      const isRetryable = retryCondition(error)
      if (!isRetryable || (await isRetryable) === false) return false
      retries += 1
      const delay = retryDelay(retries, error)
      if (performance.now() + delay >= deadline) return false
      await unrefPause(delay)
      return true
    },
  }
}

// Also POST, unlike `shouldRetry`, because each attempt has a signature of its own.
function shouldRepeat(error: AxiosError): boolean {
  if (error instanceof InvalidTokenResponse) return error.isRetryable
  if (isCutResponse(error)) return true
  return (isNetworkError(error) && !isLocalFailure(error)) || (error.response !== undefined && isRetryableError(error))
}

// Removes signature, assertion, password and app code from an error that a callback of the application may log.
function hideTokenRequest(error: unknown): void {
  if (!isAxiosError(error)) return
  const { config } = error
  config?.headers.delete('Authorization')
  if (config !== undefined) {
    delete config.data
    config.url = String(config.url).replace(/\?.*/s, '')
  }
  hideRequest(error)
}

function dateOf(response: AxiosResponse): number | undefined {
  const date = String((response.headers as AxiosHeaders).get('date'))
  // RFC 9110, 5.6.7; `Date.parse` finds a time in almost any text.
  return /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date) ? Date.parse(date) : undefined
}

// HERE's clock: `{"timestamp": <epoch seconds>}`. For responses without a readable `Date`.
async function requestTimestamp(
  client: Axios,
  config: AxiosRequestConfig,
  endpoint: string,
): Promise<number | undefined> {
  const url = new URL(endpoint)
  if (!url.pathname.endsWith('/oauth2/token')) return undefined
  url.pathname = url.pathname.replace(/\/oauth2\/token$/, '/timestamp')
  url.search = ''
  try {
    const response = await client.request({ ...config, method: 'GET', url: url.href })
    const { timestamp } = JSON.parse(response.data)
    return Number.isFinite(timestamp * 1000) ? timestamp * 1000 : undefined
  } catch {
    return undefined
  }
}
