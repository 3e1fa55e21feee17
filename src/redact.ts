import { type InternalAxiosRequestConfig, isAxiosError } from 'axios'

/**
 * Takes the token out of what a failed request shows: the header goes from its config, and the low-level request, which
 * holds the header as it went over the wire, is hidden from `util.inspect` and loggers. Code can still read
 * `error.request`, and the config can be sent again through the client, which puts a token in.
 */
export function redactError(error: unknown, config: InternalAxiosRequestConfig): void {
  config.headers.delete('Authorization')
  if (!isAxiosError(error)) return
  hide(error, 'request')
  if (error.response !== undefined) hide(error.response, 'request')
}

function hide(holder: object, key: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key)
  if (descriptor?.configurable) Object.defineProperty(holder, key, { ...descriptor, enumerable: false })
}
