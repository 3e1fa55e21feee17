import { isAxiosError } from 'axios'
import { hasToken, removeToken } from './traces.ts'

/**
 * Takes the token out of what a failed request shows: the header goes from its config, and the low-level request, which
 * holds the header as it went over the wire, is hidden from `util.inspect` and loggers. Code can still read
 * `error.request`, and the config can be sent again through the client, which puts a token in.
 */
export function redactError(error: unknown): void {
  if (!isAxiosError(error) || !hasToken(error.config)) return
  removeToken(error.config)
  hide(error, 'request')
  if (error.response === undefined) return
  if (hasToken(error.response.config)) removeToken(error.response.config)
  hide(error.response, 'request')
  // The answer as a stream of Node's http holds the request too, by three ways.
  const body: unknown = error.response.data
  if (typeof body === 'object' && body !== null) for (const key of ['req', 'socket', 'client']) hide(body, key)
}

function hide(holder: object, key: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key)
  if (descriptor?.configurable) Object.defineProperty(holder, key, { ...descriptor, enumerable: false })
}
