import { type AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { encodedVariants } from './redacted-text.ts'
import { type RequestConfig, removeToken, tokenOf } from './request-state.ts'

/** What an error must not show. */
export interface Secrets {
  /** The bearer token. */
  token: string
  /** Query parameters that go with the token. */
  parameters?: Readonly<Record<string, string>> | undefined
  /** The request's own config. Only our header is removed from it, because everything else is the caller's. */
  config: RequestConfig
}

/**
 * Removes the token from a failed request's error, where the error leaves for the caller. The token is taken out of the
 * config, and out of all texts and plain data along the causes, since some adapters quote what they sent. Objects that hold
 * the request as it went over the wire show only their name to `util.inspect`, `JSON.stringify` and loggers, and stay usable
 * for code.
 *
 * @param secrets default: the token in the error's own config, if any
 * @returns the same error
 */
export function redactError(error: unknown, secrets: Secrets | undefined = secretsInConfig(error)): unknown {
  if (secrets === undefined) return error
  const { token, parameters = {}, config } = secrets
  removeToken(config)
  const parameterTexts = encodedVariants(Object.values(parameters))
  if (typeof error === 'string')
    return [token, ...parameterTexts].reduce((text, secret) => replaceIn(text, secret), error)
  try {
    redactValue(error, token, (key, value) => key === 'data' || value === config)
    // Config and response are left out: what they contain of the parameters is the caller's own.
    for (const secret of parameterTexts)
      redactValue(error, secret, (key) => ['data', 'config', 'response'].includes(key))
  } catch {
    // A value cannot be changed; the caller needs the error itself more than the reason for that.
  }
  return error
}

function secretsInConfig(error: unknown): Secrets | undefined {
  const config = (error as Partial<AxiosError> | undefined)?.config
  const token = tokenOf(config)
  return token === undefined ? undefined : { token, config: config as RequestConfig }
}

/** Hides an error's request, and what its config holds of other requests in flight (agents, streams). */
export function hideRequest(error: Partial<AxiosError>): void {
  const { config, response, toJSON } = error
  if (typeof config === 'object') {
    hideConfig(config)
    // With `redact` in the config, axios writes the config into its JSON without calling the config's `toJSON`.
    if (typeof toJSON === 'function') {
      define(error, 'toJSON', () => toJSON.call(Object.create(error, { config: { value: presentableConfig(config) } })))
    }
  }
  hideRequestOf(error)
  if (typeof response === 'object') hideResponse(response)
}

/**
 * Hides the request of a response. A successful response needs it when it is a stream, because the errors that it may still
 * emit are axios's and contain the request.
 */
export function hideResponse(response: AxiosResponse): void {
  if (tokenOf(response.config) !== undefined) {
    removeToken(response.config)
    hideConfig(response.config)
  }
  hideRequestOf(response)
  // A Node stream holds the request and the socket.
  if (typeof response.data?.pipe === 'function') hide(response.data)
}

const maximumDepth = 8

type IsSkipped = (key: string, value: unknown) => boolean

function redactValue(value: unknown, secret: string, isSkipped: IsSkipped, above: readonly unknown[] = []): void {
  if (!isSearchable(value) || above.includes(value) || above.length === maximumDepth) return
  // The value may be a copy of the config.
  removeToken(value as RequestConfig)
  for (const key of Reflect.ownKeys(value)) {
    const inner: unknown = Object.getOwnPropertyDescriptor(value, key)?.value
    if (typeof inner !== 'string') {
      if (!isSkipped(String(key), inner)) redactValue(inner, secret, isSkipped, [...above, value])
    } else if (inner.includes(secret)) {
      if (typeof key === 'symbol' || /^authorization$/i.test(key)) Reflect.deleteProperty(value, key)
      else Reflect.set(value, key, replaceIn(inner, secret))
    }
  }
  if (value instanceof Error) redactStack(value, secret)
  if (value instanceof Error || above.length === 0) hideRequest(value)
}

// An accessor in newer engines, so that it is not among the values above.
function redactStack(error: Error, secret: string): void {
  if (error.stack?.includes(secret)) error.stack = replaceIn(error.stack, secret)
}

function replaceIn(text: string, secret: string): string {
  return text.replaceAll(secret, '…')
}

// Plain data, errors and headers can be searched without meeting requests in flight.
function isSearchable(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return isPlainData(value) || Array.isArray(value) || value instanceof Error || 'getContentType' in value
}

const inspectKey = Symbol.for('nodejs.util.inspect.custom')

function hideRequestOf(holder: { request?: { _redirectable?: unknown } }): void {
  const { request } = holder
  hide(request)
  if (request && !Object.isExtensible(request)) define(holder, 'request', request)
  // follow-redirects' object; axios puts it into an error while the response is read.
  hide(request?._redirectable)
}

function hide(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const name = className(value)
  define(value, inspectKey, () => name)
  define(value, 'toJSON', () => name)
}

function hideConfig(config: InternalAxiosRequestConfig): void {
  define(config, inspectKey, () => presentableConfig(config))
  define(config, 'toJSON', () => presentableConfig(config))
}

// Copied each time, because the config may be sent again and contain a token again.
function presentableConfig(config: InternalAxiosRequestConfig): unknown {
  const copy = { ...config, headers: new AxiosHeaders(config.headers) }
  removeToken(copy)
  return presentable(copy)
}

// Not enumerable, so that axios leaves it out when it merges the config.
function define(target: object, key: PropertyKey, value: unknown): void {
  if (!Object.isExtensible(target)) return
  Object.defineProperty(target, key, { value, enumerable: false, writable: true, configurable: true })
}

// Keeps plain data, and objects that have a JSON form. Agents, streams and the like, which hold requests in flight, are
// replaced by their names.
function presentable(value: unknown, above: readonly unknown[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (above.includes(value)) return '[Circular]'
  if (Array.isArray(value)) return value.map((item) => presentable(item, [...above, value]))
  if (isPlainData(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, presentable(item, [...above, value])]))
  }
  return 'toJSON' in value || ArrayBuffer.isView(value) ? value : className(value)
}

function isPlainData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function className(value: object): string {
  return `[${value.constructor?.name ?? 'Object'}]`
}
