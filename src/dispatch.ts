import axios, { type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'
import { createRefusals, createRouteGuard, staysLocal, whileBodyWaits } from '#runtime'
import { createAuthorizedSend } from './authorized-send.ts'
import { createEmit } from './events.ts'
import { late } from './late.ts'
import { checkRequestOptions, type HereClientOptions } from './options.ts'
import { hasList, hereParams } from './params.ts'
import type { RateLimit } from './rate-limit.ts'
import { createReplayRule } from './replay-rule.ts'
import { setRequestId } from './request-id.ts'
import { hostOf, targetOf } from './request-name.ts'
import { type OnRetry, type RetryPolicy, retryKey } from './retrier.ts'
import { type Answer, type OnFailure, sendWithRetry } from './retry.ts'
import { createSafeTokens } from './safe-tokens.ts'
import { type Sending, sendOnce } from './send-once.ts'
import { serviceOrigin } from './services.ts'
import type { TokenProvider } from './token/provider.ts'
import { hasAuthorization, removeMark, removeTraces, setOrigin } from './traces.ts'
import { createTrust } from './trust.ts'

/** Sends one request. */
export type Dispatch = (config: InternalAxiosRequestConfig) => Answer

type Send = (sending: Sending, onFailure?: OnFailure) => Answer

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
    mayReplay: createReplayRule(safeTokens, createRefusals(), emit),
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
    // Whose own `baseURL` or URL does not say where the API is.
    const isToFind =
      typeof here.service === 'object' && [undefined, instance.defaults.baseURL].includes(targetOf(config))
    if (!isToFind) return sendToHost(config, here)
    return whileBodyWaits(loadLocate(), config).then((locate) => locate(config, here, sendToHost))
  }

  function sendToHost(config: InternalAxiosRequestConfig, here: HereClientOptions): Answer {
    const adapter = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config)
    const sending = { config, adapter, here, target: '', isSent: false, isReplayed: false }
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
    return whileBodyWaits(rateLimit(), config).then((throttle) =>
      throttle(
        sending,
        () => send(sending),
        (sendInTurn) => repeat(sending, (_, onFailure) => sendInTurn().catch(onFailure), 'here'),
        () => (isAuthorized ? authorized.ready(sending) : undefined),
      ),
    )
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

function wantsToken({ config: { auth, headers }, here }: Sending): boolean {
  return here.auth !== false && !auth && !hasAuthorization(headers)
}
