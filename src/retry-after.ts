import { AxiosHeaders, type AxiosResponse } from 'axios'
import { retryAfter } from 'axios-retry'

/** Milliseconds that an answer asks for, whoever made it: a mock's may have no headers, or any case of letters. */
export function retryAfterOf({ headers }: AxiosResponse): number {
  const value = AxiosHeaders.from((headers ?? {}) as AxiosHeaders).get('retry-after')
  return retryAfter({ response: { headers: { 'retry-after': value } } } as never)
}
