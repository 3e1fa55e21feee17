import {
  AxiosError,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
  isCancel,
} from 'axios'
import axiosRetry, {
  type AxiosRetry,
  type IAxiosRetryConfig,
  isIdempotentRequestError,
  isNetworkOrIdempotentRequestError,
  retryAfter,
} from 'axios-retry'
import { discard, isOneShot } from './body.ts'
import { throwIfCancelled, waitUntilCancelled } from './wait.ts'

/** axios-retry's key in a config, for its options and its state. */
export const retryKey = 'axios-retry'

// axios-retry's CommonJS build holds its function under `default`, where some loaders leave it.
const installRetry = (axiosRetry as { default?: AxiosRetry }).default ?? axiosRetry

type Answer = Promise<AxiosResponse>

/** axios-retry's options, as defaults for what a config's own do not say. */
export interface RetryOptions extends IAxiosRetryConfig {
  /** Milliseconds; an answer that asks for a longer wait is given to the caller at once. Default: no limit. */
  longestRetryAfter?: number
}

/** Told that a request is about to be sent again, and why; `attempt` counts from 1. */
export type OnRetry = (attempt: number, error: AxiosError) => void

/**
 * Sends one request, and sends it again as axios-retry says.
 *
 * axios-retry is made to sit on an instance, as two interceptors. Here it works below the caller's interceptors: it gets
 * a facade in place of an instance, which hands us its two handlers, and whose call sends the request once more. As long
 * as nothing fails, nothing of it runs.
 *
 * @param config the request; left as it was found, but for axios-retry's own key
 * @param send sends the request once
 * @param options defaults for what `config['axios-retry']` does not say
 */
export function sendWithRetry(
  config: InternalAxiosRequestConfig,
  send: () => Answer,
  options: RetryOptions,
  onRetry: OnRetry,
): Answer {
  const startedAt = Date.now()
  // `validateResponse` turns every answer into a failure for axios-retry to judge, so it has to be there from the start.
  if (config[retryKey]?.validateResponse != null) return createRetrier(config, send, options, onRetry, startedAt).send()
  return begin(send).then(undefined, (error: unknown) =>
    createRetrier(config, send, options, onRetry, startedAt).recover(error),
  )
}

// An adapter may throw where it should reject.
function begin(send: () => Answer): Answer {
  try {
    return send()
  } catch (error) {
    return Promise.reject(error)
  }
}

interface Retrier {
  /** Sends for the first time, with every answer judged by axios-retry. */
  send(): Answer
  recover(error: unknown): Answer
}

function createRetrier(
  config: InternalAxiosRequestConfig,
  send: () => Answer,
  options: RetryOptions,
  onRetry: OnRetry,
  startedAt: number,
): Retrier {
  const { timeout, transformRequest, validateStatus, [retryKey]: given } = config
  const { longestRetryAfter = Number.POSITIVE_INFINITY, ...defaults } = options
  // axios-retry counts the time of the first attempt against the timeout.
  config[retryKey] = { ...given, lastRequestTime: startedAt }
  let lastError: AxiosError
  let isFinal = false
  const { prepare, judge } = handlersOfAxiosRetry(defaults, sendAgain)

  async function sendAgain(): Answer {
    throwIfCancelled(config)
    discard(lastError.response?.data)
    onRetry(config[retryKey]?.retryCount ?? 1, lastError)
    prepare(config)
    return begin(send).catch(decide)
  }

  async function decide(error: unknown): Answer {
    if (!isAxiosError(error) || error.config === undefined || isCancel(error)) throw error
    isFinal = isOneShot(config.data) || retryAfter(error) > longestRetryAfter
    if (isFinal) config[retryKey] = { ...config[retryKey], retries: 0 }
    lastError = error
    const seen = asSeenAboveTransforms(error, config)
    try {
      // axios-retry does not look at a cancel token while it waits.
      const answer = await waitUntilCancelled(judge(seen), config)
      return answer === seen.response && error.response !== undefined ? error.response : answer
    } catch (rejection) {
      throw rejection === seen ? error : rejection
    }
  }

  async function recover(error: unknown): Answer {
    try {
      return await decide(error)
    } finally {
      restore()
    }
  }

  // The body has gone through the transforms already; those that axios-retry replaces belong to whoever sends this config
  // again, and so does the whole timeout. Its own key stays once it has repeated, with the count: an app that has
  // axios-retry above us must not start from none.
  function restore(): void {
    Object.assign(config, { timeout, transformRequest, validateStatus })
    if (config[retryKey]?.retryCount && !isFinal) return
    if (given === undefined) delete config[retryKey]
    else config[retryKey] = given
  }

  return {
    send() {
      prepare(config)
      return begin(send).then((response) => {
        restore()
        return response
      }, recover)
    },
    recover,
  }
}

interface RetryHandlers {
  prepare(config: InternalAxiosRequestConfig): unknown
  judge(error: AxiosError): Answer
}

// The two interceptors that axios-retry would install on an instance; `resend` is what it calls as the instance.
function handlersOfAxiosRetry(options: IAxiosRetryConfig, resend: () => Answer): RetryHandlers {
  const handlers: Partial<RetryHandlers> = {}
  const facade = Object.assign(() => resend(), {
    defaults: {},
    interceptors: {
      request: {
        use(prepare: RetryHandlers['prepare']) {
          handlers.prepare = prepare
        },
      },
      response: {
        use(_: null, judge: RetryHandlers['judge']) {
          handlers.judge = judge
        },
      },
    },
  })
  installRetry(facade as unknown as AxiosInstance, options)
  return handlers as RetryHandlers
}

// axios transforms an answer above the place where we repeat. axios-retry's callbacks (`retryCondition`,
// `validateResponse`, `onRetry`) expect it transformed; whoever sent the request gets it transformed by axios, and once.
function asSeenAboveTransforms(error: AxiosError, config: InternalAxiosRequestConfig): AxiosError {
  const response = error.response === undefined ? undefined : withTransformedData(error.response, config)
  return Object.create(error, { config: writable(config), response: writable(response) })
}

// Transformed when somebody looks, as most callbacks look at the status alone.
function withTransformedData(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosResponse {
  let data: { transformed: unknown } | undefined
  const headers = AxiosHeaders.from(response.headers as AxiosHeaders)
  return Object.create(response, {
    headers: writable(headers),
    data: {
      enumerable: true,
      get() {
        data ??= { transformed: transformData(response, headers, config) }
        return data.transformed
      },
    },
  })
}

function transformData(response: AxiosResponse, headers: AxiosHeaders, config: InternalAxiosRequestConfig): unknown {
  try {
    return [config.transformResponse ?? []]
      .flat()
      .reduce((body, transform) => transform.call(config, body, headers, response.status), response.data)
  } catch {
    return response.data
  }
}

function writable(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true }
}

// axios's own verdicts on a request or an answer: the next time they would be the same. axios-retry takes every code
// without an answer for a network failure.
const localCodes = new Set([
  AxiosError.ERR_BAD_OPTION,
  AxiosError.ERR_BAD_OPTION_VALUE,
  AxiosError.ERR_BAD_REQUEST,
  AxiosError.ERR_BAD_RESPONSE,
  AxiosError.ERR_DEPRECATED,
  AxiosError.ERR_FORM_DATA_DEPTH_EXCEEDED,
  AxiosError.ERR_FR_TOO_MANY_REDIRECTS,
  AxiosError.ERR_INVALID_URL,
  AxiosError.ERR_NOT_SUPPORT,
  // follow-redirects': a hook has thrown, or the new URL is none.
  'ERR_FR_REDIRECTION_FAILURE',
] as string[])

/** Whether axios itself refused a request or an answer, which it would do again. */
export function isLocalFailure({ code, response }: AxiosError): boolean {
  return response === undefined && code !== undefined && localCodes.has(code)
}

/** Whether a request may be sent again after this error, and the next answer may be another one. */
export function isWorthRepeating(error: AxiosError): boolean {
  if (!isCutAnswer(error)) return isNetworkOrIdempotentRequestError(error) && !isLocalFailure(error)
  // By the method alone: nobody knows what the request has done.
  const { response, ...withoutAnswer } = error
  return isIdempotentRequestError(withoutAnswer)
}

/**
 * Whether an answer broke off in the middle. axios gives such an error the answer's head, or no code, so that axios-retry
 * does not take it for the network failure that it is.
 */
export function isCutAnswer({ message, code, response, cause }: AxiosError): boolean {
  // Node's http: status and headers came. The codes are those of the socket, of streams and of zlib.
  if (response !== undefined) {
    return message === 'stream has been aborted' || /^(ECONN|EPIPE|ERR_STREAM|Z_)/.test(code ?? '')
  }
  // fetch: undici's, Chrome's and Firefox's words for it.
  return code === undefined && /^(terminated|network error|Error in input stream)$/.test(cause?.message ?? '')
}
