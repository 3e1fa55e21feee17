import axios, { AxiosError, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'
import { services } from '#parts'
import { createRouteGuard, staysLocal, whileBodyWaits } from '#runtime'
import { createAuthorizedSend } from './authorized-send.ts'
import { createEmit } from './events.ts'
import { late } from './late.ts'
import { checkRequestOptions, type HereClientOptions } from './options.ts'
import { hasList, hereParams } from './params.ts'
import type { RateLimit } from './rate-limit.ts'
import { setRequestId } from './request-id.ts'
import { hostOf, targetOf } from './request-name.ts'
import type { OnRetry, RetryPolicy } from './retrier.ts'
import { type Answer, sendWithRetry } from './retry.ts'
import { retryKey } from './retry-key.ts'
import { createSafeTokens } from './safe-tokens.ts'
import { type Send, type Sending, sendOnce } from './send-once.ts'
import type { TokenProvider } from './token/provider.ts'
import { hasAuthorization, removeMark, removeTraces, setOrigin } from './traces.ts'
import { createTrust } from './trust.ts'
import { startOf, waitAsRequest, withRestOfTimeout } from './wait.ts'

/** Sends one request. */
export type Dispatch = (config: InternalAxiosRequestConfig) => Answer

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
  const emit = createEmit(options.onEvent)
  const safeTokens = createSafeTokens(tokens)
  const authorized = createAuthorizedSend({
    tokens: safeTokens,
    guardRoute,
    emit,
    isDue: (sending) => mayReceiveToken(sending) && wantsToken(sending),
  })
  const tellRetry: OnRetry = (config, attempt, { response, code }) =>
    emit({ type: 'retry', host: hostOf(config), attempt, status: response?.status, code })
  const loadLocate = late(async () => (await import('./data-services.ts')).createLocate(instance, dispatch))
  let withheld: string | undefined

  function dispatch(config: InternalAxiosRequestConfig): Answer {
    removeTraces(config)
    const here =
      config.here == null ? options : { __proto__: null, ...options, ...checkRequestOptions(config.here, config) }
    if (!isToLocate(config, here, instance)) return sendToHost(config, here)
    return whileBodyWaits(loadLocate.load(), config).then((locate) => locate(config, here, sendToHost))
  }

  function sendToHost(config: InternalAxiosRequestConfig, here: HereClientOptions): Answer {
    const adapter = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config)
    const sending = { config, adapter, here, target: '', isSent: false, isReplayed: false }
    if (lacksServices(config)) return loadAndSend(sending)
    // A host that is not HERE's gets what plain axios would send, repeated if the config asks for it.
    if (!mayReceiveToken(sending)) {
      removeMark(config)
      return config[retryKey] === undefined ? adapter(config) : repeat(sending, sendOnce, 'plain')
    }
    if (config.paramsSerializer == null && hasList(config.params)) config.paramsSerializer = hereParams
    if (here.requestId) setRequestId(config, here.requestId)
    const isAuthorized = wantsToken(sending)
    const send = isAuthorized ? authorized.send : sendOnce
    if (!rateLimit) return repeat(sending, send, 'here')
    return whileBodyWaits(rateLimit.load(), config).then((throttle) =>
      throttle(sending, send, (turn) => repeat(sending, turn, 'here'), isAuthorized ? authorized.ready : undefined),
    )
  }

  /** Loads HERE's services, and has the token asked for meanwhile. */
  async function loadAndSend(sending: Sending): Answer {
    const { config, here } = sending
    const startedAt = startOf(config)
    if (wantsToken(sending)) authorized.ready(sending)?.catch(() => {})
    await waitAsRequest(config, services.load)
    return withRestOfTimeout(config, startedAt, () => sendToHost(config, here))
  }

  function repeat(sending: Sending, send: Send, policy: RetryPolicy): Answer {
    return sendWithRetry(sending.config, (onFailure) => send(sending, onFailure), policy, tellRetry)
  }

  /** Also gives a relative URL the host of its service. */
  function mayReceiveToken(sending: Sending): boolean {
    const { config, here } = sending
    const target = targetOf(config)
    sending.target = target ?? ''
    if (target === undefined) {
      setOrigin(config, originOf(config, here))
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

/** Whether a request is for an API whose host neither its URL nor the client's own `baseURL` says. */
function isToLocate(
  config: InternalAxiosRequestConfig,
  { service }: HereClientOptions,
  { defaults }: AxiosInstance,
): boolean {
  return typeof service === 'object' && [undefined, defaults.baseURL].includes(targetOf(config))
}

/** Whether it is by its path that a request finds its host, and what knows the paths is not loaded. */
function lacksServices(config: InternalAxiosRequestConfig): boolean {
  return !services.peek() && targetOf(config) === undefined
}

function originOf(config: InternalAxiosRequestConfig, here: HereClientOptions): string {
  const part = services.peek()
  if (part) return part.serviceOrigin(config, here)
  throw new AxiosError('services are not loaded', AxiosError.ERR_NETWORK, config)
}

function wantsToken({ config: { auth, headers }, here }: Sending): boolean {
  return here.auth !== false && !auth && !hasAuthorization(headers)
}
