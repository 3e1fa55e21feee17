import axios, { type InternalAxiosRequestConfig } from 'axios'
import { services } from '#parts'
import { whileBodyWaits } from '#runtime'
import { checkRequestOptions } from '../client/options.ts'
import { targetOf } from '../http/request-name.ts'
import { removeMark, removeTraces, unwrapAdapter } from '../http/request-state.ts'
import type { RetryPolicy } from '../http/retry.ts'
import { startOf, waitAsRequest, withRestOfTimeout } from '../http/timing.ts'
import type { RateLimit } from '../rate-limit.ts'
import { setRequestId } from '../request-id.ts'
import { type Answer, sendWithRetry } from '../retry.ts'
import { retryKey } from '../retry-key.ts'
import { sendOnce } from '../send-once.ts'
import { hasList, hereParams } from '../services/query-params.ts'
import { readyToSend, sendAuthorized } from './bearer-auth.ts'
import type { Send, Sender, Sending, SendOptions } from './context.ts'
import { lacksServices, mayReceiveToken, ownBaseURL, wantsToken } from './should-authorize.ts'

/**
 * Sends a request of an instance as HERE wants it, or as plain axios would when it does not go to HERE. It stands where axios
 * calls the adapter: the URL, headers and body are those that will really be sent.
 */
export function dispatch(sender: Sender, config: InternalAxiosRequestConfig): Answer {
  unwrapAdapter(config)
  removeTraces(config)
  const here = config.here == null ? sender.here : { ...sender.here, ...checkRequestOptions(config.here, config) }
  return isToLocate(sender, config, here) ? locateAndSend(sender, config, here) : sendToHost(sender, config, here)
}

function sendToHost(sender: Sender, config: InternalAxiosRequestConfig, here: SendOptions): Answer {
  const adapter = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config)
  const sending = { sender, config, adapter, here, target: '', isSent: false, isReplayed: false }
  if (lacksServices(config)) return loadAndSend(sending)
  // A host that is not HERE's gets what plain axios would send, repeated if the config asks for it.
  if (!mayReceiveToken(sending)) {
    removeMark(config)
    return config[retryKey] === undefined ? adapter(config) : repeat(sending, sendOnce, 'plain')
  }
  if (config.paramsSerializer == null && hasList(config.params)) config.paramsSerializer = hereParams
  if (here.requestId) setRequestId(config, here.requestId)
  const send = wantsToken(sending) ? sendAuthorized : sendOnce
  return sender.rateLimit ? sendInTurn(sending, send, sender.rateLimit) : repeat(sending, send, 'here')
}

function sendInTurn(sending: Sending, send: Send, rateLimit: RateLimit): Answer {
  const ready = send === sendAuthorized ? readyToSend : undefined
  return whileBodyWaits(rateLimit.load(), sending.config).then((throttle) =>
    throttle(sending, send, (turn) => repeat(sending, turn, 'here'), ready),
  )
}

function locateAndSend(sender: Sender, config: InternalAxiosRequestConfig, here: SendOptions): Answer {
  return whileBodyWaits(sender.locate.load(), config).then((locate) =>
    locate(config, here, () => sendToHost(sender, config, here)),
  )
}

/** Loads HERE's services, and has the token asked for meanwhile. */
async function loadAndSend(sending: Sending): Answer {
  const { sender, config, here } = sending
  const startedAt = startOf(config)
  if (wantsToken(sending)) readyToSend(sending)?.catch(() => {})
  await waitAsRequest(config, services.load)
  return withRestOfTimeout(config, startedAt, () => sendToHost(sender, config, here))
}

function repeat(sending: Sending, send: Send, policy: RetryPolicy): Answer {
  return sendWithRetry(sending, send, policy, sending.sender.emit)
}

/** Whether a request is for an API whose host neither its URL nor the client's own `baseURL` says. */
function isToLocate(sender: Sender, config: InternalAxiosRequestConfig, { service }: SendOptions): boolean {
  return typeof service === 'object' && [undefined, ownBaseURL(sender)].includes(targetOf(config))
}
