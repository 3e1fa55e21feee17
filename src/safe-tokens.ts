import type { InternalAxiosRequestConfig } from 'axios'
import { failureOf, HereAuthError } from './errors.ts'
import { nameOf } from './request-name.ts'
import { isToken, tokenRule } from './token/credentials.ts'
import type { AccessToken } from './token/held.ts'
import type { TokenProvider } from './token/provider.ts'

type GetOptions = NonNullable<Parameters<TokenProvider['getToken']>[0]>

/** A token provider, which may be anybody's: what it gives is looked at, and what it throws is kept from the caller. */
export interface SafeTokens {
  readonly canPeek: boolean
  /** The token at hand, without a promise. */
  peek(scope: string | undefined): AccessToken | undefined
  /** Waits for a token. @throws HereAuthError that names the request */
  get(config: InternalAxiosRequestConfig, options: GetOptions): Promise<AccessToken>
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

    async get(config, options) {
      try {
        const token = await tokens.getToken(options)
        if (isToken(token?.accessToken)) return token
        throw new TypeError(`accessToken must be ${tokenRule}`)
      } catch (error) {
        throw notSent(config, error)
      }
    },

    // When that fails the token may come back, and then the second 401 goes to the caller.
    async drop(token) {
      try {
        await tokens.invalidate(token)
      } catch {}
    },
  }
}

// One failure of the token request reaches every request that waited for it, and axios writes each caller's stack into
// the error it throws. So each gets its own.
function notSent(config: InternalAxiosRequestConfig, error: unknown): HereAuthError {
  const why = failureOf('token provider', error)
  return new HereAuthError(`${nameOf(config)} was not sent, as there is no token. ${why.message}`, why)
}
