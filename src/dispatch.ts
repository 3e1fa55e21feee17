import axios, { type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { type GuardRoute, staysLocal } from '#runtime'
import { createAuthorizedSend } from './authorized-send.ts'
import type { Emit } from './events.ts'
import { checkRequestOptions, type HereClientOptions } from './options.ts'
import { hasList } from './params.ts'
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
  const send = (): Promise<AxiosResponse> => adapter(config)
  const { options } = context
  const here =
    config.here == null ? options : { __proto__: null, ...options, ...checkRequestOptions(config.here, config) }
  removeTraces(config)
  if (!mayReceiveToken(config, here, context)) {
    // It gets what plain axios would send, repeated if the config asks for it, as axios-retry would.
    return config[retryKey] === undefined ? send() : sendRepeatedly(config, send, 'plain', context)
  }
  if (config.paramsSerializer == null && hasList(config.params)) setSerializer(config)
  if (!wantsToken(config, here)) return sendRepeatedly(config, send, 'here', context)
  const isDue = (): boolean => mayReceiveToken(config, here, context) && wantsToken(config, here)
  return sendRepeatedly(config, createAuthorizedSend(config, adapter, here.scope, isDue, context), 'here', context)
}

function sendRepeatedly(
  config: InternalAxiosRequestConfig,
  send: () => Promise<AxiosResponse>,
  policy: RetryPolicy,
  { emit }: Context,
): Promise<AxiosResponse> {
  return sendWithRetry(config, send, policy, (attempt, { response, code }) =>
    emit({ type: 'retry', host: hostOf(config), attempt, status: response?.status, code }),
  )
}

/** Also gives a relative URL the host of its service. */
function mayReceiveToken(
  config: InternalAxiosRequestConfig,
  here: HereClientOptions,
  { instance, trust, emit, withheld }: Context,
): boolean {
  const target = targetOf(config)
  if (target === undefined) {
    setOrigin(config, serviceOrigin(String(config.url ?? ''), here.region ?? 'global', here.service, config))
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

function wantsToken(config: InternalAxiosRequestConfig, { auth }: HereClientOptions): boolean {
  return auth !== false && !config.auth && !config.headers.has('Authorization')
}
