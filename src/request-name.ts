import type { InternalAxiosRequestConfig } from 'axios'

/** Whether axios takes a URL for absolute, and so leaves a `baseURL` aside. */
function isAbsolute(url: string): boolean {
  return /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)
}

const urlWithScheme = /^[a-z][a-z\d+\-.]*:/i

/** The part of the final URL that decides the host, by axios's own rule; `undefined` where the path decides. */
export function targetOf({
  url,
  baseURL,
  allowAbsoluteUrls,
  socketPath,
}: InternalAxiosRequestConfig): string | undefined {
  const path = String(url ?? '')
  if (baseURL && (allowAbsoluteUrls === false || !isAbsolute(path))) return baseURL
  // A `data:` URL, or a path at a Unix socket, is no path of HERE's.
  return isAbsolute(path) || urlWithScheme.test(path) || socketPath ? path : undefined
}

/** A request in an error's words: method and path. A query may hold what is nobody's business. */
export function nameOf({ method, url }: InternalAxiosRequestConfig): string {
  const path = String(url ?? '').replace(/[?#].*$/s, '')
  return `${String(method).toUpperCase()} ${path.replace(/^([a-z][a-z\d+\-.]*:\/\/)[^/]*@/i, '$1')}`
}

/** The host that a request goes to, for events. */
export function hostOf({ url, baseURL }: InternalAxiosRequestConfig): string {
  const whole = isAbsolute(url ?? '') ? url : baseURL
  return whole !== undefined && URL.canParse(whole) ? new URL(whole).host : ''
}
