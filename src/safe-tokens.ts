import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { recovery } from '#parts'
import { loadRecovery } from './load-recovery.ts'
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
        // What repeats the request must be there when the network is not.
        const loading = recovery.peek() ? undefined : recovery.load().catch(() => {})
        const token = await tokens.getToken(options)
        if (loading) await loading
        if (isToken(token?.accessToken)) return token
        throw new TypeError(`accessToken must be ${tokenRule}`)
      } catch (error) {
        throw await failureToSend(config, error)
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

async function failureToSend(config: InternalAxiosRequestConfig, cause: unknown): Promise<AxiosError> {
  const part = recovery.peek() ?? (await loadRecovery(config))
  if (part) return part.createNotSent(config, cause)
  const error = new AxiosError(`${nameOf(config)} was not sent, as there is no token. See cause.`, 'ERR_HERE_AUTH')
  return Object.assign(error, { reason: 'unavailable', cause })
}
