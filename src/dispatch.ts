import axios, { type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { createRefusals, createRouteGuard, staysLocal, whileBodyWaits } from '#runtime'
import { createAuthorizedSend } from './authorized-send.ts'
import { createEmit } from './events.ts'
import { late } from './late.ts'
import { checkRequestOptions, type HereClientOptions } from './options.ts'
import { hasList, hereParams } from './params.ts'
import type { RateLimit } from './rate-limit.ts'
import { setRequestId } from './request-id.ts'
import { hostOf, targetOf } from './request-name.ts'
import { type RetryPolicy, retryKey } from './retrier.ts'
import { sendWithRetry } from './retry.ts'
import { serviceOrigin } from './services.ts'
import type { TokenProvider } from './token/provider.ts'
import { removeTraces, setOrigin } from './traces.ts'
import { createTrust } from './trust.ts'

/** Sends one request. */
export type Dispatch = (config: InternalAxiosRequestConfig) => Promise<AxiosResponse>

type Send = () => Promise<AxiosResponse>

/**
 * Makes the function that sends the requests of an instance as HERE wants them, or as plain axios would when they do not go
 * to HERE. It stands where axios calls the adapter: the URL, headers and body are those that will really be sent.
 */
export function createDispatch(
  instance: AxiosInstance,
  tokens: TokenProvider,
  options: HereClientOptions,
  rateLimit: RateLimit | undefined,
): Dispatch {
  const isTrusted = createTrust(options.trustedHosts ?? [])
  const guardRoute = createRouteGuard((url) => isTrusted(url, instance.defaults.baseURL))
  const refusals = createRefusals()
  const emit = createEmit(options.onEvent)
  const account = { tokens, guardRoute, refusals, emit }
  const loadLocate = late(async () => (await import('./data-services.ts')).createLocate(instance, dispatch))
  let withheld: string | undefined

  function dispatch(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    removeTraces(config)
    const here =
      config.here == null ? options : { __proto__: null, ...options, ...checkRequestOptions(config.here, config) }
    // Whose own `baseURL` or URL does not say where the API is.
    const isToFind =
      typeof here.service === 'object' && [undefined, instance.defaults.baseURL].includes(targetOf(config))
    if (!isToFind) return sendToHost(config, here)
    return whileBodyWaits(loadLocate(), config).then((locate) => locate(config, here, sendToHost))
  }

  function sendToHost(config: InternalAxiosRequestConfig, here: HereClientOptions): Promise<AxiosResponse> {
    const adapter = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config)
    const send = (): Promise<AxiosResponse> => adapter(config)
    // A host that is not HERE's gets what plain axios would send, repeated if the config asks for it.
    if (!mayReceiveToken(config, here)) return config[retryKey] === undefined ? send() : repeat(config, send, 'plain')
    if (config.paramsSerializer == null && hasList(config.params)) config.paramsSerializer = hereParams
    if (here.requestId) setRequestId(config, here.requestId)
    const isDue = (): boolean => mayReceiveToken(config, here) && wantsToken(config, here)
    const authorized = wantsToken(config, here) && createAuthorizedSend(config, adapter, here.scope, isDue, account)
    const { send: sendOnce, ready } = authorized || { send }
    const repeatOnce = (sendOnce: Send): Promise<AxiosResponse> => repeat(config, sendOnce, 'here')
    return rateLimit
      ? whileBodyWaits(rateLimit(), config).then((throttle) => throttle(config, here, sendOnce, repeatOnce, ready))
      : repeatOnce(sendOnce)
  }

  function repeat(config: InternalAxiosRequestConfig, sendOnce: Send, policy: RetryPolicy): Promise<AxiosResponse> {
    return sendWithRetry(config, sendOnce, policy, (attempt, { response, code }) =>
      emit({ type: 'retry', host: hostOf(config), attempt, status: response?.status, code }),
    )
  }

  /** Also gives a relative URL the host of its service. */
  function mayReceiveToken(config: InternalAxiosRequestConfig, here: HereClientOptions): boolean {
    const target = targetOf(config)
    if (target === undefined) {
      setOrigin(config, serviceOrigin(config, here))
      return true
    }
    const ownBaseURL = instance.defaults.baseURL
    if (isTrusted(target, ownBaseURL)) return staysLocal(config, target)
    // Reported once.
    if (target === ownBaseURL && target !== withheld) {
      withheld = target
      emit({ type: 'token-withheld', host: hostOf(config) })
    }
    return false
  }

  return dispatch
}

function wantsToken({ auth, headers }: InternalAxiosRequestConfig, here: HereClientOptions): boolean {
  return here.auth !== false && !auth && !headers.has('Authorization')
}
