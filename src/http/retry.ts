import {
  type AxiosError,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import axiosRetry, { type AxiosRetry, exponentialDelay, type IAxiosRetryConfig, retryAfter } from 'axios-retry'
import { discard, isOneShot } from '#body'
import type { Emit } from '../errors/events.ts'
import { retryKey } from '../retry-key.ts'
import { hostOf } from './request-name.ts'
import { throwIfCancelled, waitAsRequest } from './timing.ts'

/** The answer of a request that is on its way. */
export type Answer = Promise<AxiosResponse>

/** `here`: as HERE's services want it. `plain`: axios-retry's own defaults. */
export type RetryPolicy = 'here' | 'plain'

// axios-retry's CommonJS build holds its function under `default`, where some loaders leave it.
const installRetry = (axiosRetry as { default?: AxiosRetry }).default ?? axiosRetry

interface Policy extends IAxiosRetryConfig {
  /** Milliseconds; an answer that asks for a longer wait is given to the caller at once. */
  longestRetryAfter: number
}

/**
 * Sends a request, with every answer judged by axios-retry, or goes on after a first failure.
 *
 * @param policy what `config['axios-retry']` does not say
 * @param startedAt when the request was first sent, by `Date.now()`
 */
export type SendJudged = (
  config: InternalAxiosRequestConfig,
  send: () => Answer,
  policy: RetryPolicy,
  emit: Emit,
  startedAt: number,
  failure?: { error: unknown },
) => Answer

/**
 * Makes what repeats requests.
 *
 * axios-retry is made to sit on an instance, as two interceptors. Here it works below the caller's interceptors: it gets
 * a facade in place of an instance, which hands us its two handlers, and whose call sends the request once more.
 *
 * @param isWorthRepeating whether a request to HERE may be sent again after an error
 */
export function createSendJudged(isWorthRepeating: (error: AxiosError) => boolean): SendJudged {
  // What a config's own options do not say.
  const policies: Record<RetryPolicy, Policy> = {
    here: { retryDelay: exponentialDelay, longestRetryAfter: 30_000, retryCondition: isWorthRepeating },
    plain: { longestRetryAfter: Infinity },
  }
  return (config, send, policy, ...rest) => sendJudged(config, send, policies[policy], ...rest)
}

function sendJudged(
  config: InternalAxiosRequestConfig,
  send: () => Answer,
  { longestRetryAfter, ...defaults }: Policy,
  emit: Emit,
  startedAt: number,
  failure?: { error: unknown },
): Answer {
  const { timeout, transformRequest, validateStatus, [retryKey]: given } = config
  // axios-retry counts the time of the first attempt against the timeout.
  config[retryKey] = { ...given, lastRequestTime: startedAt }
  let lastError: AxiosError
  let isFinal = false
  const [prepare, judge] = handlersOfAxiosRetry(defaults, sendAgain)

  async function attempt(): Answer {
    prepare(config)
    try {
      return await send()
    } catch (error) {
      return decide(error)
    }
  }

  async function sendAgain(): Answer {
    throwIfCancelled(config)
    discard(lastError.response?.data)
    emit({
      type: 'retry',
      host: hostOf(config),
      attempt: config[retryKey]?.retryCount ?? 1,
      status: lastError.response?.status,
      code: lastError.code,
    })
    return attempt()
  }

  async function decide(error: unknown): Answer {
    if (!isAxiosError(error) || !error.config || error.code === 'ERR_CANCELED') throw error
    const seen = asSeenAboveTransforms(error, config)
    isFinal = isOneShot(config.data) || retryAfter(seen) > longestRetryAfter
    if (isFinal) config[retryKey] = { ...config[retryKey], retries: 0 }
    lastError = error
    try {
      // axios-retry does not look at a cancel token while it waits, and at the timeout it looks itself.
      const answer = await waitAsRequest(config, () => judge(seen), 0)
      return answer === seen.response ? (error.response as AxiosResponse) : answer
    } catch (rejection) {
      throw rejection === seen ? error : rejection
    }
  }

  // The body has gone through the transforms already; those that axios-retry replaces belong to whoever sends this config
  // again, and so does the whole timeout. Its own key stays once it has repeated, with the count: an app that has
  // axios-retry above us must not start from none.
  function restore(): void {
    Object.assign(config, { timeout, transformRequest, validateStatus })
    if (config[retryKey]?.retryCount && !isFinal) return
    if (given) config[retryKey] = given
    else delete config[retryKey]
  }

  return (failure ? decide(failure.error) : attempt()).finally(restore)
}

type RetryHandlers = [prepare: (config: InternalAxiosRequestConfig) => unknown, judge: (error: AxiosError) => Answer]

// The two interceptors that axios-retry would install on an instance; `resend` is what it calls as the instance.
function handlersOfAxiosRetry(options: IAxiosRetryConfig, resend: () => Answer): RetryHandlers {
  const handlers: unknown[] = []
  const list = { use: (fulfilled: unknown, rejected: unknown) => handlers.push(fulfilled ?? rejected) }
  const facade = Object.assign(resend, { defaults: {}, interceptors: { request: list, response: list } })
  installRetry(facade as unknown as AxiosInstance, options)
  return handlers as RetryHandlers
}

// axios transforms an answer above the place where we repeat. axios-retry's callbacks (`retryCondition`,
// `validateResponse`, `onRetry`) expect it transformed; whoever sent the request gets it transformed by axios, and once.
function asSeenAboveTransforms(error: AxiosError, config: InternalAxiosRequestConfig): AxiosError {
  const response = error.response && withTransformedData(error.response, config)
  // It may be frozen.
  return Object.create(error, { config: shown(config), response: shown(response) })
}

function shown(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true }
}

// Transformed when somebody looks, as most callbacks look at the status alone.
function withTransformedData(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosResponse {
  const headers = AxiosHeaders.from(response.headers as AxiosHeaders)
  let data: { transformed: unknown } | undefined
  return {
    ...response,
    headers,
    get data() {
      data ??= { transformed: transformData(response, headers, config) }
      return data.transformed
    },
  }
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
