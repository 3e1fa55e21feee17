import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { keepForm } from './form-bytes.ts'
import { redactResponse } from './redact.ts'
import { createRedirectRule } from './redirects.ts'
import { targetOf } from './request-name.ts'
import { isPlainLoopback } from './trust.ts'

/** Readies a request that holds the token for its way. What it returns takes that back, and is given the answer. */
export type GuardRoute = (
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
) => (response: AxiosResponse | undefined) => void

/**
 * Makes the guard of requests on Node's http adapter, which follows redirects and goes through proxies by itself.
 *
 * @param mayReceiveToken whether a URL may receive the token
 */
export function createRouteGuard(mayReceiveToken: (url: string) => boolean): GuardRoute {
  const withRedirectRule = createRedirectRule(mayReceiveToken)
  return (config, adapter) => {
    keepForm(config, adapter)
    const { beforeRedirect, proxy } = config
    config.beforeRedirect = withRedirectRule(beforeRedirect)
    // One that the environment names would take the token off this machine.
    if (proxy == null && isPlainLoopback(targetOf(config) ?? '')) config.proxy = false
    return (response) => {
      if (beforeRedirect === undefined) delete config.beforeRedirect
      else config.beforeRedirect = beforeRedirect
      if (proxy === undefined) delete config.proxy
      else config.proxy = proxy
      if (response && config.responseType === 'stream') redactResponse(response)
    }
  }
}

/** Over plain HTTP the token must not leave this machine, and a proxy is another one, most times. */
export function staysLocal({ proxy }: InternalAxiosRequestConfig, target: string): boolean {
  return !isPlainLoopback(target) || !proxy || isPlainLoopback(`http://${proxy.host}`)
}
