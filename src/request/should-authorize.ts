import { requestState } from '../http/request-state.ts'
import { isLoopbackUrl } from '../http/trusted-hosts.ts'
import { hostSourceOf } from '../services/resolve-host.ts'
import type { RequestContext } from './context.ts'

/** Whether a request goes to a host that may receive the token. */
export function isTrustedRequest({ client, config, isRoutedByPath }: RequestContext): boolean {
  const source = hostSourceOf(config) ?? ''
  if (isRoutedByPath && source === config[requestState]?.baseURL) return true
  // Plain HTTP to this machine must not leave it through a proxy.
  const isPlainLoopback = /^http:/i.test(source) && isLoopbackUrl(source)
  return client.isTrusted(source) && !(isPlainLoopback && usesRemoteProxy(config))
}

/** Whether a request gets the token. Credentials of the caller's own take precedence over it. */
export function shouldAuthorize(request: RequestContext): boolean {
  const { options, config } = request
  // With `false` as its value the header is there too: axios does not send it then.
  const hasOwnCredentials = Boolean(config.auth) || config.headers.has('Authorization')
  return options.auth !== false && !hasOwnCredentials && isTrustedRequest(request)
}

function usesRemoteProxy({ proxy }: RequestContext['config']): boolean {
  return Boolean(proxy) && !isLoopbackUrl(`http://${(proxy as { host: string }).host}`)
}
