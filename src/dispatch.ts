import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios'
import { type GuardRoute, keepForm, staysLocal } from '#runtime'
import { createAuthorizedSend } from './authorized-send.ts'
import type { Emit } from './events.ts'
import { checkRequestOptions, type HereClientOptions, type HereRequestOptions } from './options.ts'
import { hasList, serializeParams } from './params.ts'
import type { Refusals } from './refusals.ts'
import { hostOf, targetOf } from './request-name.ts'
import { type RetryPolicy, retryKey } from './retrier.ts'
import { sendWithRetry } from './retry.ts'
import { serviceOrigin } from './services.ts'
import type { TokenProvider } from './token/provider.ts'
import { removeTraces, setOrigin, setSerializer } from './traces.ts'
import type { Trust } from './trust.ts'

/** What one attached instance works with. */
export interface Context {
  instance: AxiosInstance
  tokens: TokenProvider
  options: HereClientOptions
  trust: Trust
  guardRoute: GuardRoute
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
  if (!wantsToken(config, here, context)) return send(config, () => adapter(config), 'here', context)

  keepForm(config, adapter)
  const isDue = (): boolean => mayReceiveToken(config, here, context) && wantsToken(config, here, context)
  const sendWithToken = createAuthorizedSend(config, adapter, here?.scope ?? context.options.scope, isDue, context)
  return send(config, sendWithToken, 'here', context)
}

// A host that is not HERE's gets what plain axios would send, repeated if the config asks for it, as axios-retry would.
function sendPlain(
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
  context: Context,
): Promise<AxiosResponse> {
  return config[retryKey] === undefined ? adapter(config) : send(config, () => adapter(config), 'plain', context)
}

function send(
  config: InternalAxiosRequestConfig,
  sendOnce: () => Promise<AxiosResponse>,
  policy: RetryPolicy,
  { emit }: Context,
): Promise<AxiosResponse> {
  return sendWithRetry(config, sendOnce, policy, (attempt, { response, code }) =>
    emit({ type: 'retry', host: hostOf(config), attempt, status: response?.status, code }),
  )
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
  if (trust(target, ownBaseURL)) return staysLocal(config, target)
  if (ownBaseURL !== undefined && target === ownBaseURL && !withheld.has(ownBaseURL)) {
    withheld.add(ownBaseURL)
    emit({ type: 'token-withheld', host: hostOf(config) })
  }
  return false
}

function wantsToken(
  config: InternalAxiosRequestConfig,
  here: HereRequestOptions | undefined,
  { options }: Context,
): boolean {
  return (here?.auth ?? options.auth) !== false && !config.auth && !config.headers.has('Authorization')
}
