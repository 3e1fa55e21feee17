import type { AxiosAdapter, AxiosError, AxiosInstance, InternalAxiosRequestConfig } from 'axios'
import { exponentialDelay } from 'axios-retry'
import pMemoize from 'p-memoize'
import { redactError } from '../http/redact.ts'
import { ownMark, type RequestConfig, requestState, restoreAdapter } from '../http/request-state.ts'
import { createRetry } from '../http/retry.ts'
import { shouldRetry } from '../http/retry-condition.ts'
import type { ClientContext, ClientSettings } from './context.ts'
import { handleRequest } from './pipeline.ts'
import { createUnauthorizedEndpoints } from './unauthorized-endpoints.ts'

const longestRetryAfter = 30_000

/**
 * Puts our adapter in front of each request's own, by two plain interceptors. axios runs the interceptors that were added first
 * next to the adapter, so that those of a new instance see every request last and every response first. The adapter does all
 * the work, so that the request's interceptors see one request and one response, whatever is repeated.
 *
 * @returns a function that takes the interceptors off again
 * @throws TypeError when the instance has them already, also those of another copy of this package
 */
export function addInterceptors(instance: AxiosInstance, settings: ClientSettings): () => void {
  const { request, response } = instance.interceptors
  const client = createClientContext(instance, settings)
  const adapter = markAsOurs<AxiosAdapter>((config) => handleRequest(client, config))

  const useAdapter = markAsOurs((config: RequestConfig): InternalAxiosRequestConfig => {
    const state = config[requestState]
    // A config that failed before it was sent still has our adapter.
    const ownAdapter = ownMark in Object(config.adapter) ? state?.adapter : config.adapter
    config[requestState] = { ...state, adapter: ownAdapter }
    config.adapter = adapter
    return config
  })

  // axios itself throws errors above the adapter: for an abort, and for a response that it cannot transform.
  const redact = (error: unknown): Promise<never> => {
    redactError(error)
    restoreAdapter((error as Partial<AxiosError> | undefined)?.config)
    return Promise.reject(error)
  }

  rejectSecond(request as unknown as InterceptorList)
  const requestId = request.use(useAdapter, null, { synchronous: true })
  const responseId = response.use(null, redact)
  return () => {
    request.eject(requestId)
    response.eject(responseId)
  }
}

/** axios's list of interceptors has a method to visit them, which its types leave out. */
interface InterceptorList {
  forEach?(visit: (interceptor: { fulfilled: unknown }) => void): void
}

function rejectSecond(list: InterceptorList): void {
  list.forEach?.(({ fulfilled }) => {
    if (ownMark in Object(fulfilled)) throw new TypeError('This instance has HERE authentication already')
  })
}

function markAsOurs<T extends object>(callback: T): T {
  return Object.assign(callback, { [ownMark]: true })
}

function createClientContext(instance: AxiosInstance, settings: ClientSettings): ClientContext {
  const client: ClientContext = {
    ...settings,
    instance,
    redirectRule: settings.httpAdapter?.createRedirectRule(settings.isTrusted),
    retry: createRetry({ retryDelay: exponentialDelay, retryCondition: shouldRetry }, longestRetryAfter),
    unauthorizedEndpoints: createUnauthorizedEndpoints(),
    // Data services are an option that few use. p-memoize caches a module that was loaded, and no failure.
    loadDataServices: pMemoize(async () => {
      const { createDataServices } = await import('./data-services.ts')
      return createDataServices(instance, (config) => handleRequest(client, config))
    }),
    withheldFrom: undefined,
  }
  return client
}
