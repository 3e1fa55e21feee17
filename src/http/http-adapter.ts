import axios, { type AxiosAdapter, type AxiosRequestConfig, type InternalAxiosRequestConfig } from 'axios'
import type { IsTrusted } from './trusted-hosts.ts'

/** What a request with the token needs on Node's http adapter, which follows redirects by itself and sends forms as streams. */
export interface HttpAdapterSupport {
  createRedirectRule: typeof createRedirectRule
  combineRedirectHooks: typeof combineRedirectHooks
  makeFormRepeatable: typeof makeFormRepeatable
}

/** axios's hook of that name: it sees, and may change, the next request of a redirect. Only Node's http adapter calls it. */
export type BeforeRedirect = NonNullable<AxiosRequestConfig['beforeRedirect']>

/**
 * Creates the redirect rule of requests that carry the token: the token goes along to another trusted host and to no
 * other, and does not come back once a hop was not trusted. HERE's matrix service responds with 303 to a regional host, where axios would
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

/** Combines the rule with the caller's own hook, which runs second and decides about everything but the token. */
export function combineRedirectHooks(rule: BeforeRedirect, own: BeforeRedirect): BeforeRedirect {
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

/** Changes a form so that it can be sent a second time with the same bytes. Leaves any other body as it is. */
export function makeFormRepeatable(config: InternalAxiosRequestConfig, adapter: AxiosAdapter): void {
  useFormBytes(config)
  fixBoundary(config, adapter)
}

interface FormDataPackage {
  getBuffer(): Uint8Array
  getLengthSync(): number
  getHeaders(): Record<string, string>
  hasKnownLength(): boolean
}

const maximumFormBytes = 1_048_576

/*
 * In Node axios builds a form (`postForm`, or an object with a multipart type) as a stream of the `form-data` package, which
 * can be read once. Its bytes take its place, unless the form contains a stream, or is large: `getBuffer` copies everything
 * for each part.
 */
function useFormBytes(config: InternalAxiosRequestConfig): void {
  const form: unknown = config.data
  if (!isFormDataPackage(form) || !form.hasKnownLength() || form.getLengthSync() > maximumFormBytes) return
  try {
    const bytes = form.getBuffer()
    config.headers.set(form.getHeaders())
    config.data = bytes
  } catch {
    // It contains a stream whose length the caller gave.
  }
}

/*
 * Node's http adapter writes a `FormData` with a new random boundary for each send; with a boundary in the headers it writes
 * the same bytes each time. Other adapters leave the boundary to the platform.
 */
function fixBoundary({ data, headers }: InternalAxiosRequestConfig, adapter: AxiosAdapter): void {
  if (Object.prototype.toString.call(data) !== '[object FormData]' || adapter !== axios.getAdapter('http')) return
  if (/boundary=/i.test(String(headers.getContentType()))) return
  headers.setContentType(`multipart/form-data; boundary=axios-here-${crypto.randomUUID()}`)
}

function isFormDataPackage(body: unknown): body is FormDataPackage {
  return ['getBuffer', 'getHeaders', 'getLengthSync', 'hasKnownLength'].every(
    (name) => typeof (body as Record<string, unknown> | null | undefined)?.[name] === 'function',
  )
}
