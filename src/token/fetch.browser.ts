import type { CredentialSource } from '../credentials/types.ts'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { advice } from './advice.browser.ts'
import { holdSupplied } from './cached-token.ts'
import type * as node from './fetch-token.ts'
import { callSource, isSuppliedToken } from './resolve-credentials.ts'
import { timeLimitOf } from './time-limit.ts'

/** Takes a token from a function of the app's; there is nothing else in a browser that could give one. */
export const createTokenFetch: typeof node.createTokenFetch = (credentials, { refreshAhead, tokenRequest = {} }) => {
  const source = credentials as CredentialSource | undefined
  return async (scope) => {
    const found = await (source && callSource(source, timeLimitOf(tokenRequest)))
    if (isSuppliedToken(found)) return holdSupplied(found, scope, refreshAhead)
    const reason = found === undefined || found === null ? 'missing-credentials' : 'invalid-credentials'
    throw new HereAuthError(`There is no token. ${advice}`, { reason })
  }
}
