import { askOf } from '#runtime'
import type { EndOfWait } from './http/timing.ts'
import type { AccessToken } from './token/cached-token.ts'
import type { TokenProvider } from './token/provider.ts'

// A token provider may be anybody's, and so may fail in any way.

/** The token at hand, without a promise. */
export function peekToken(tokens: TokenProvider, scope: string | undefined): AccessToken | undefined {
  try {
    const token = tokens.peek?.(scope)
    return typeof token?.accessToken === 'string' ? token : undefined
  } catch {
    return undefined
  }
}

/** Asks for a token. Those who ask a provider of ours while it asks HERE get the same promise. */
export function askToken(tokens: TokenProvider, scope: string | undefined, ended?: EndOfWait): Promise<AccessToken> {
  try {
    return askOf(tokens)?.(scope) ?? Promise.resolve(tokens.getToken({ scope, signal: ended?.() }))
  } catch (error) {
    return Promise.reject(error)
  }
}
