import { type AxiosAdapter, type AxiosResponse, type InternalAxiosRequestConfig, isAxiosError } from 'axios'
import { discard, isOneShot } from './body.ts'
import { HereAuthError, isHereAuthError } from './errors.ts'
import type { Emit } from './events.ts'
import { redactError, redactResponse } from './redact.ts'
import { type BeforeRedirect, carriedToken } from './redirects.ts'
import type { RefusedHosts } from './refused-hosts.ts'
import { hostOf, nameOf } from './request-name.ts'
import { isToken } from './token/answer.ts'
import type { AccessToken } from './token/held.ts'
import type { TokenProvider } from './token/provider.ts'
import { setToken } from './traces.ts'
import { waitAsRequest, withRestOfTimeout } from './wait.ts'

interface SendContext {
  tokens: TokenProvider
  withRedirectRule(own: BeforeRedirect | undefined): BeforeRedirect
  refusedHosts: RefusedHosts
  emit: Emit
}

/**
 * Makes the function that sends a request with the token: waits for one where there is none, and sends once more with a
 * new one when HERE answers 401.
 *
 * @param config the request; its token is left in it, for those who look at what was sent
 */
export function createAuthorizedSend(
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
  scope: string | undefined,
  { tokens, withRedirectRule, refusedHosts, emit }: SendContext,
): () => Promise<AxiosResponse> {
  const { beforeRedirect } = config
  let isReplayed = false

  function send(): Promise<AxiosResponse> {
    const token = freshToken()
    return token === undefined ? waitAndSend() : sendWith(token)
  }

  // A provider may be anybody's: what it gives is looked at, and what it throws is kept from the caller.
  function freshToken(): AccessToken | undefined {
    try {
      const token = tokens.peek?.(scope)
      return typeof token?.accessToken === 'string' ? token : undefined
    } catch {
      return undefined
    }
  }

  async function waitAndSend(): Promise<AxiosResponse> {
    const startedAt = performance.now()
    const waited = new AbortController()
    const token = await waitAsRequest(getToken(waited.signal), config, config.data)
      .catch((error) => Promise.reject(asOwnError(error, config)))
      .finally(() => waited.abort())
    return withRestOfTimeout(config, startedAt, () => sendWith(token))
  }

  async function getToken(signal: AbortSignal): Promise<AccessToken> {
    const token = await tokens.getToken({ scope, signal })
    if (!isToken(token?.accessToken)) throw new TypeError('getToken() of the token provider gave no access token')
    return token
  }

  function sendWith(token: AccessToken): Promise<AxiosResponse> {
    const startedAt = performance.now()
    setToken(config, token.accessToken)
    config.beforeRedirect = withRedirectRule(beforeRedirect)
    return adapter(config).then(
      (response) => {
        restore()
        if (config.responseType === 'stream') redactResponse(response)
        return refusesToken(response) ? handle401(response, () => response) : response
      },
      (error) => {
        restore()
        redactError(error, token.accessToken)
        return refusesToken(error?.response)
          ? handle401(error.response, () => Promise.reject(explained(error, config)))
          : Promise.reject(error)
      },
    )

    async function handle401(
      refused: AxiosResponse,
      giveUp: () => AxiosResponse | Promise<never>,
    ): Promise<AxiosResponse> {
      const host = hostOf(config)
      const isHopeless = isReplayed || (isCurrent(token) && refusedHosts.isPaused(host, scope))
      const canReplay = !isHopeless && !isOneShot(config.data)
      emit({ type: 'unauthorized', host, scope, isReplayed: canReplay })
      if (isReplayed) refusedHosts.add(host, scope, token.accessToken)
      // A token that is new and refused all the same is not the reason; other services may take it.
      if (!isHopeless) await dropToken(token)
      if (!canReplay) return giveUp()
      isReplayed = true
      discard(refused.data)
      return withRestOfTimeout(config, startedAt, send)
    }
  }

  function isCurrent({ accessToken }: AccessToken): boolean {
    return freshToken()?.accessToken === accessToken
  }

  function restore(): void {
    if (beforeRedirect === undefined) delete config.beforeRedirect
    else config.beforeRedirect = beforeRedirect
  }

  // When that fails the token may come back, and then the second 401 goes to the caller.
  async function dropToken(token: AccessToken): Promise<void> {
    const dropped = (async () => tokens.invalidate(token))().catch(() => {})
    await waitAsRequest(dropped, config)
  }

  return send
}

// What a stranger answers at the end of a redirect, without the token, says nothing about it.
function refusesToken(response: AxiosResponse | undefined): response is AxiosResponse {
  return response?.status === 401 && carriedToken(response)
}

// One failure of the token request reaches every request that waited for it, and axios writes each caller's stack into
// the error it throws. So each gets its own.
function asOwnError(error: unknown, config: InternalAxiosRequestConfig): unknown {
  const endedByCaller = isAxiosError(error) && (error.config === config || error === config.cancelToken?.reason)
  if (endedByCaller) return error
  const notSent = `${nameOf(config)} was not sent, as there is no token`
  if (isHereAuthError(error)) return new HereAuthError(`${notSent}. ${error.message}`, error)
  return new HereAuthError(`${notSent}: the token provider failed, see cause.`, { reason: 'unavailable', cause: error })
}

function explained(error: unknown, { data }: InternalAxiosRequestConfig): unknown {
  if (isAxiosError(error) && isOneShot(data)) {
    error.message += '; it was not sent again with a new token, as its body is a stream, which can be read only once'
  }
  return error
}
