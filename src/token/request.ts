import {
  Axios,
  type AxiosError,
  type AxiosHeaders,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import { exponentialDelay, isNetworkError, isRetryableError } from 'axios-retry'
import { bodyFields, HereAuthError, type HereAuthErrorReason, readHereError } from '../errors.ts'
import type { Emit } from '../events.ts'
import { isLocalFailure, sendWithRetry } from '../retry.ts'
import { timeLimitOf, waitAtMost } from '../wait.ts'
import { readTokenAnswer, type TokenAnswer, UnreadableAnswer } from './answer.ts'
import { signRequest } from './signature.ts'

/** One app's access key, and where its tokens come from. */
interface TokenRequestCredentials {
  accessKeyId: string
  accessKeySecret: string
  tokenEndpointUrl: string
  scope?: string | undefined
  expiresIn?: number | undefined
}

/** A token, and when it was asked for: its lifetime counts from then. */
interface ReceivedToken extends TokenAnswer {
  /** Monotonic time in milliseconds (`performance.now()`). */
  askedAt: number
  attempts: number
}

/** Asks HERE for one token. */
export type RequestToken = (credentials: TokenRequestCredentials) => Promise<ReceivedToken>

const maximumAnswerBytes = 1_048_576

/**
 * Makes the function that buys a bearer token with a signature. It signs each attempt afresh, repeats what may pass
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

  async function sendSigned(config: AxiosRequestConfig, credentials: TokenRequestCredentials): Promise<AxiosResponse> {
    const form = formOf(credentials)
    const authorization = await signRequest({
      method: 'POST',
      url: credentials.tokenEndpointUrl,
      form,
      consumerKey: credentials.accessKeyId,
      consumerSecret: credentials.accessKeySecret,
      nonce: createNonce(),
      timestamp: Math.floor((Date.now() + clockOffset) / 1000),
    })
    return client.request({
      ...config,
      method: 'POST',
      url: credentials.tokenEndpointUrl,
      data: new URLSearchParams(form).toString(),
      headers: {
        ...config.headers,
        Accept: 'application/json',
        Authorization: authorization,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
    } as AxiosRequestConfig)
  }

  async function correctClock(config: AxiosRequestConfig, endpoint: string, refusal: AxiosResponse): Promise<void> {
    const serverTime = dateOf(refusal) ?? (await askTimestamp(client, config, endpoint))
    if (serverTime === undefined) return
    clockOffset = serverTime - Date.now()
    emit({ type: 'clock-corrected', offset: clockOffset })
  }

  return async (credentials) => {
    const settings = transport()
    const timeout = timeLimitOf(settings)
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), timeout)
    const config = tokenRequestConfig(settings, timeout, limit.signal)
    const corrected = new Set<number>()
    let attempts = 0
    let askedAt = 0

    async function attempt(): Promise<AxiosResponse> {
      attempts += 1
      askedAt = performance.now()
      emit({ type: 'token-requested', scope: credentials.scope, attempt: attempts })
      try {
        const response = await sendSigned(config, credentials)
        // Read here, so that an answer that cannot be read counts as a failed attempt.
        response.data = readTokenAnswer(response.data, config)
        return response
      } catch (error) {
        const code = hereCodeOf(error)
        if ((code !== timestampRefused && code !== nonceUsed) || corrected.has(code)) throw error
        corrected.add(code)
        if (code === timestampRefused) {
          await correctClock(config, credentials.tokenEndpointUrl, (error as AxiosError).response as AxiosResponse)
        }
        return attempt()
      }
    }

    try {
      // The signal ends what it can; an adapter that does not heed it is left behind.
      const response = await waitAtMost(
        timeout,
        sendWithRetry(config, attempt, retryOptions, () => {}),
      )
      return { ...(response.data as TokenAnswer), askedAt, attempts }
    } catch (error) {
      throw toHereAuthError(error, credentials, limit.signal.aborted ? timeout : undefined)
    } finally {
      clearTimeout(timer)
    }
  }
}

const timestampRefused = 401204
const nonceUsed = 401207

const retryOptions = {
  retries: 3,
  retryDelay: exponentialDelay,
  retryCondition: (error: AxiosError) => {
    if (error instanceof UnreadableAnswer) return error.isWorthRepeating
    return (
      (isNetworkError(error) && !isLocalFailure(error)) || (error.response !== undefined && isRetryableError(error))
    )
  },
}

function tokenRequestConfig(
  transport: AxiosRequestConfig,
  timeout: number,
  signal: AbortSignal,
): InternalAxiosRequestConfig {
  return {
    ...transport,
    timeout,
    signal,
    responseType: 'text',
    maxContentLength: maximumAnswerBytes,
    // The signature is for one URL.
    maxRedirects: 0,
    validateStatus: (status: number) => status >= 200 && status < 300,
  } as InternalAxiosRequestConfig
}

function formOf({ scope, expiresIn }: TokenRequestCredentials): Array<[string, string]> {
  const form: Array<[string, string]> = [['grant_type', 'client_credentials']]
  if (expiresIn !== undefined) form.push(['expires_in', String(expiresIn)])
  if (scope !== undefined) form.push(['scope', scope])
  return form
}

function createNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function hereCodeOf(error: unknown): number | undefined {
  const info = readHereError(error)
  if (typeof info?.code === 'number') return info.code
  // RFC 6749 style: error_description is "errorCode: '401300'. Signature mismatch. …".
  const quoted = /errorCode: '(\d{6})'/.exec(info?.cause ?? '')?.[1]
  return quoted === undefined ? undefined : Number(quoted)
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
    return typeof timestamp === 'number' ? timestamp * 1000 : undefined
  } catch {
    return undefined
  }
}

function toHereAuthError(
  error: unknown,
  credentials: TokenRequestCredentials,
  expiredAfter: number | undefined,
): HereAuthError {
  const { message, code, response } = error as AxiosError
  const request = `POST ${endpointForMessage(credentials.tokenEndpointUrl)}`
  // Copied, because the error itself holds the signed request.
  const cause = Object.assign(new Error(message), code === undefined ? {} : { code })
  if (isAxiosError(error) && isLocalFailure(error)) {
    return new HereAuthError(`${request}: ${message}. Is this HERE's token endpoint?`, {
      reason: 'bad-response',
      cause,
    })
  }
  if (expiredAfter !== undefined) {
    return new HereAuthError(
      `${request}: no token within ${expiredAfter} ms. Check the network and the proxy, or raise here.tokenRequest.timeout.`,
      { reason: 'unavailable', cause },
    )
  }
  if (!isAxiosError(error)) return new HereAuthError(`${request}: ${message}`, { reason: 'unavailable', cause })
  if (response === undefined) {
    return new HereAuthError(`${request}: ${message}. Check the network, the proxy and the token endpoint URL.`, {
      reason: 'unavailable',
      cause,
    })
  }
  return refusal(request, error, response)
}

function refusal(request: string, error: unknown, response: AxiosResponse): HereAuthError {
  const info = readHereError(error)
  const hereErrorCode = hereCodeOf(error) ?? info?.code
  const reason = reasonOf(response.status, hereErrorCode)
  const said = [hereErrorCode, info?.title ?? info?.cause].filter((part) => part !== undefined).join(' ')
  const advice = adviceFor(hereErrorCode, reason, response.status)
  return new HereAuthError(`${request}: HERE answered ${response.status}${said && ` (${said})`}. ${advice}`, {
    reason,
    status: response.status,
    hereErrorCode,
    hereErrorId: errorIdOf(response.data),
  })
}

function reasonOf(status: number, code: number | string | undefined): HereAuthErrorReason {
  if (code === timestampRefused) return 'clock-skew'
  if (status === 429) return 'rate-limited'
  if (status >= 500) return 'unavailable'
  return status < 400 ? 'bad-response' : 'rejected'
}

// HERE's codes: facts of its OpenAPI description and its SDKs.
const advice: Record<string, string> = {
  400290: 'The app may not use this grant: check how the app is set up in the HERE platform.',
  400907: 'The scope is not valid: it must be the HRN of a project.',
  400909: 'The scope is not valid: it must be the HRN of a project.',
  400927: 'The scope is not valid: it must be the HRN of a project.',
  400981: 'A token is for one project only: give one project HRN as scope.',
  401204: 'The clock of this machine is off, and correcting it did not help: set the clock.',
  401207: 'The nonce was used before, twice in a row: does something between here and HERE send requests again?',
  401300: 'The access key secret does not fit the access key id: check both, or make a new access key.',
  401302: 'The app has no access to the token endpoint: ask the owner of its HERE account.',
  401310: 'This is the client id of the app; an access key id is wanted (here.access.key.id).',
  401424: 'The access key is disabled: enable it, or make a new one.',
  403109: 'The app is not a member of the project: add it, or correct the scope.',
  403403: 'The app is not authorised for the project: add it, or correct the scope.',
}

function adviceFor(code: number | string | undefined, reason: HereAuthErrorReason, status: number): string {
  const known = advice[String(code)]
  if (known !== undefined) return known
  if (reason === 'rate-limited') return 'Too many token requests: share one token between clients and processes.'
  if (reason === 'unavailable') return 'HERE could not serve the token request, also when asked again: try later.'
  if (status === 404)
    return 'Nothing gives tokens there: check the token endpoint URL. A mock adapter must answer it too.'
  if (status < 400)
    return 'A redirect is not followed, as the signature is for one URL: correct the token endpoint URL.'
  return 'Check the credentials, the scope and the token endpoint URL.'
}

// The account service's own id; a service in front of it has a correlation id.
function errorIdOf(body: unknown): string | undefined {
  const { errorId, correlationId } = bodyFields(body) ?? {}
  return [errorId, correlationId].find((id) => typeof id === 'string')
}

// Without the query, which may hold what is nobody's business.
function endpointForMessage(endpoint: string): string {
  const { origin, pathname } = new URL(endpoint)
  return origin + pathname
}
