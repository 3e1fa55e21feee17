import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { recovery } from '#parts'
import { askOf } from '#runtime'
import { loadRecovery } from './load-recovery.ts'
import { nameOf } from './request-name.ts'
import { isToken, tokenRule } from './token/credentials.ts'
import type { AccessToken } from './token/held.ts'
import type { TokenProvider } from './token/provider.ts'
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
      // What repeats the request must be there when the network is not.
      const loading = recovery.peek() ? undefined : recovery.load().catch(() => {})
      const fail = async (cause: unknown): Promise<never> => {
        throw await failureToSend(config, cause)
      }
      const check = (token: AccessToken): AccessToken | Promise<AccessToken> => {
        if (!isToken(token?.accessToken)) return fail(new TypeError(`accessToken must be ${tokenRule}`))
        return loading ? loading.then(() => token) : token
      }
      return ask(tokens, scope, ended).then(check, fail)
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
    return askOf(tokens)?.(scope) ?? Promise.resolve(tokens.getToken({ scope, signal: ended?.() }))
  } catch (error) {
    return Promise.reject(error)
  }
}

async function failureToSend(config: InternalAxiosRequestConfig, cause: unknown): Promise<AxiosError> {
  const part = recovery.peek() ?? (await loadRecovery(config))
  if (part) return part.createNotSent(config, cause)
  const error = new AxiosError(`${nameOf(config)} was not sent: no token`, 'ERR_HERE_AUTH')
  return Object.assign(error, { reason: 'unavailable', cause })
}
