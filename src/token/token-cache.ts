import type { AxiosInstance } from 'axios'
import pMemoize from 'p-memoize'
import { createHold, transportOf, withAsk } from '#runtime'
import { createTokenFetch } from '#token-fetch'
import type { HereTokenOptions } from '../client/options.ts'
import { checkScope, type HereCredentials, type OAuthCredentials } from '../credentials/types.ts'
import { createEmit } from '../errors/events.ts'
import type { HereAuthError } from '../errors/here-auth-error.ts'
import { waitUntilAborted } from '../http/timing.ts'
import type { AccessToken, HeldToken } from './cached-token.ts'
import type { TokenProvider } from './provider.ts'

type Scope = string | undefined

const longestPause = 30_000
const refusalHold = 1000

/** Makes what gets tokens and keeps them while they are good, one for each scope. */
export function createKeeper(
  credentials: Exclude<HereCredentials, TokenProvider> | undefined,
  options: HereTokenOptions,
  client: AxiosInstance | undefined,
): TokenProvider {
  const emit = createEmit(options.onEvent)
  const fetchToken = createTokenFetch(credentials, options, transportOf(client), emit)
  // A scope that is the default anyway must not cost a token of its own.
  const defaults = { __proto__: null, ...(credentials as OAuthCredentials | undefined), ...options }
  const ownScope = defaults.scope

  const hold = createHold()
  const held = new Map<Scope, HeldToken>()
  const refusals = new Map<Scope, { error: HereAuthError; until: number }>()

  // One flight per scope: who asks meanwhile shares its answer, or its failure. The token is kept in `held`, since
  // p-memoize knows no expiry.
  const renew = pMemoize(
    async (scope: Scope, isBackground: boolean): Promise<AccessToken> => {
      try {
        const token = await fetchToken(scope)
        // A token that ends before the one at hand does not take its place.
        if (token.endsAt > (held.get(scope)?.endsAt ?? 0)) held.set(scope, token)
        refusals.delete(scope)
        return token.token
      } catch (error) {
        const { reason, status, hereErrorCode } = error as HereAuthError
        emit({ type: 'token-failed', scope, reason, status, hereErrorCode, isBackground })
        if (reason === 'rejected') {
          refusals.set(scope, { error: error as HereAuthError, until: performance.now() + refusalHold })
        }
        throw error
      }
    },
    { cache: false },
  )

  function renewAhead(scope: Scope, current: HeldToken): void {
    current.renewFrom = Infinity
    // Without effect when there is a new one by then.
    const pause = (): void => {
      current.renewFrom = performance.now() + current.pause * (0.5 + Math.random() / 2)
      current.pause = Math.min(current.pause * 2, longestPause)
    }
    renew(scope, true).then(pause, pause)
  }

  function peek(scope: Scope = ownScope): AccessToken | undefined {
    const now = performance.now()
    const current = held.get(scope)
    if (!current || now >= current.endsAt) return undefined
    if (now >= current.renewFrom) renewAhead(scope, current)
    return current.token
  }

  function ask(scope: Scope = ownScope): Promise<AccessToken> {
    const current = peek(scope)
    if (current) return Promise.resolve(current)
    const refusal = refusals.get(scope)
    if (refusal && performance.now() < refusal.until) return Promise.reject(refusal.error)
    return renew(scope, false)
  }

  async function getToken({ scope, signal }: Parameters<TokenProvider['getToken']>[0] = {}): Promise<AccessToken> {
    checkScope(scope, 'scope')
    signal?.throwIfAborted()
    return hold(waitUntilAborted(ask(scope), signal))
  }

  return {
    peek,
    getToken: withAsk(getToken, ask),

    async invalidate({ accessToken, expiresAt }) {
      for (const [scope, { token, forget }] of held) {
        // By its end too: a server may give the same token again, and a late 401 of the first time must not drop it.
        if (token.accessToken === accessToken && token.expiresAt === expiresAt) {
          held.delete(scope)
          await forget?.()
        }
      }
    },
  }
}
