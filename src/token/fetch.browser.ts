import { HereAuthError } from '../errors.ts'
import { timeLimitOf } from '../wait.ts'
import { isSuppliedToken } from './credentials.ts'
import type { createTokenFetch as createTokenFetchInNode } from './fetch.ts'
import { holdSupplied } from './held.ts'
import { callSource } from './source.ts'

const advice =
  'A secret has no place in a browser: pass a function that asks your own back end for { accessToken, expiresAt } or text.'

/** Takes a token from a function of the app's; there is nothing else in a browser that could give one. */
export const createTokenFetch: typeof createTokenFetchInNode = (source, { refreshAhead, tokenRequest = {} }) => {
  if (source !== undefined && typeof source !== 'function') throw new TypeError(advice)
  return async (scope) => {
    const found = await (source && callSource(source, timeLimitOf(tokenRequest)))
    if (isSuppliedToken(found)) return holdSupplied(found, scope, refreshAhead)
    const reason = found === undefined || found === null ? 'missing-credentials' : 'invalid-credentials'
    throw new HereAuthError(`There is no token. ${advice}`, { reason })
  }
}
