import {
  type AxiosError,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import axiosRetry, { type AxiosRetry, type IAxiosRetryConfig, retryAfter } from 'axios-retry'
import { isStream } from './body.ts'
import { waitAsRequest } from './timing.ts'

/** axios-retry's key in a config, for its options and its state. */
export const retryKey = 'axios-retry'

/** A request that failed. */
interface FailedRequest {
  config: InternalAxiosRequestConfig
  error: unknown
  /** Milliseconds of the config's timeout that are used up. */
  elapsed: number
  /** Sends the request once more; a failure of that comes here again. */
  resend: () => Promise<AxiosResponse>
}

/** Sends a failed request again if axios-retry says so, else rejects with its error. */
export type Retry = (failed: FailedRequest) => Promise<AxiosResponse>

// axios-retry's CommonJS build has its function under `default`, and some loaders leave it there.
const installRetry = (axiosRetry as { default?: AxiosRetry }).default ?? axiosRetry

/**
 * Creates a function that lets axios-retry decide about failed requests. axios-retry is made for an instance, above all
 * interceptors; ours works below them. So it is installed on a stand-in with an instance's interface, which keeps the
 * handler of errors, and which sends the request once more when it is called. If that fails, the handler is called again from
 * within; what axios-retry changes in the config is restored on the way out. An error without `config` is not retried, such as
 * a `HereAuthError`.
 *
 * @param defaults options that `config['axios-retry']` does not contain
 * @param longestRetryAfter milliseconds; a response with a longer `Retry-After` goes to the caller at once
 */
export function createRetry(defaults: IAxiosRetryConfig, longestRetryAfter: number): Retry {
  const resends = new WeakMap<InternalAxiosRequestConfig, () => Promise<AxiosResponse>>()
  const handleError = errorHandlerOf(defaults, async (config) => resends.get(config)?.() as Promise<AxiosResponse>)

  return async ({ config, error, elapsed, resend }) => {
    if (!isAxiosError(error) || !error.config || error.code === 'ERR_CANCELED') throw error
    const { timeout, transformRequest, validateStatus, [retryKey]: options } = config
    const visible = asSeenByCallbacks(error, config)
    const isFinal = isStream(config.data) || retryAfter(visible) > longestRetryAfter
    config[retryKey] = { ...options, ...(isFinal && { retries: 0 }), lastRequestTime: Date.now() - elapsed }
    resends.set(config, resend)
    try {
      // axios-retry looks at the signal during its pause, but not at a cancel token.
      const response = await waitAsRequest(config, undefined, () => handleError(visible))
      return response === visible.response ? (error.response as AxiosResponse) : response
    } catch (rejection) {
      throw rejection === visible ? error : rejection
    } finally {
      Object.assign(config, { timeout, transformRequest, validateStatus })
      if (options === undefined) delete config[retryKey]
      else config[retryKey] = options
    }
  }
}

/** Whether functions of the application are called with the errors of a request that is retried. */
export function hasRetryCallbacks(config: InternalAxiosRequestConfig): boolean {
  return Object.values(config[retryKey] ?? {}).some((option) => typeof option === 'function')
}

type ErrorHandler = (error: AxiosError) => Promise<AxiosResponse>

// The second of the two interceptors that axios-retry installs. The first one only prepares what the second one needs.
function errorHandlerOf(
  options: IAxiosRetryConfig,
  resend: (config: InternalAxiosRequestConfig) => Promise<AxiosResponse>,
): ErrorHandler {
  let handler: ErrorHandler | undefined
  const response = {
    use: (_: unknown, rejected: ErrorHandler) => {
      handler = rejected
    },
  }
  const standIn = Object.assign(resend, { defaults: {}, interceptors: { request: { use() {} }, response } })
  installRetry(standIn as unknown as AxiosInstance, options)
  return handler as unknown as ErrorHandler
}

// axios transforms a response above the place where we retry. axios-retry's callbacks (`retryCondition`, `validateResponse`,
// `onRetry`) expect it transformed; the caller gets it transformed by axios, and once.
function asSeenByCallbacks(error: AxiosError, config: InternalAxiosRequestConfig): AxiosError {
  const response = error.response && withTransformedData(error.response, config)
  // An object on top of the error, because the error may be frozen.
  return Object.create(error, { config: ownProperty(config), response: ownProperty(response) })
}

function ownProperty(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true }
}

// Transformed when a callback reads it, as most callbacks read the status alone.
function withTransformedData(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosResponse {
  const headers = AxiosHeaders.from((response.headers ?? {}) as AxiosHeaders)
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

/** Milliseconds of a response's `Retry-After`, 0 without one. A mocked response may have no headers, or plain ones. */
export function retryAfterOf({ headers }: AxiosResponse): number {
  const value = AxiosHeaders.from((headers ?? {}) as AxiosHeaders).get('retry-after')
  return retryAfter({ response: { headers: { 'retry-after': value } } } as never)
}
