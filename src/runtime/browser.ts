import type { AxiosError } from 'axios'
import { removeToken, tokenOf } from '../http/request-state.ts'
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

export const askOf: typeof node.askOf = () => undefined
export const withAsk: typeof node.withAsk = (getToken) => getToken
export const carriedToken: typeof node.carriedToken = () => true
export const createCarryToken: typeof node.createCarryToken = () => () => {}
export const guardRoute: typeof node.guardRoute = () => () => {}
export const staysLocal: typeof node.staysLocal = () => true
export const withServiceOf: typeof node.withServiceOf = (_, options) => options
export const transportOf: typeof node.transportOf = () => () => ({})

// Nothing needs to be kept alive, and few wait at once: each gives back the wait that it is given, as `whileBodyWaits` does.
export const createHold: typeof node.createHold = () => whileBodyWaits
export const createWaitingLine: typeof node.createWaitingLine = () => ({ join: whileBodyWaits, hold: whileBodyWaits })

export function whileBodyWaits<T>(wait: T): T {
  return wait
}
