import { HereAuthError } from '../errors.ts'
import { timeLimitOf } from '../wait.ts'
import { isSuppliedToken } from './credentials.ts'
import type * as node from './fetch.ts'
import { holdSupplied } from './held.ts'
import { callSource } from './source.ts'

const advice = 'A browser must hold no secret: pass a function that asks your own back end for a token.'

/** Takes a token from a function of the app's; there is nothing else in a browser that could give one. */
export const createTokenFetch: typeof node.createTokenFetch = (source, { refreshAhead, tokenRequest = {} }) => {
  if (source !== undefined && typeof source !== 'function') throw new TypeError(advice)
  return async (scope) => {
    const found = await (source && callSource(source, timeLimitOf(tokenRequest)))
    if (isSuppliedToken(found)) return holdSupplied(found, scope, refreshAhead)
    const reason = found === undefined || found === null ? 'missing-credentials' : 'invalid-credentials'
    throw new HereAuthError(`There is no token. ${advice}`, { reason })
  }
}

export const withServiceOf: typeof node.withServiceOf = (_, options) => options
