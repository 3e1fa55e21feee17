import { type AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { spellingsOf } from '../spellings.ts'
import type { AccessToken } from '../token/cached-token.ts'
import { queryOf } from '../token/query.ts'
import { removeToken, tokenOf } from './request-state.ts'

/**
 * Takes the token out of what a failed request shows. It goes from the config, which can be sent again through the client,
 * as that puts one in, and from all words and plain data along the causes, since some adapters quote what they sent.
 * What holds the request as it went over the wire shows no more than its name to `util.inspect`, `JSON.stringify` and
 * loggers, and stays usable to code.
 *
 * @param token the token that was sent; without it the one that the error's config holds
 * @returns the same error
 */
export function redactError(error: unknown, token?: AccessToken): unknown {
  const secret = token?.accessToken ?? tokenOf((error as Partial<AxiosError> | undefined)?.config)
  if (secret === undefined) return error
  const beside = spellingsOf(Object.values((token && queryOf(token)) ?? {}))
  if (typeof error === 'string')
    return [secret, ...beside].reduce((words, secret) => words.replaceAll(secret, '…'), error)
  try {
    redact(error, secret, ['data'])
    // What the config still holds of them is the caller's own.
    for (const secret of beside) redact(error, secret, ['data', 'config', 'response'])
  } catch {
    // Something that cannot be changed; the error itself matters more.
  }
  return error
}

/** Lets an error show neither its request nor what else its config may hold of requests in flight. */
export function conceal(error: Partial<AxiosError>): void {
  const { config, response, toJSON } = error
  if (typeof config === 'object') {
    veilConfig(config)
    // axios writes the config into its JSON by a way of its own when `redact` is set.
    if (typeof toJSON === 'function') {
      define(error, 'toJSON', () => toJSON.call(Object.create(error, { config: { value: shown(config) } })))
    }
  }
  veilRequest(error)
  if (typeof response === 'object') redactResponse(response)
}

/**
 * The same for an answer. One of success needs it when it is a stream, because the errors that it may still emit are
 * axios's and hold the request.
 */
export function redactResponse(response: AxiosResponse): void {
  if (tokenOf(response.config) !== undefined) {
    removeToken(response.config)
    veilConfig(response.config)
  }
  veilRequest(response)
  // A stream of Node's holds the request and the socket.
  if (typeof response.data?.pipe === 'function') veil(response.data)
}

const deepest = 8

function redact(value: unknown, secret: string, keep: readonly PropertyKey[], above: readonly unknown[] = []): void {
  if (!isOpen(value) || above.includes(value) || above.length === deepest) return
  // A config, or a copy of one, whose notes of us another copy may share.
  removeToken(value as InternalAxiosRequestConfig)
  for (const key of Reflect.ownKeys(value)) {
    const inner: unknown = Object.getOwnPropertyDescriptor(value, key)?.value
    if (typeof inner !== 'string') {
      // The body of an answer is the caller's, and so is that of the request.
      if (!keep.includes(key)) redact(inner, secret, keep, [...above, value])
    } else if (inner.includes(secret)) {
      if (typeof key === 'symbol' || /^authorization$/i.test(key)) Reflect.deleteProperty(value, key)
      else Reflect.set(value, key, inner.replaceAll(secret, '…'))
    }
  }
  if (value instanceof Error || above.length === 0) conceal(value)
}

// What can be looked through without meeting requests in flight.
function isOpen(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return isPlain(value) || Array.isArray(value) || value instanceof Error || 'getContentType' in value
}

const inspected = Symbol.for('nodejs.util.inspect.custom')

function veilRequest(holder: { request?: { _redirectable?: unknown } }): void {
  const { request } = holder
  veil(request)
  if (request && !Object.isExtensible(request)) define(holder, 'request', request)
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
  if (Array.isArray(value)) return value.map((item) => presentable(item, [...above, value]))
  if (isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, presentable(item, [...above, value])]))
  }
  return 'toJSON' in value || ArrayBuffer.isView(value) ? value : nameOf(value)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function nameOf(value: object): string {
  return `[${value.constructor?.name ?? 'Object'}]`
}
