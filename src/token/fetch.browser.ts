import { HereAuthError } from '../errors.ts'
import { timeLimitOf } from '../wait.ts'
import { isSuppliedToken } from './credentials.ts'
import type { createTokenFetch as createTokenFetchInNode } from './fetch.ts'
import { holdSupplied } from './held.ts'
import { askSource } from './source.ts'

const askYourBackEnd = 'Pass createHereClient a function that asks your own back end for a token.'

/** Takes a token from a function of the app's; there is nothing else in a browser that could give one. */
export const createTokenFetch: typeof createTokenFetchInNode = (credentials, { refreshAhead, tokenRequest = {} }) => {
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
