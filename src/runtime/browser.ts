import type { AxiosError } from 'axios'
import { HereAuthError } from '../errors.ts'
import { isSuppliedToken } from '../token/credentials.ts'
import { holdSupplied } from '../token/held.ts'
import { askSource } from '../token/source.ts'
import { removeToken, tokenOf } from '../traces.ts'
import { timeLimitOf } from '../wait.ts'
import type * as node from './node.ts'

// What a browser has in place of `node.ts`: it follows redirects and goes through proxies by itself, its bodies are no
// streams of Node's, and a secret has no place in it, so it signs nothing.

const askYourBackEnd = 'Pass createHereClient a function that asks your own back end for a token.'

/** Takes a token from a function of the app's; there is nothing else in a browser that could give one. */
export const createTokenFetch: typeof node.createTokenFetch = (credentials, { refreshAhead, tokenRequest = {} }) => {
  if (credentials !== undefined && typeof credentials !== 'function') {
    throw new TypeError(`credentials must be a function in a browser, where a secret has no place. ${askYourBackEnd}`)
  }
  return async (scope) => {
    const found = credentials && (await askSource(credentials, timeLimitOf(tokenRequest)))
    if (isSuppliedToken(found)) return holdSupplied(found, scope, refreshAhead)
    throw new HereAuthError(
      credentials
        ? `The credential source gave no token: { accessToken, expiresAt } or text. A secret has no place in a browser.`
        : `A browser has no default credentials. ${askYourBackEnd}`,
      { reason: credentials ? 'invalid-credentials' : 'missing-credentials' },
    )
  }
}

/** Takes the token out of an error: out of its config, and out of the words of those who quote what they sent. */
export const redactError: typeof node.redactError = (error, token) => {
  const { config } = (error ?? {}) as Partial<AxiosError>
  const secret = token?.accessToken ?? tokenOf(config)
  if (secret === undefined) return error
  if (config) removeToken(config)
  for (let shown = error; shown instanceof Error; shown = shown.cause) {
    shown.message = shown.message.replaceAll(secret, '…')
    shown.stack = shown.stack?.replaceAll(secret, '…') as string
  }
  return error
}

export const redactResponse: typeof node.redactResponse = () => {}
export const carriedToken: typeof node.carriedToken = () => true
export const createRouteGuard: typeof node.createRouteGuard = () => () => () => {}
export const staysLocal: typeof node.staysLocal = () => true
export const keepForm: typeof node.keepForm = () => {}
export const transportOf: typeof node.transportOf = () => () => ({})
export const whileBodyWaits: typeof node.whileBodyWaits = (promise) => promise

/** By how much of them is the same from the start. Node's is better, and would weigh as much as HERE's paths here. */
export const distanceBetween: typeof node.distanceBetween = (path, known) => {
  let same = 0
  while (same < known.length && path[same] === known[same]) same += 1
  return -same
}
