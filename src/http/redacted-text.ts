import type { InternalAxiosRequestConfig } from 'axios'

/** A request in an error message: method and path, without query and user info, which may be confidential. */
export function requestName({ method, url }: InternalAxiosRequestConfig): string {
  return `${method?.toUpperCase()} ${String(url ?? '').replace(/(\/\/)[^/?#]*@|[?#].*/gs, '$1')}`
}

/** The forms in which a secret may be part of a text: as it is, in a URL, in a form, in JSON. The longest first. */
export function encodedVariants(secrets: readonly string[]): string[] {
  const variants = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice('='.length),
    JSON.stringify(secret).slice(1, -1),
  ])
  return [...new Set(variants)].sort((a, b) => b.length - a.length)
}
