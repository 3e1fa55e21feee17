import type { AxiosRequestConfig } from 'axios'
import type { HereTokenOptions } from '../client/options.ts'
import type { CredentialSourceContext, HereCredentials } from '../credentials/types.ts'
import type { Emit } from '../errors/events.ts'
import { type HeldToken, holdSupplied, holdToken } from './cached-token.ts'
import { createFind } from './find.ts'
import { createScheme, type Scheme } from './grants/grant.ts'
import type { TokenProvider } from './provider.ts'
import { setQuery } from './query.ts'
import { isSuppliedToken } from './resolve-credentials.ts'
import { createSharing, type Sharing } from './shared-token-cache.ts'
import { timeLimitOf } from './time-limit.ts'
import { createTokenRequest } from './token-endpoint.ts'
import { isTokenStore } from './token-store.ts'

// They would be sent unsigned, or would change what is signed.
const fixedByTokenRequest = ['url', 'method', 'baseURL', 'params', 'data', 'auth']

/** Gets one new token for a scope. Rejects with `HereAuthError` only. */
export type FetchToken = (scope: string | undefined) => Promise<HeldToken>

/**
 * Makes the function that turns credentials, in whatever form they came, into a token.
 *
 * @param transport axios config of the token request, where the options do not say
 * @throws TypeError for credentials that are given and wrong
 */
export function createTokenFetch(
  credentials: Exclude<HereCredentials, TokenProvider> | undefined,
  { region = 'global', refreshAhead, tokenRequest, tokenStore }: HereTokenOptions,
  transport: () => AxiosRequestConfig,
  emit: Emit,
): FetchToken {
  const fixed = fixedByTokenRequest.find((name) => Object.hasOwn(tokenRequest ?? {}, name))
  if (fixed !== undefined) {
    throw new TypeError(`here.tokenRequest.${fixed} cannot be set; the endpoint is credentials.tokenEndpointUrl`)
  }
  const context = createContext(emit)
  const findCredentials = createFind(credentials, timeLimitOf(tokenRequest ?? {}), context)
  const requestToken = createTokenRequest(() => ({ ...transport(), ...tokenRequest }), emit)

  if (tokenStore && !isTokenStore(tokenStore)) {
    throw new TypeError('here.tokenStore must be an object with the methods get, set and delete')
  }
  const sharing = tokenStore && createSharing(tokenStore, emit)

  async function request(scheme: Scheme): Promise<HeldToken> {
    const startedAt = performance.now()
    const answer = await requestToken(scheme)
    const lifetime = answer.expiresIn * 1000
    const duration = performance.now() - startedAt
    emit({ type: 'token-received', scope: scheme.scope, lifetime, duration, attempts: answer.attempts })
    return holdToken({
      accessToken: answer.accessToken,
      scope: answer.scope ?? scheme.scope,
      since: answer.askedAt,
      lifetime,
      refreshAhead,
    })
  }

  async function share(scheme: Scheme, through: Sharing): Promise<HeldToken> {
    let requested: HeldToken | undefined
    const { token, isFromStore } = await through.getToken(scheme, async () => {
      requested = await request(scheme)
      return requested.token
    })
    if (isFromStore) {
      emit({ type: 'token-shared', scope: scheme.scope, lifetime: token.expiresAt - Date.now() })
    }
    const held = isFromStore || requested === undefined ? holdSupplied(token, token.scope, refreshAhead) : requested
    // Of many processes that hold one token, one is to renew it before the others try.
    const renewFrom = held.renewFrom + (Math.random() * (held.endsAt - held.renewFrom)) / 4
    return { ...held, renewFrom, forget: () => through.forget(scheme, token) }
  }

  return async (scope) => {
    const found = await findCredentials()
    if (isSuppliedToken(found)) return holdSupplied(found, scope, refreshAhead)
    const scheme = createScheme(found, region, scope, context)
    const held = sharing === undefined ? await request(scheme) : await share(scheme, sharing)
    if (scheme.query !== undefined) setQuery(held.token, scheme.query)
    return held
  }
}

// A source is asked again and again, and would say the same each time.
function createContext(emit: Emit): CredentialSourceContext {
  const said = new Set<string>()
  return {
    onEvent(event) {
      const words = JSON.stringify(event)
      if (said.has(words)) return
      said.add(words)
      emit(event)
    },
  }
}
