import type { AxiosAdapter, AxiosError, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { carriedToken, discard, type GuardRoute, isOneShot, redactError, whileBodyWaits } from '#runtime'
import { failureOf, HereAuthError } from './errors.ts'
import type { Emit } from './events.ts'
import type { Refusals } from './refusals.ts'
import { hostOf, nameOf } from './request-name.ts'
import { isToken, tokenRule } from './token/credentials.ts'
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

/** Sends a request with the token. */
interface AuthorizedSend {
  send(): Promise<AxiosResponse>
  /** Waits for the token, where the request is to leave at once when it is sent; `undefined` when it is there. */
  ready(): Promise<unknown> | undefined
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
): AuthorizedSend {
  let isFirst = true
  let isReplayed = false

  function send(): Promise<AxiosResponse> {
    if (!isFirst && !isStillDue()) return adapter(config)
    isFirst = false
    const token = freshToken(tokens, scope)
    return token ? sendWith(token) : waitAndSend()
  }

  function isStillDue(): boolean {
    removeToken(config)
    return isDue()
  }

  async function waitAndSend(): Promise<AxiosResponse> {
    const startedAt = performance.now()
    const token = await awaitToken()
    return withRestOfTimeout(config, startedAt, () => (isStillDue() ? sendWith(token) : adapter(config)))
  }

  function awaitToken(): Promise<AccessToken> {
    const wait = waitAsRequest(config, (signal) => getToken(tokens, { scope, signal }, config))
    return whileBodyWaits(wait, config)
  }

  async function sendWith(token: AccessToken): Promise<AxiosResponse> {
    const startedAt = performance.now()
    setToken(config, token.accessToken)
    const leaveRoute = guardRoute(config, adapter, token)
    let response: AxiosResponse | undefined
    let failure: { error: AxiosError } | undefined
    try {
      response = await adapter(config)
    } catch (error) {
      failure = { error: error as AxiosError }
    }
    leaveRoute(response)
    response ??= failure?.error?.response
    // What a stranger answers at the end of a redirect, without the token, says nothing about it.
    if (response?.status === 401 && carriedToken(response)) {
      if (await mayReplay(token)) {
        discard(response.data)
        return withRestOfTimeout(config, startedAt, send)
      }
      if (failure && isOneShot(config.data)) {
        failure.error.message += '; it was not sent again, as its body is a stream'
      }
    }
    if (failure) throw redactError(failure.error, token)
    return response as AxiosResponse
  }

  async function mayReplay(refused: AccessToken): Promise<boolean> {
    const host = hostOf(config)
    const endpoint = `${host} ${nameOf(config)} ${scope}`
    const { accessToken } = freshToken(tokens, scope) ?? refused
    const isNewerAtHand = accessToken !== refused.accessToken
    const isHopeless = isReplayed || (!isNewerAtHand && refusals.isPaused(endpoint))
    const canReplay = !isHopeless && !isOneShot(config.data)
    emit({ type: 'unauthorized', host, scope, isReplayed: canReplay })
    if (isReplayed) refusals.add(endpoint, refused.accessToken)
    // A token that is new and refused all the same is not the reason; other services may take it.
    if (!isHopeless) await waitAsRequest(config, () => dropToken(tokens, refused))
    isReplayed ||= canReplay
    return canReplay
  }

  // A provider without `peek` is asked once for each request, when it is sent.
  return { send, ready: () => (!tokens.peek || freshToken(tokens, scope) ? undefined : awaitToken()) }
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

async function getToken(
  tokens: TokenProvider,
  options: { scope: string | undefined; signal: AbortSignal },
  config: InternalAxiosRequestConfig,
): Promise<AccessToken> {
  try {
    const token = await tokens.getToken(options)
    if (isToken(token?.accessToken)) return token
    throw new TypeError(`accessToken must be ${tokenRule}`)
  } catch (error) {
    throw notSent(config, error)
  }
}

// One failure of the token request reaches every request that waited for it, and axios writes each caller's stack into
// the error it throws. So each gets its own.
function notSent(config: InternalAxiosRequestConfig, error: unknown): HereAuthError {
  const why = failureOf('token provider', error)
  return new HereAuthError(`${nameOf(config)} was not sent, as there is no token. ${why.message}`, why)
}

// When that fails the token may come back, and then the second 401 goes to the caller.
async function dropToken(tokens: TokenProvider, token: AccessToken): Promise<void> {
  try {
    await tokens.invalidate(token)
  } catch {}
}
