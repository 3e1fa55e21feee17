import { HereAuthError } from '../errors/here-auth-error.ts'
import { callCredentialsProvider, isSuppliedToken } from '../token/resolve-credentials.ts'
import { toFetchedToken } from '../token/token-cache.ts'
import type { Platform } from './platform.ts'

const advice = 'A browser must not have a secret: pass a function that gets a token from your own back end.'
const timeLimit = 30_000

/** Browsers, and test environments that pretend to be one. */
export const platform: Platform = {
  httpAdapter: undefined,

  createFetchToken({ credentials, options }) {
    if (credentials !== undefined && typeof credentials !== 'function') throw new TypeError(advice)
    return async (scope) => {
      if (credentials === undefined) throw noToken('missing-credentials')
      const found = await callCredentialsProvider(credentials, options.tokenRequest?.timeout || timeLimit)
      if (isSuppliedToken(found)) return toFetchedToken(found, scope)
      throw noToken(found === undefined || found === null ? 'missing-credentials' : 'invalid-credentials')
    }
  },
}

function noToken(reason: 'missing-credentials' | 'invalid-credentials'): HereAuthError {
  return new HereAuthError(`There is no token. ${advice}`, { reason })
}
