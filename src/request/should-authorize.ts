import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { services } from '#parts'
import { staysLocal } from '#runtime'
import { hostOf, targetOf } from '../http/request-name.ts'
import { hasAuthorization, removeToken, setOrigin } from '../http/request-state.ts'
import type { Sender, Sending } from './context.ts'

/** Whether a request goes where the token may go. Also gives a relative URL the host of its service. */
export function mayReceiveToken(sending: Sending): boolean {
  const { sender, config } = sending
  const target = targetOf(config)
  sending.target = target ?? ''
  if (target === undefined) {
    setOrigin(config, originOf(sending))
    return true
  }
  if (isTrusted(sender, target)) return staysLocal(config, target)
  // Reported once.
  if (target === ownBaseURL(sender) && target !== sender.withheld) {
    sender.withheld = target
    sender.emit({ type: 'token-withheld', host: hostOf(config) })
  }
  return false
}

/** The instance's own `baseURL`, by which it trusts. It may be a URL object, which may change. */
export function ownBaseURL({ instance }: Sender): string | undefined {
  const { baseURL } = instance.defaults
  return baseURL && String(baseURL)
}

// An app asks one endpoint many times, and its URL need not be cut then. Nor need the `baseURL` be read, for what is trusted
// without one is trusted with any.
function isTrusted(sender: Sender, target: string): boolean {
  if (target === sender.trusted && (!sender.trustedBy || sender.trustedBy === ownBaseURL(sender))) return true
  const baseURL = ownBaseURL(sender)
  const verdict = sender.isTrusted(target, baseURL)
  if (verdict) {
    sender.trusted = target
    sender.trustedBy = baseURL
  }
  return verdict
}

/** Whether a request is to have the token: what the caller has put in its place wins. */
export function wantsToken({ config: { auth, headers }, here }: Sending): boolean {
  return here.auth !== false && !auth && !hasAuthorization(headers)
}

/** Whether a request, as it is by now, is to have the token. */
export function isStillDue(sending: Sending): boolean {
  removeToken(sending.config)
  return mayReceiveToken(sending) && wantsToken(sending)
}

/** Whether it is by its path that a request finds its host, and what knows the paths is not loaded. */
export function lacksServices(config: InternalAxiosRequestConfig): boolean {
  return !services.peek() && targetOf(config) === undefined
}

function originOf({ config, here }: Sending): string {
  const part = services.peek()
  if (part) return part.serviceOrigin(config, here)
  throw new AxiosError('services are not loaded', AxiosError.ERR_NETWORK, config)
}
