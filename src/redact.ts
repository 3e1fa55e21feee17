import { type AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig, isAxiosError } from 'axios'
import { hasToken, removeToken } from './traces.ts'

/**
 * Takes the token out of what a failed request shows. The header goes from its config, which can be sent again through
 * the client, as that puts one in. What holds the request as it went over the wire shows no more than its name to
 * `util.inspect`, `JSON.stringify` and loggers, and stays usable to code.
 *
 * @param token what the words of the error must not show either; some adapters quote the headers of a request
 */
export function redactError(error: unknown, token?: string): void {
  if (token !== undefined) scrub(error, token)
  if (!isAxiosError(error) || !hasToken(error.config)) return
  removeToken(error.config)
  conceal(error)
}

/** Lets an error show neither its request nor what else its config may hold of requests in flight. */
export function conceal(error: AxiosError): void {
  const { config, response, toJSON } = error
  if (config !== undefined) {
    veilConfig(config)
    // axios writes the config into its JSON by a way of its own when `redact` is set.
    define(error, 'toJSON', () => toJSON.call(Object.create(error, { config: { value: shown(config) } })))
  }
  veilRequest(error)
  if (response !== undefined) redactResponse(response)
}

/**
 * The same for an answer. One of success needs it when it is a stream, because the errors that it may still emit are
 * axios's and hold the request.
 */
export function redactResponse(response: AxiosResponse): void {
  if (hasToken(response.config)) {
    removeToken(response.config)
    veilConfig(response.config)
  }
  veilRequest(response)
  // A stream of Node's holds the request and the socket.
  if (typeof response.data?.pipe === 'function') veil(response.data)
}

const longestChain = 5

function scrub(error: unknown, token: string, depth = 0): void {
  if (!(error instanceof Error) || depth === longestChain) return
  for (const key of ['message', 'stack'] as const) {
    if (error[key]?.includes(token)) Reflect.set(error, key, error[key].replaceAll(token, '…'))
  }
  scrub(error.cause, token, depth + 1)
}

const inspected = Symbol.for('nodejs.util.inspect.custom')

function veilRequest(holder: { request?: { _redirectable?: unknown } }): void {
  const { request } = holder
  veil(request)
  if (request !== undefined && !Object.isExtensible(request)) define(holder, 'request', request)
  // The chain of redirects that it is part of; axios puts that in an error while the answer is read.
  veil(request?._redirectable)
}

function veil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const name = nameOf(value)
  define(value, inspected, () => name)
  define(value, 'toJSON', () => name)
}

function veilConfig(config: InternalAxiosRequestConfig): void {
  define(config, inspected, () => shown(config))
  define(config, 'toJSON', () => shown(config))
}

// The config as it may be shown, also when it is on its way once more and holds a token again.
function shown(config: InternalAxiosRequestConfig): unknown {
  const copy = { ...config, headers: new AxiosHeaders(config.headers) }
  removeToken(copy)
  return presentable(copy)
}

// Not enumerable, so that it is gone from a config that axios merges anew.
function define(target: object, key: PropertyKey, value: unknown): void {
  if (!Object.isExtensible(target)) return
  Object.defineProperty(target, key, { value, enumerable: false, writable: true, configurable: true })
}

// Plain data, and what writes itself. Agents, streams and the like, which hold this or other requests in flight, are
// named only.
function presentable(value: unknown, above: readonly unknown[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (above.includes(value)) return '[Circular]'
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === null || prototype === Object.prototype
  if (Array.isArray(value)) return value.map((item) => presentable(item, [...above, value]))
  if (isPlain) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, presentable(item, [...above, value])]))
  }
  return 'toJSON' in value || ArrayBuffer.isView(value) ? value : nameOf(value)
}

function nameOf(value: object): string {
  return `[${value.constructor?.name ?? 'Object'}]`
}
