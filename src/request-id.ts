import type { InternalAxiosRequestConfig } from 'axios'

const header = 'X-Request-ID'

/**
 * Gives a request the id that HERE writes down, if it has none. It stays with the request's config: what is sent again, by
 * whomever, is the same request.
 */
export function setRequestId({ headers }: InternalAxiosRequestConfig, id: string | true): void {
  if (headers.has(header)) return
  // Pages that came over plain HTTP have no `randomUUID`.
  headers.set(header, id === true ? (crypto.randomUUID?.() ?? Math.random()) : id)
}
