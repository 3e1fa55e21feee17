import axios, { AxiosError, type AxiosResponse } from 'axios'
import { requestParameters, type TokenWithParameters } from '../credentials/types.ts'
import { discardBody } from '../http/body.ts'
import { redactError, type Secrets } from '../http/redact.ts'
import { type RequestConfig, requestState, restoreConfig } from '../http/request-state.ts'
import { hasRetryCallbacks, retryKey } from '../http/retry.ts'
import { deadlineOf, throwIfCancelled, waitWithBody } from '../http/timing.ts'
import { hereParams } from '../services/query-params.ts'
import { hostOf, hostSourceOf, serviceOrigin } from '../services/resolve-host.ts'
import { prepareToken, sendOnce, sendWithToken } from './bearer-auth.ts'
import type { ClientContext, RateLimiter, RequestContext } from './context.ts'
import { checkRequestOptions } from './options.ts'
import { isTrustedRequest, shouldAuthorize } from './should-authorize.ts'

/**
 * Sends one request of an instance: as HERE wants it, or as plain axios would where it goes to another host. axios calls this as
 * the adapter, below all interceptors, so that URL, headers and body are those that are really sent.
 */
export async function handleRequest(client: ClientContext, config: RequestConfig): Promise<AxiosResponse> {
  const request = createRequest(client, config)
  if (typeof request.options.service === 'object') await resolveDataServiceHost(request)
  resolveHost(request)
  if (!isTrustedRequest(request)) return sendElsewhere(request)
  const { validateStatus } = config
  try {
    prepareForHere(request)
    return await sendWithRetry(request, false)
  } catch (error) {
    throw redactError(error, secretsOf(request))
  } finally {
    if (config.validateStatus !== validateStatus) config.validateStatus = validateStatus as never
  }
}

function createRequest(client: ClientContext, config: RequestConfig): RequestContext {
  const state = config[requestState]
  config.adapter = state?.adapter as never
  if (state?.token || state?.baseURL || state?.paramsSerializer) restoreConfig(config)
  // A new object, because a copy of the config may share the state.
  config[requestState] = { adapter: state?.adapter }
  const { here, timeout } = config
  return {
    client,
    config,
    options: here == null ? client.options : { ...client.options, ...checkRequestOptions(here, config) },
    adapter: axios.getAdapter(config.adapter ?? axios.defaults.adapter, config),
    isRetriedAbove: config[retryKey]?.retryCount !== undefined,
    isRoutedByPath: false,
    deadline: timeout ? deadlineOf(config) : undefined,
    token: undefined,
    hasRetryCallbacks: undefined,
    replays: 0,
  }
}

/** Finds the host of a request for an API of a catalog, unless its URL or a `baseURL` of its own contains it. */
async function resolveDataServiceHost(request: RequestContext): Promise<void> {
  const { client, config } = request
  const source = hostSourceOf(config)
  const isAtClientsBaseURL = source === String(client.instance.defaults.baseURL)
  if (source !== undefined && !isAtClientsBaseURL) return
  const dataServices = await loadLazily(request, client.loadDataServices)
  await dataServices.lookUpHost(request)
}

/** Gives a relative URL without a `baseURL` the origin of HERE's service. */
function resolveHost(request: RequestContext): void {
  const { config, options } = request
  if (hostSourceOf(config) !== undefined) return
  const baseURL = serviceOrigin(config, options)
  request.isRoutedByPath = true
  config.baseURL = baseURL
  config[requestState] = { adapter: config.adapter, baseURL }
}

/** Sends a request that HERE has nothing to do with, as plain axios would. */
async function sendElsewhere({ client, config, adapter }: RequestContext): Promise<AxiosResponse> {
  const source = hostSourceOf(config)
  if (source === String(client.instance.defaults.baseURL) && source !== client.withheldFrom) {
    client.withheldFrom = source
    client.emit?.({ type: 'token-withheld', host: hostOf(config) })
  }
  delete config[requestState]
  return adapter(config)
}

function prepareForHere({ config, options: { requestId } }: RequestContext): void {
  if (config.paramsSerializer == null && hasList(config.params)) {
    config.paramsSerializer = hereParams
    config[requestState] = { ...config[requestState], adapter: config.adapter, paramsSerializer: hereParams }
  }
  // Pages that were loaded over plain HTTP have no `randomUUID`.
  const id = requestId === true ? (crypto.randomUUID?.() ?? String(Math.random())) : requestId
  if (id && !config.headers.has('X-Request-ID')) config.headers.set('X-Request-ID', id)
  // axios-retry's `validateResponse` looks at every response, so that all of them have to fail first.
  if (config[retryKey]?.validateResponse) config.validateStatus = () => false
}

/** Whether parameters contain a list, so that HERE's way of writing them differs from axios's. */
function hasList(params: unknown, above: readonly unknown[] = []): boolean {
  const fields: Record<string, unknown> = Object(params)
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    if (Array.isArray(value)) return true
    // As in axios, which writes plain objects alone as nested parameters.
    const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined
    const isNested = (prototype === null || prototype === Object.prototype) && !above.includes(value)
    if (isNested && hasList(value, [...above, params])) return true
  }
  return false
}

async function sendWithRetry(request: RequestContext, isRetry: boolean): Promise<AxiosResponse> {
  try {
    const { loadRateLimiter } = request.client
    return await (loadRateLimiter ? sendInTurn(request, isRetry, loadRateLimiter) : send(request))
  } catch (error) {
    return retryOrThrow(request, error)
  }
}

async function sendInTurn(
  request: RequestContext,
  isRetry: boolean,
  loadRateLimiter: () => Promise<RateLimiter>,
): Promise<AxiosResponse> {
  const rateLimiter = await loadLazily(request, loadRateLimiter)
  const prepare = async (): Promise<void> => {
    if (shouldAuthorize(request)) await prepareToken(request)
  }
  return rateLimiter.send(request, isRetry, prepare, () => send(request))
}

// Decided for each attempt, because axios-retry's callbacks may change where the request goes, and its headers.
function send(request: RequestContext): Promise<AxiosResponse> {
  return shouldAuthorize(request) ? sendWithToken(request) : sendOnce(request)
}

async function retryOrThrow(request: RequestContext, error: unknown): Promise<AxiosResponse> {
  const { client, config, deadline } = request
  // A callback of axios-retry may have changed where the request goes.
  if (request.isRetriedAbove || !isTrustedRequest(request)) throw error
  // Only the first time: axios-retry adds functions of its own to the config.
  request.hasRetryCallbacks ??= hasRetryCallbacks(config)
  if (request.hasRetryCallbacks) redactError(error, secretsOf(request))
  const elapsed = deadline === undefined ? 0 : Number(config.timeout) - (deadline - performance.now())
  return client.retry({ config, error, elapsed, resend: () => sendAgain(request, error as AxiosError) })
}

async function sendAgain(request: RequestContext, { response, code }: AxiosError): Promise<AxiosResponse> {
  const { client, config } = request
  throwIfCancelled(config)
  discardBody(response?.data)
  request.deadline = deadlineOf(config)
  const attempt = config[retryKey]?.retryCount ?? 1
  client.emit?.({ type: 'retry', host: hostOf(config), attempt, status: response?.status, code })
  return sendWithRetry(request, true)
}

async function loadLazily<T>({ config }: RequestContext, load: () => Promise<T>): Promise<T> {
  try {
    return await waitWithBody(load(), config)
  } catch (error) {
    throw AxiosError.from(error as Error, AxiosError.ERR_NETWORK, config)
  }
}

function secretsOf({ token, config }: RequestContext): Secrets | undefined {
  return token && { token: token.accessToken, parameters: (token as TokenWithParameters)[requestParameters], config }
}
