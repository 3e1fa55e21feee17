import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { keepForm } from './form-bytes.ts'
import { redactResponse } from './redact.ts'
import { createRedirectRule } from './redirects.ts'
import { targetOf } from './request-name.ts'
import { isPlainLoopback } from './trust.ts'

/** Sends a request that holds the token, and leaves its config as it found it. */
export type GuardRoute = (config: InternalAxiosRequestConfig, adapter: AxiosAdapter) => Promise<AxiosResponse>

/**
 * Makes the guard of requests on Node's http adapter, which follows redirects and goes through proxies by itself.
 *
 * @param mayReceiveToken whether a URL may receive the token
 */
export function createRouteGuard(mayReceiveToken: (url: string) => boolean): GuardRoute {
  const withRedirectRule = createRedirectRule(mayReceiveToken)
  return async (config, adapter) => {
    keepForm(config, adapter)
    const { beforeRedirect, proxy } = config
    config.beforeRedirect = withRedirectRule(beforeRedirect)
    // One that the environment names would take the token off this machine.
    if (proxy == null && isPlainLoopback(targetOf(config) ?? '')) config.proxy = false
    try {
      const response = await adapter(config)
      if (config.responseType === 'stream') redactResponse(response)
      return response
    } finally {
      if (beforeRedirect === undefined) delete config.beforeRedirect
      else config.beforeRedirect = beforeRedirect
      if (proxy === undefined) delete config.proxy
      else config.proxy = proxy
    }
  }
}

/** Over plain HTTP the token must not leave this machine, and a proxy is another one, most times. */
export function staysLocal({ proxy }: InternalAxiosRequestConfig, target: string): boolean {
  return !isPlainLoopback(target) || !proxy || isPlainLoopback(`http://${proxy.host}`)
}
