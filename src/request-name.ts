import type { InternalAxiosRequestConfig } from 'axios'

// What axios takes for absolute, and so leaves a `baseURL` aside.
const absoluteUrl = /^([a-z][a-z\d+\-.]*:)?\/\//i

// A `data:` URL is no path of HERE's either.
const noPath = /^([a-z][a-z\d+\-.]*:|\/\/)/i

/** The part of the final URL that decides the host, by axios's own rule; `undefined` where the path decides. */
export function targetOf({
  url = '',
  baseURL,
  allowAbsoluteUrls,
  socketPath,
}: InternalAxiosRequestConfig): string | undefined {
  if (baseURL && (allowAbsoluteUrls === false || !absoluteUrl.test(url))) return baseURL
  // A path at a Unix socket is none of HERE's.
  return noPath.test(url) || socketPath ? String(url) : undefined
}

/** A request in an error's words: method and path. A query may hold what is nobody's business, and so may user info. */
export function nameOf({ method, url }: InternalAxiosRequestConfig): string {
  return `${method?.toUpperCase()} ${String(url ?? '').replace(/(\/\/)[^/?#]*@|[?#].*/gs, '$1')}`
}

/** The host that a request goes to, for events. */
export function hostOf(config: InternalAxiosRequestConfig): string {
  const target = targetOf(config)
  return target !== undefined && URL.canParse(target) ? new URL(target).host : ''
}
