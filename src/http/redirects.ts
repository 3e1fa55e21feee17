import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios'
import type { Trust } from './trusted-hosts.ts'

/** axios's hook of that name: it sees, and may change, the next request of a chain. Node's http adapter alone calls it. */
export type BeforeRedirect = NonNullable<AxiosRequestConfig['beforeRedirect']>

/**
 * Makes the rule for redirects of requests that carry the token: it follows to another host that may receive it, and to
 * no other, and does not come back once a hop was not to be trusted. (axios drops it wherever the origin changes, and
 * before 1.21 keeps it for any sub-domain. HERE's matrix service answers 303 to a regional host.)
 *
 * @param isTrusted whether a URL may receive the token
 * @param instance its own `baseURL` counts as it is by then
 */
export function createCarryToken(isTrusted: Trust, instance: Pick<AxiosInstance, 'defaults'>): BeforeRedirect {
  // Nothing is remembered: a hop hands on what the one before it was sent with.
  return (next, _, previous) => {
    const carried = findAuthorization(previous.headers)
    removeAuthorization(next.headers)
    if (carried !== undefined && isTrusted(next.href, instance.defaults.baseURL)) next.headers.Authorization = carried
  }
}

/** Puts the rule before the caller's own hook, which has the last word on all but the token. */
export function carryBefore(own: BeforeRedirect, carryToken: BeforeRedirect): BeforeRedirect {
  return (next, response, previous) => {
    carryToken(next, response, previous)
    const target = targetOf(next)
    own(next, response, previous)
    const isStillOurs = findAuthorization(next.headers) === findAuthorization(previous.headers)
    if (targetOf(next) !== target && isStillOurs) removeAuthorization(next.headers)
  }
}

/** Whether the request that got this answer carried the token: a redirect may have taken it off. */
export function carriedToken({ request }: AxiosResponse): boolean {
  // Node's http has the last request of a chain; of other adapters' requests nothing is known.
  return typeof request?.getHeader !== 'function' || request.getHeader('authorization') !== undefined
}

function findAuthorization(headers: Record<string, string> | undefined): string | undefined {
  return Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
}

function removeAuthorization(headers: Record<string, string>): void {
  for (const name of Object.keys(headers)) if (name.toLowerCase() === 'authorization') delete headers[name]
}

// Where Node will connect to; with a proxy the path names the host.
function targetOf({ protocol, hostname, host, port, path }: Parameters<BeforeRedirect>[0]): string {
  return [protocol, hostname, host, port, /^http:\/\/[^/?#]*/.exec(path)?.[0]].join(' ')
}
