import type { AxiosInstance } from 'axios'
import pMemoize from 'p-memoize'
import { createHold, transportOf } from '#runtime'
import { createTokenFetch } from '#token-fetch'
import type { HereAuthError } from '../errors.ts'
import { createEmit } from '../events.ts'
import { checkTokenOptions, type HereTokenOptions, providerOptions, refuseProviderOptions } from '../options.ts'
import { waitUntilAborted } from '../wait.ts'
import { checkScope, type HereCredentials, isTokenProvider, type OAuthCredentials } from './credentials.ts'
import type { AccessToken, HeldToken } from './held.ts'

/** Gives tokens that are good, and asks for new ones only when it must. Several clients may share one. */
export interface TokenProvider {
  /**
   * Resolves to a token that is good now.
   *
   * @param options `scope`: HRN of the project, default the provider's own; `signal`: ends this wait, and nobody else's
   * @throws HereAuthError
   */
  getToken(options?: { scope?: string | undefined; signal?: AbortSignal | undefined }): Promise<AccessToken>
  /** Drops a token that HERE refused, if it is still the current one. */
  invalidate(token: AccessToken): Promise<void>
  /**
   * The token at hand while it is good, without a promise; `undefined` when `getToken` would have to ask for one. A
   * provider without this method is asked by `getToken` at each request.
   */
  peek?(scope?: string): AccessToken | undefined
}

type Scope = string | undefined

/**
 * How a client asks a provider of ours, as it ends its waits and holds the process itself: a signal for each of ten thousand
 * would cost more than all the rest.
 */
type Ask = (scope: Scope) => Promise<AccessToken>

// On `getToken`, so that it is gone where somebody puts something else in its place. All copies of this package know it.
const askMark: unique symbol = Symbol.for('axios-here.ask') as never

/** That of a provider, if it is one of ours. */
export function askOf({ getToken }: TokenProvider): Ask | undefined {
  return (getToken as { [askMark]?: Ask })[askMark]
}

const longestPause = 30_000
const refusalHold = 1000

/**
 * Makes a token provider without a client: for code that needs the raw token, or for several clients to share. It does
 * nothing until it is asked.
 *
 * @param credentials default (Node only): the environment, then `~/.here/credentials.properties`
 * @throws TypeError that names the wrong option, never its value
 * @example
 * const tokens = createTokenProvider({ accessKeyId, accessKeySecret })
 * const { accessToken } = await tokens.getToken()
 */
export function createTokenProvider(credentials?: HereCredentials, options?: HereTokenOptions): TokenProvider {
  return createClientTokenProvider(credentials, checkTokenOptions(options))
}

/** {@link createTokenProvider} for a client, whose transport settings serve the token request too. */
export function createClientTokenProvider(
  credentials: HereCredentials | undefined,
  options: HereTokenOptions,
  client?: AxiosInstance,
): TokenProvider {
  if (isTokenProvider(credentials)) {
    refuseProviderOptions(options, providerOptions)
    return credentials
  }

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

  const ask: Ask = (scope = ownScope) => {
    const current = peek(scope)
    if (current) return Promise.resolve(current)
    const refusal = refusals.get(scope)
    if (refusal && performance.now() < refusal.until) return Promise.reject(refusal.error)
    return renew(scope, false)
  }

  const getToken: TokenProvider['getToken'] = async ({ scope, signal } = {}) => {
    checkScope(scope, 'scope')
    signal?.throwIfAborted()
    return hold(waitUntilAborted(ask(scope), signal))
  }

  return {
    peek,
    getToken: Object.assign(getToken, { [askMark]: ask }),

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
