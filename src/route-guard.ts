import type { InternalAxiosRequestConfig } from 'axios'
import { createRedirectRule } from './redirects.ts'
import { targetOf } from './request-name.ts'
import type { AccessToken } from './token/held.ts'
import { queryOf } from './token/query.ts'
import { isPlainLoopback } from './trust.ts'

/** Readies a request that holds the token for its way, and returns a function that takes that back. */
export type GuardRoute = (config: InternalAxiosRequestConfig, token: AccessToken) => () => void

/**
 * Makes the guard of requests on Node's http adapter, which follows redirects and goes through proxies by itself.
 *
 * @param mayReceiveToken whether a URL may receive the token
 */
export function createRouteGuard(mayReceiveToken: (url: string) => boolean): GuardRoute {
  const withRedirectRule = createRedirectRule(mayReceiveToken)
  return (config, token) => {
    const { beforeRedirect, proxy, params } = config
    const query = queryOf(token)
    if (query !== undefined) config.params = withQuery(params, query)
    config.beforeRedirect = withRedirectRule(beforeRedirect)
    // One that the environment names would take the token off this machine.
    if (proxy == null && isPlainLoopback(targetOf(config) ?? '')) config.proxy = false
    return () => {
      if (beforeRedirect === undefined) delete config.beforeRedirect
      else config.beforeRedirect = beforeRedirect
      if (proxy === undefined) delete config.proxy
      else config.proxy = proxy
      if (query !== undefined) config.params = params
    }
  }
}

// What the caller says goes first.
function withQuery(params: unknown, query: Readonly<Record<string, string>>): unknown {
  if (!(params instanceof URLSearchParams)) return { ...query, ...(params as object | undefined) }
  const own = Object.entries(query).filter(([name]) => !params.has(name))
  return new URLSearchParams([...params, ...own])
}

/** Over plain HTTP the token must not leave this machine, and a proxy is another one, most times. */
export function staysLocal({ proxy }: InternalAxiosRequestConfig, target: string): boolean {
  return !isPlainLoopback(target) || !proxy || isPlainLoopback(`http://${proxy.host}`)
}
