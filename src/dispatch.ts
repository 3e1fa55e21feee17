import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios'
import { exponentialDelay } from 'axios-retry'
import { createAuthorizedSend } from './authorized-send.ts'
import { keepBoundary, keepFormBytes } from './body.ts'
import type { Emit } from './events.ts'
import { checkRequestOptions, type HereClientOptions, type HereRequestOptions } from './options.ts'
import { hasList, serializeParams } from './params.ts'
import type { BeforeRedirect } from './redirects.ts'
import type { Refusals } from './refusals.ts'
import { hostOf, isAbsolute } from './request-name.ts'
import { isWorthRepeating, type RetryOptions, retryKey, sendWithRetry } from './retry.ts'
import { serviceOrigin } from './services.ts'
import type { TokenProvider } from './token/provider.ts'
import { removeTraces, setOrigin, setSerializer } from './traces.ts'
import { isPlainLoopback, type Trust } from './trust.ts'

/** What one attached instance works with. */
export interface Context {
  instance: AxiosInstance
  tokens: TokenProvider
  options: HereClientOptions
  trust: Trust
  /** Puts the rule for redirects before the caller's own hook. */
  withRedirectRule(own: BeforeRedirect | undefined): BeforeRedirect
  refusals: Refusals
  emit: Emit
  /** `baseURL`s that were reported as getting no token. */
  withheld: Set<string>
}

/**
 * Sends a request as HERE wants it, or as plain axios would when it does not go to HERE. This is where axios calls the
 * adapter: the URL, headers and body are those that will really be sent.
 */
export function dispatch(config: InternalAxiosRequestConfig, context: Context): Promise<AxiosResponse> {
  const adapter = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config)
  const here = config.here == null ? undefined : checkRequestOptions(config.here, config)
  removeTraces(config)
  if (!mayReceiveToken(config, here, context)) return sendPlain(config, adapter, context)

  if (config.paramsSerializer == null && hasList(config.params)) setSerializer(config, serializeParams)
  if (!wantsToken(config, here, context)) return send(config, () => adapter(config), retryOptions, context)

  keepFormBytes(config)
  keepBoundary(config, adapter)
  const route = {
    isDue: () => mayReceiveToken(config, here, context) && wantsToken(config, here, context),
    isLocal: () => isPlainLoopback(targetOf(config) ?? ''),
  }
  const sendWithToken = createAuthorizedSend(config, adapter, here?.scope ?? context.options.scope, route, context)
  return send(config, sendWithToken, retryOptions, context)
}

// A host that is not HERE's gets what plain axios would send, repeated if the config asks for it, as axios-retry would.
function sendPlain(
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
  context: Context,
): Promise<AxiosResponse> {
  return config[retryKey] === undefined ? adapter(config) : send(config, () => adapter(config), {}, context)
}

function send(
  config: InternalAxiosRequestConfig,
  sendOnce: () => Promise<AxiosResponse>,
  options: RetryOptions,
  { emit }: Context,
): Promise<AxiosResponse> {
  return sendWithRetry(config, sendOnce, options, (attempt, { response, code }) =>
    emit({ type: 'retry', host: hostOf(config), attempt, status: response?.status, code }),
  )
}

const retryOptions: RetryOptions = {
  retries: 3,
  retryDelay: exponentialDelay,
  longestRetryAfter: 30_000,
  retryCondition: isWorthRepeating,
}

/** Also gives a relative URL the host of its service. */
function mayReceiveToken(
  config: InternalAxiosRequestConfig,
  here: HereRequestOptions | undefined,
  { instance, options, trust, emit, withheld }: Context,
): boolean {
  const target = targetOf(config)
  if (target === undefined) {
    const service = here?.service ?? options.service
    setOrigin(config, serviceOrigin(String(config.url ?? ''), options.region ?? 'global', service, config))
    return true
  }
  const ownBaseURL = instance.defaults.baseURL
  if (trust.isTrusted(target) || trust.isOwnOrigin(target, ownBaseURL)) return staysLocal(config, target)
  if (ownBaseURL !== undefined && target === ownBaseURL && !withheld.has(ownBaseURL)) {
    withheld.add(ownBaseURL)
    emit({ type: 'token-withheld', host: hostOf(config) })
  }
  return false
}

// Over plain HTTP the token must not leave this machine, and a proxy is another one, most times.
function staysLocal({ proxy }: InternalAxiosRequestConfig, target: string): boolean {
  return !isPlainLoopback(target) || !proxy || isPlainLoopback(`http://${proxy.host}`)
}

const urlWithScheme = /^[a-z][a-z\d+\-.]*:/i

// The part of the final URL that decides the host, by axios's own rule; undefined where the path decides.
function targetOf({ url, baseURL, allowAbsoluteUrls, socketPath }: InternalAxiosRequestConfig): string | undefined {
  const path = String(url ?? '')
  if (baseURL && (allowAbsoluteUrls === false || !isAbsolute(path))) return baseURL
  // A `data:` URL, or a path at a Unix socket, is no path of HERE's.
  return isAbsolute(path) || urlWithScheme.test(path) || socketPath ? path : undefined
}

function wantsToken(
  config: InternalAxiosRequestConfig,
  here: HereRequestOptions | undefined,
  { options }: Context,
): boolean {
  return (here?.auth ?? options.auth) !== false && !config.auth && !config.headers.has('Authorization')
}
