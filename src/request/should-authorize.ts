import type { AxiosRequestHeaders } from 'axios'
import { requestState } from '../http/request-state.ts'
import { isPlainLoopback } from '../http/trusted-hosts.ts'
import { hostSourceOf } from '../services/resolve-host.ts'
import type { RequestContext } from './context.ts'

/** Whether a request goes to a host that may receive the token. */
export function isTrustedRequest({ client, config, isForHereService }: RequestContext): boolean {
  const source = hostSourceOf(config) ?? ''
  if (isForHereService && source === config[requestState]?.origin) return true
  return client.isTrusted(source) && (!isPlainLoopback(source) || hasLocalProxy(config))
}

/** Whether a request gets the token. Credentials of the caller's own take precedence over it. */
export function shouldAuthorize(request: RequestContext): boolean {
  const { options, config } = request
  return options.auth !== false && !config.auth && !hasAuthorization(config.headers) && isTrustedRequest(request)
}

// In any case of letters. `false` counts: with axios it means that the header is not sent.
function hasAuthorization(headers: AxiosRequestHeaders): boolean {
  return Object.keys(headers).some((name) => /^authorization$/i.test(name) && headers[name] !== undefined)
}

// Plain HTTP must not leave this machine, so the proxy has to be on it too.
function hasLocalProxy({ proxy }: RequestContext['config']): boolean {
  return !proxy || isPlainLoopback(`http://${proxy.host}`)
}
