import axios, { type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { createRefusals, createRouteGuard, staysLocal } from '#runtime'
import { createAuthorizedSend } from './authorized-send.ts'
import { createEmit } from './events.ts'
import { checkRequestOptions, type HereClientOptions } from './options.ts'
import { hasList, hereParams } from './params.ts'
import { hostOf, targetOf } from './request-name.ts'
import { type RetryPolicy, retryKey } from './retrier.ts'
import { sendWithRetry } from './retry.ts'
import { serviceOrigin } from './services.ts'
import type { TokenProvider } from './token/provider.ts'
import { removeTraces, setOrigin } from './traces.ts'
import { createTrust } from './trust.ts'

/** Sends one request. */
export type Dispatch = (config: InternalAxiosRequestConfig) => Promise<AxiosResponse>

/**
 * Makes the function that sends the requests of an instance as HERE wants them, or as plain axios would when they do not go
 * to HERE. It stands where axios calls the adapter: the URL, headers and body are those that will really be sent.
 */
export function createDispatch(instance: AxiosInstance, tokens: TokenProvider, options: HereClientOptions): Dispatch {
  const isTrusted = createTrust(options.trustedHosts ?? [])
  const guardRoute = createRouteGuard((url) => isTrusted(url, instance.defaults.baseURL))
  const refusals = createRefusals()
  const emit = createEmit(options.onEvent)
  let withheld: string | undefined

  /** Also gives a relative URL the host of its service. */
  function mayReceiveToken(config: InternalAxiosRequestConfig, here: HereClientOptions): boolean {
    const target = targetOf(config)
    if (target === undefined) {
      setOrigin(config, serviceOrigin(String(config.url ?? ''), here.region, here.service, config))
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

  return (config) => {
    const adapter = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config)
    const here =
      config.here == null ? options : { __proto__: null, ...options, ...checkRequestOptions(config.here, config) }
    const send = (): Promise<AxiosResponse> => adapter(config)
    const repeat = (sendOnce: typeof send, policy: RetryPolicy): Promise<AxiosResponse> =>
      sendWithRetry(config, sendOnce, policy, (attempt, { response, code }) =>
        emit({ type: 'retry', host: hostOf(config), attempt, status: response?.status, code }),
      )

    removeTraces(config)
    // A host that is not HERE's gets what plain axios would send, repeated if the config asks for it.
    if (!mayReceiveToken(config, here)) return config[retryKey] === undefined ? send() : repeat(send, 'plain')
    if (config.paramsSerializer == null && hasList(config.params)) config.paramsSerializer = hereParams
    if (!wantsToken(config, here)) return repeat(send, 'here')
    const isDue = (): boolean => mayReceiveToken(config, here) && wantsToken(config, here)
    const account = { tokens, guardRoute, refusals, emit }
    return repeat(createAuthorizedSend(config, adapter, here.scope, isDue, account), 'here')
  }
}

function wantsToken({ auth, headers }: InternalAxiosRequestConfig, here: HereClientOptions): boolean {
  return here.auth !== false && !auth && !headers.has('Authorization')
}
