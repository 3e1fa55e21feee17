import type { InternalAxiosRequestConfig } from 'axios'
import { failureOf, HereAuthError } from './errors.ts'
import { nameOf } from './request-name.ts'
import { isToken, tokenRule } from './token/credentials.ts'
import type { AccessToken } from './token/held.ts'
import { askOf, type TokenProvider } from './token/provider.ts'
import type { EndOfWait } from './wait.ts'

/** A token provider, which may be anybody's: what it gives is looked at, and what it throws is kept from the caller. */
export interface SafeTokens {
  readonly canPeek: boolean
  /** The token at hand, without a promise. */
  peek(scope: string | undefined): AccessToken | undefined
  /** Waits for a token. @throws HereAuthError that names the request */
  get(config: InternalAxiosRequestConfig, scope: string | undefined, ended?: EndOfWait): Promise<AccessToken>
  /** Drops a token that was refused. */
  drop(token: AccessToken): Promise<void>
}

/** Makes a provider of anybody's safe to use. */
export function createSafeTokens(tokens: TokenProvider): SafeTokens {
  return {
    canPeek: Boolean(tokens.peek),

    peek(scope) {
      try {
        const token = tokens.peek?.(scope)
        return typeof token?.accessToken === 'string' ? token : undefined
      } catch {
        return undefined
      }
    },

    get(config, scope, ended) {
      const fail = (error: unknown): never => {
        throw notSent(config, error)
      }
      return ask(tokens, scope, ended).then(
        (token) => (isToken(token?.accessToken) ? token : fail(new TypeError(`accessToken must be ${tokenRule}`))),
        fail,
      )
    },

    // When that fails the token may come back, and then the second 401 goes to the caller.
    async drop(token) {
      try {
        await tokens.invalidate(token)
      } catch {}
    },
  }
}

function ask(tokens: TokenProvider, scope: string | undefined, ended?: EndOfWait): Promise<AccessToken> {
  try {
    const ownAsk = askOf(tokens)
    return ownAsk ? ownAsk(scope) : Promise.resolve(tokens.getToken({ scope, signal: ended?.() }))
  } catch (error) {
    return Promise.reject(error)
  }
}

// One failure of the token request reaches every request that waited for it, and axios writes each caller's stack into
// the error it throws. So each gets its own.
function notSent(config: InternalAxiosRequestConfig, error: unknown): HereAuthError {
  const why = failureOf('token provider', error)
  return new HereAuthError(`${nameOf(config)} was not sent, as there is no token. ${why.message}`, why)
}
