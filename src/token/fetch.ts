import type { AxiosRequestConfig } from 'axios'
import type { Emit } from '../events.ts'
import type { HereTokenOptions } from '../options.ts'
import type { HereRegion } from '../services.ts'
import { timeLimitOf } from '../wait.ts'
import { type HereCredentials, isSuppliedToken } from './credentials.ts'
import { createFind } from './find.ts'
import { type HeldToken, holdSupplied, holdToken } from './held.ts'
import type { TokenProvider } from './provider.ts'
import { createTokenRequest } from './request.ts'

const tokenEndpoints: Record<HereRegion, string> = {
  global: 'https://account.api.here.com/oauth2/token',
  // HERE's TypeScript SDK, environment `here-cn`.
  china: 'https://elb.cn-northwest-1.account.hereapi.cn/oauth2/token',
}

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
  { region = 'global', refreshAhead, tokenRequest }: HereTokenOptions,
  transport: () => AxiosRequestConfig,
  emit: Emit,
): FetchToken {
  const fixed = fixedByTokenRequest.find((name) => Object.hasOwn(tokenRequest ?? {}, name))
  if (fixed !== undefined) {
    throw new TypeError(`here.tokenRequest.${fixed} cannot be set; the endpoint is credentials.tokenEndpointUrl`)
  }
  const findCredentials = createFind(credentials, timeLimitOf(tokenRequest ?? {}))
  const requestToken = createTokenRequest(() => ({ ...transport(), ...tokenRequest }), emit)

  return async (scope) => {
    const startedAt = performance.now()
    const found = await findCredentials()
    if (isSuppliedToken(found)) return holdSupplied(found, scope, refreshAhead)
    const wanted = scope ?? found.scope
    const tokenEndpointUrl = found.tokenEndpointUrl ?? tokenEndpoints[region]
    const answer = await requestToken({ ...found, tokenEndpointUrl, scope: wanted })
    const lifetime = answer.expiresIn * 1000
    const duration = performance.now() - startedAt
    emit({ type: 'token-received', scope: wanted, lifetime, duration, attempts: answer.attempts })
    return holdToken({
      accessToken: answer.accessToken,
      scope: answer.scope ?? wanted,
      since: answer.askedAt,
      lifetime,
      refreshAhead,
    })
  }
}
