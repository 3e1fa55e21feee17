import type { AxiosError } from 'axios'
import { isNetworkOrIdempotentRequestError } from '#axios-retry'
import { removeToken, tokenOf } from '../traces.ts'
import type * as node from './node.ts'

// What a browser has in place of `node.ts`: it follows redirects and goes through proxies by itself, and its bodies are no
// streams of Node's.

/** Takes the token out of an error: out of its config, and out of the words of those who quote what they sent. */
export const redactError: typeof node.redactError = (error, token) => {
  const { config } = (error ?? {}) as Partial<AxiosError>
  const secret = token?.accessToken ?? tokenOf(config)
  if (!secret) return error
  if (config) removeToken(config)
  // A chain of causes may be a circle.
  for (let shown = error, depth = 0; shown instanceof Error && depth < 8; shown = shown.cause, depth += 1) {
    shown.message = shown.message.replaceAll(secret, '…')
    shown.stack = shown.stack?.replaceAll(secret, '…') as string
  }
  return error
}

export const isOneShot: typeof node.isOneShot = (body) => 'getReader' in Object(body)

export const discard: typeof node.discard = (body) => {
  if (isOneShot(body)) (body as ReadableStream).cancel().catch(() => {})
}

// An answer that breaks off has no code in a browser, so that its method alone decides. With all codes but one of those
// that begin like this axios refuses a request or an answer, and would do it again.
export const isWorthRepeating: typeof node.isWorthRepeating = (error) =>
  isNetworkOrIdempotentRequestError(error) && (Boolean(error.response) || !/^ERR_(?!NETWORK)/.test(error.code ?? ''))

export const carriedToken: typeof node.carriedToken = () => true
export const createRouteGuard: typeof node.createRouteGuard = () => () => () => {}
export const staysLocal: typeof node.staysLocal = () => true
export const transportOf: typeof node.transportOf = () => () => ({})

export const createHold: typeof node.createHold = () => (wait) => wait

export function whileBodyWaits<T>(wait: T): T {
  return wait
}

/**
 * By how much of them is the same from the start; the empty text at the end differs from whatever stands there. Node's is
 * better, and would weigh as much as HERE's paths here.
 */
export const distanceBetween: typeof node.distanceBetween = (path, known) =>
  -[...path, ''].findIndex((character, index) => character !== known[index])

// A renewal asks the app's own back end here, which knows best how often it may ask HERE.
export const createRefusals: typeof node.createRefusals = () => ({ isPaused: () => false, add() {} })
