import type { InternalAxiosRequestConfig } from 'axios'
import { parse } from './trusted-hosts.ts'

// Here and not where they are used: a literal there is an object anew for each request.
const absoluteForm = /^([a-z][a-z\d+\-.]*:)?\/\//i
const schemeForm = /^([a-z][a-z\d+\-.]*:|\/\/)/i

/** The part of the final URL that decides the host, by axios's own rule; `undefined` where the path decides. */
export function targetOf({
  url,
  baseURL,
  allowAbsoluteUrls,
  socketPath,
}: InternalAxiosRequestConfig): string | undefined {
  const path = String(url ?? '')
  if (baseURL && (allowAbsoluteUrls === false || !absoluteForm.test(path))) return String(baseURL)
  // A `data:` URL, or a path at a Unix socket, is no path of HERE's.
  return socketPath || schemeForm.test(path) ? path : undefined
}

/** A request in an error's words: method and path. A query may hold what is nobody's business, and so may user info. */
export function nameOf({ method, url }: InternalAxiosRequestConfig): string {
  return `${method?.toUpperCase()} ${String(url ?? '').replace(/(\/\/)[^/?#]*@|[?#].*/gs, '$1')}`
}

/** The host that a request goes to, for events. */
export function hostOf(config: InternalAxiosRequestConfig): string {
  return parse(targetOf(config) ?? '')?.host ?? ''
}
