import { type AxiosAdapter, type AxiosResponse, type InternalAxiosRequestConfig, isAxiosError } from 'axios'
import {
  carriedToken,
  discard,
  type GuardRoute,
  isOneShot,
  redactError,
  redactResponse,
  whileBodyWaits,
} from '#runtime'
import { HereAuthError, isHereAuthError } from './errors.ts'
import type { Emit } from './events.ts'
import type { Refusals } from './refusals.ts'
import { hostOf, nameOf } from './request-name.ts'
import { isToken } from './token/credentials.ts'
import type { AccessToken } from './token/held.ts'
import type { TokenProvider } from './token/provider.ts'
import { removeToken, setToken } from './traces.ts'
import { waitAsRequest, withRestOfTimeout } from './wait.ts'

interface SendContext {
  tokens: TokenProvider
  guardRoute: GuardRoute
  refusals: Refusals
  emit: Emit
}

/**
 * Makes the function that sends a request with the token: waits for one where there is none, and sends once more with a
 * new one when HERE answers 401.
 *
 * @param config the request; its token is left in it, for those who look at what was sent
 * @param isDue whether the request, as it is then, may have the token: callbacks of axios-retry may send it elsewhere
 */
export function createAuthorizedSend(
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
  scope: string | undefined,
  isDue: () => boolean,
  { tokens, guardRoute, refusals, emit }: SendContext,
): () => Promise<AxiosResponse> {
  let isFirst = true
  let isReplayed = false

  function send(): Promise<AxiosResponse> {
    if (!isFirst && !isStillDue()) return adapter(config)
    isFirst = false
    const token = freshToken(tokens, scope)
    return token === undefined ? waitAndSend() : sendWith(token)
  }

  function isStillDue(): boolean {
    removeToken(config)
    return isDue()
  }

  async function waitAndSend(): Promise<AxiosResponse> {
    const startedAt = performance.now()
    const wait = waitAsRequest(config, (signal) => getToken(tokens, scope, signal))
    const token = await whileBodyWaits(wait, config).catch((error) => Promise.reject(asOwnError(error, config)))
    return withRestOfTimeout(config, startedAt, () => (isStillDue() ? sendWith(token) : adapter(config)))
  }

  function sendWith(token: AccessToken): Promise<AxiosResponse> {
    const startedAt = performance.now()
    setToken(config, token.accessToken)
    const restore = guardRoute(config)
    return adapter(config).then(
      (response) => {
        restore()
        if (config.responseType === 'stream') redactResponse(response)
        return refusesToken(response) ? handle401(response, () => response) : response
      },
      (error) => {
        restore()
        const shown = redactError(error, token.accessToken)
        return refusesToken(error?.response)
          ? handle401(error.response, () => Promise.reject(explained(shown, config)))
          : Promise.reject(shown)
      },
    )

    async function handle401(
      refused: AxiosResponse,
      giveUp: () => AxiosResponse | Promise<never>,
    ): Promise<AxiosResponse> {
      const host = hostOf(config)
      const endpoint = `${host} ${nameOf(config)}`
      const isHopeless = isReplayed || (!isNewerAtHand(token) && refusals.isPaused(endpoint, scope))
      const canReplay = !isHopeless && !isOneShot(config.data)
      emit({ type: 'unauthorized', host, scope, isReplayed: canReplay })
      if (isReplayed) refusals.add(endpoint, scope, token.accessToken)
      // A token that is new and refused all the same is not the reason; other services may take it.
      if (!isHopeless) await waitAsRequest(config, () => dropToken(tokens, token))
      if (!canReplay) return giveUp()
      isReplayed = true
      discard(refused.data)
      return withRestOfTimeout(config, startedAt, send)
    }
  }

  function isNewerAtHand({ accessToken }: AccessToken): boolean {
    const token = freshToken(tokens, scope)
    return token !== undefined && token.accessToken !== accessToken
  }

  return send
}

// A provider may be anybody's: what it gives is looked at, and what it throws is kept from the caller.

function freshToken(tokens: TokenProvider, scope: string | undefined): AccessToken | undefined {
  try {
    const token = tokens.peek?.(scope)
    return typeof token?.accessToken === 'string' ? token : undefined
  } catch {
    return undefined
  }
}

async function getToken(tokens: TokenProvider, scope: string | undefined, signal: AbortSignal): Promise<AccessToken> {
  const token = await tokens.getToken({ scope, signal })
  if (!isToken(token?.accessToken)) throw new TypeError('getToken() of the token provider gave no access token')
  return token
}

// When that fails the token may come back, and then the second 401 goes to the caller.
async function dropToken(tokens: TokenProvider, token: AccessToken): Promise<void> {
  try {
    await tokens.invalidate(token)
  } catch {}
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
