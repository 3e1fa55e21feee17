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
import { conceal } from '../http/redact.ts'
import { isCutAnswer, isLocalFailure } from '../http/retry-condition.ts'
import { detachedPause, setDetachedTimer, waitAtMost } from '../http/timing.ts'
import { detached } from '../http/transport.ts'
import { isPlainLoopback } from '../http/trusted-hosts.ts'
import { sendWithRetry } from '../retry.ts'
import { retryKey } from '../retry-key.ts'
import type { Scheme } from './grants/grant.ts'
import { timeLimitOf } from './time-limit.ts'
import { type Correction, correctionFor, toHereAuthError } from './token-error.ts'
import { readTokenAnswer, type TokenAnswer, UnreadableAnswer } from './token-response.ts'

/** A token, and when it was asked for: its lifetime counts from then. */
interface ReceivedToken extends TokenAnswer {
  /** Monotonic time in milliseconds (`performance.now()`). */
  askedAt: number
  attempts: number
}

/** Asks HERE for one token. */
export type RequestToken = (scheme: Scheme) => Promise<ReceivedToken>

const maximumAnswerBytes = 1_048_576

/**
 * Makes the function that buys a bearer token, in whichever way. It draws each attempt afresh, repeats what may pass
 * (network failure, 429, 5xx, cut answers) within one time limit, and remembers by how much the clock is off.
 *
 * @param transport axios config of the request: timeout for all attempts together, proxy, agents, adapter, headers
 * @returns a function that rejects with {@link HereAuthError} only
 * @see HERE Identity and Access Management, "OAuth 2.0 access token"
 */
export function createTokenRequest(transport: () => AxiosRequestConfig, emit: Emit): RequestToken {
  // Bare: neither global defaults of axios nor anybody's interceptors take part, and bodies stay text.
  const client = new Axios()
  let clockOffset = 0

  async function sendOnce(config: AxiosRequestConfig, scheme: Scheme): Promise<AxiosResponse> {
    const { headers, body } = await scheme.draw(Date.now() + clockOffset)
    return client.request({
      ...config,
      method: 'POST',
      url: scheme.url,
      data: body,
      headers: { ...config.headers, Accept: 'application/json', ...headers },
    } as AxiosRequestConfig)
  }

  async function correctClock(config: AxiosRequestConfig, endpoint: string, refusal: AxiosResponse): Promise<void> {
    const serverTime = dateOf(refusal) ?? (await askTimestamp(client, config, endpoint))
    if (serverTime === undefined) return
    clockOffset = serverTime - Date.now()
    emit({ type: 'clock-corrected', offset: clockOffset })
  }

  return async (scheme) => {
    const settings = transport()
    const timeout = timeLimitOf(settings)
    const endsAt = performance.now() + timeout
    const limit = new AbortController()
    const timer = setDetachedTimer(() => limit.abort(), timeout)
    const config = tokenRequestConfig(settings, scheme.url, limit.signal, endsAt)
    const corrected = new Set<Correction>()
    let attempts = 0
    let askedAt = 0

    async function attempt(): Promise<AxiosResponse> {
      attempts += 1
      askedAt = performance.now()
      emit({ type: 'token-requested', scope: scheme.scope, attempt: attempts })
      try {
        const response = await sendOnce(config, scheme)
        // Read here, so that an answer that cannot be read counts as a failed attempt.
        response.data = readTokenAnswer(response.data, response.config ?? config, scheme.lifetime)
        return response
      } catch (error) {
        concealSignature(error)
        const correction = correctionFor(error)
        if (correction === undefined || corrected.has(correction)) throw error
        corrected.add(correction)
        if (correction === 'clock') {
          await correctClock(config, scheme.url, (error as AxiosError).response as AxiosResponse)
        }
        return attempt()
      }
    }

    try {
      // The signal ends what it can; an adapter that does not heed it is left behind.
      const response = await waitAtMost(
        timeout,
        sendWithRetry(
          { config },
          (_, onFailure) => attempt().catch(onFailure),
          'plain',
          () => {},
        ),
      )
      return { ...(response.data as TokenAnswer), askedAt, attempts }
    } catch (error) {
      throw toHereAuthError(error, scheme, limit.signal.aborted ? timeout : undefined)
    } finally {
      clearTimeout(timer)
    }
  }
}

function tokenRequestConfig(
  transport: AxiosRequestConfig,
  endpoint: string,
  signal: AbortSignal,
  endsAt: number,
): InternalAxiosRequestConfig {
  return {
    ...detached(transport),
    // One that the environment names would take signature and token off this machine in clear text.
    ...(transport.proxy == null && isPlainLoopback(endpoint) ? { proxy: false } : {}),
    // The signal is the limit, and axios-retry would count by the wall clock.
    timeout: 0,
    signal,
    responseType: 'text',
    maxContentLength: maximumAnswerBytes,
    // The signature is for one URL.
    maxRedirects: 0,
    validateStatus: (status: number) => status >= 200 && status < 300,
    [retryKey]: retryOptions(transport[retryKey], endsAt),
  } as InternalAxiosRequestConfig
}

// axios-retry decides; the pause is made here, because its own would keep a process alive that is done.
function retryOptions(given: IAxiosRetryConfig | undefined, endsAt: number): IAxiosRetryConfig {
  // What an answer must be is known here: `validateResponse` would let others pass.
  const { retryCondition = isWorthRepeating, retryDelay = exponentialDelay, validateResponse: _, ...rest } = given ?? {}
  let retries = 0
  return {
    retries: 3,
    ...rest,
    retryDelay: () => 0,
    async retryCondition(error) {
      // As axios-retry reads it: a promise may say no by `false` alone.
      const verdict = retryCondition(error)
      if (!verdict || (await verdict) === false) return false
      retries += 1
      const delay = retryDelay(retries, error)
      if (performance.now() + delay >= endsAt) return false
      await detachedPause(delay)
      return true
    },
  }
}

function isWorthRepeating(error: AxiosError): boolean {
  if (error instanceof UnreadableAnswer) return error.isWorthRepeating
  if (isCutAnswer(error)) return true
  return (isNetworkError(error) && !isLocalFailure(error)) || (error.response !== undefined && isRetryableError(error))
}

// The caller's `onRetry` may log the error.
function concealSignature(error: unknown): void {
  if (!isAxiosError(error)) return
  const { config } = error
  config?.headers.delete('Authorization')
  if (config !== undefined) {
    // Assertion, password, app code: a callback may log the error.
    delete config.data
    config.url = String(config.url).replace(/\?.*/s, '')
  }
  conceal(error)
}

function dateOf(response: AxiosResponse): number | undefined {
  const date = String((response.headers as AxiosHeaders).get('date'))
  // RFC 9110, 5.6.7; `Date.parse` finds a time in almost anything.
  return /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date) ? Date.parse(date) : undefined
}

// HERE's clock, `{"timestamp": <epoch seconds>}`. Browsers cannot read the Date header of another origin.
async function askTimestamp(client: Axios, config: AxiosRequestConfig, endpoint: string): Promise<number | undefined> {
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
