import type { AxiosRequestConfig } from 'axios'
import type { IsTrusted } from './trusted-hosts.ts'

/** axios's hook of that name: it sees, and may change, the next request of a redirect. Only Node's http adapter calls it. */
export type BeforeRedirect = NonNullable<AxiosRequestConfig['beforeRedirect']>

/**
 * Creates the redirect rule of requests that carry the token: it follows to another trusted host and to no other, and does
 * not come back once a hop was not trusted. HERE's matrix service responds with 303 to a regional host, where axios would
 * drop the token, because the origin changes; axios before 1.21 would keep it for any sub-domain.
 */
export function createRedirectRule(isTrusted: IsTrusted): BeforeRedirect {
  // Needs no state: each hop passes on what the hop before was sent with.
  return (next, _, previous) => {
    const authorization = findAuthorization(previous.headers)
    removeAuthorization(next.headers)
    if (authorization !== undefined && isTrusted(next.href)) next.headers.Authorization = authorization
  }
}

/** Runs the rule before the caller's own hook, which then has the last word on everything but the token. */
export function applyBefore(own: BeforeRedirect, rule: BeforeRedirect): BeforeRedirect {
  return (next, response, previous) => {
    rule(next, response, previous)
    const destination = destinationOf(next)
    own(next, response, previous)
    const hasToken = findAuthorization(next.headers) === findAuthorization(previous.headers)
    if (hasToken && destinationOf(next) !== destination) removeAuthorization(next.headers)
  }
}

function findAuthorization(headers: Record<string, string> | undefined): string | undefined {
  return Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
}

function removeAuthorization(headers: Record<string, string>): void {
  for (const name of Object.keys(headers)) if (name.toLowerCase() === 'authorization') delete headers[name]
}

// What Node will connect to; through a proxy the path contains the host.
function destinationOf({ protocol, hostname, host, port, path }: Parameters<BeforeRedirect>[0]): string {
  return [protocol, hostname, host, port, /^http:\/\/[^/?#]*/.exec(path)?.[0]].join(' ')
}
