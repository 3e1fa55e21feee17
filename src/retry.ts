import {
  type AxiosError,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
  isCancel,
} from 'axios'
import axiosRetry, { type AxiosRetry, type IAxiosRetryConfig } from 'axios-retry'
import { isOneShot } from './body.ts'
import { throwIfCancelled } from './wait.ts'

/** axios-retry's key in a config, for its options and its state. */
export const retryKey = 'axios-retry'

// axios-retry's CommonJS build holds its function under `default`, where some loaders leave it.
const installRetry = (axiosRetry as { default?: AxiosRetry }).default ?? axiosRetry

type Answer = Promise<AxiosResponse>

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
  options: IAxiosRetryConfig,
  onRetry: OnRetry,
): Answer {
  const startedAt = Date.now()
  // `validateResponse` turns every answer into a failure for axios-retry to judge, so it has to be there from the start.
  const judge = config[retryKey]?.validateResponse == null ? undefined : createRetrier(config, send, options, onRetry)
  judge?.prepare()
  return send().then(undefined, (error: unknown) => {
    if (judge !== undefined) return judge.recover(error)
    // axios-retry counts the time of the first attempt against the timeout.
    config[retryKey] = { ...config[retryKey], lastRequestTime: startedAt }
    return createRetrier(config, send, options, onRetry).recover(error)
  })
}

interface Retrier {
  prepare(): void
  recover(error: unknown): Answer
}

function createRetrier(
  config: InternalAxiosRequestConfig,
  send: () => Answer,
  options: IAxiosRetryConfig,
  onRetry: OnRetry,
): Retrier {
  const { timeout, transformRequest, validateStatus } = config
  let lastError: AxiosError
  const { prepare, judge } = handlersOfAxiosRetry(options, sendAgain)

  async function sendAgain(): Answer {
    throwIfCancelled(config)
    onRetry(config[retryKey]?.retryCount ?? 1, lastError)
    prepare(config)
    return send().catch(decide)
  }

  async function decide(error: unknown): Answer {
    if (!isAxiosError(error) || error.config === undefined || isCancel(error)) throw error
    if (isOneShot(config.data)) config[retryKey] = { ...config[retryKey], retries: 0 }
    lastError = error
    const seen = asSeenAboveTransforms(error, config)
    try {
      const answer = await judge(seen)
      return answer === seen.response && error.response !== undefined ? error.response : answer
    } catch (rejection) {
      throw rejection === seen ? error : rejection
    }
  }

  async function recover(error: unknown): Answer {
    try {
      return await decide(error)
    } finally {
      // The body has gone through the transforms already; those that axios-retry replaces belong to whoever sends this
      // config again, and so does the whole timeout.
      Object.assign(config, { timeout, transformRequest, validateStatus })
    }
  }

  return { prepare: () => prepare(config), recover }
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
  const response = error.response === undefined ? undefined : transformed(error.response, config)
  return Object.create(error, { config: { value: config }, response: { value: response } })
}

function transformed(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosResponse {
  const headers = AxiosHeaders.from(response.headers as AxiosHeaders)
  try {
    const data = [config.transformResponse ?? []]
      .flat()
      .reduce((body, transform) => transform.call(config, body, headers, response.status), response.data)
    return { ...response, data, headers }
  } catch {
    return { ...response, headers }
  }
}
