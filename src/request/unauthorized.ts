import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { AccessToken, TokenProvider } from '../credentials/types.ts'
import type { Emit } from '../errors/events.ts'
import { isHereAuthError } from '../errors/here-auth-error.ts'
import { discardBody, isStream } from '../http/body.ts'
import { waitAsRequest } from '../http/timing.ts'
import { hostOf, pathOf } from '../services/resolve-host.ts'
import { acquireToken } from './acquire-token.ts'
import type { UnauthorizedEndpoints } from './unauthorized-endpoints.ts'

// What happens after a 401. The token is dropped and refreshed, once for all requests that were sent with it, and the request is
// sent once more: a replay. There is no replay
// - for a body that is a stream, which cannot be sent again,
// - after the second 401 of a request, unless the first replay had a token of the token store, which may be as old,
// - for an endpoint that keeps responding with 401 to new tokens (`unauthorized-endpoints.ts`),
// - where there is no new token.
// Then the 401 goes to the caller. If its response is a stream, that is closed when a refresh was tried.

/** What a send has led to. `failure` is an object, because an adapter may reject with `undefined`. */
export interface Outcome {
  response: AxiosResponse | undefined
  failure?: { error: unknown }
}

/** A request whose response is a 401. */
interface UnauthorizedRequest {
  readonly client: {
    readonly tokens: TokenProvider
    readonly unauthorizedEndpoints: UnauthorizedEndpoints
    readonly emit: Emit
  }
  readonly config: InternalAxiosRequestConfig
  readonly options: { readonly scope: string | undefined }
  readonly deadline: number | undefined
  replays: number
}

/**
 * Gets the token for a replay.
 *
 * @param token the token that was sent
 * @param cachedToken reads the token that is cached now
 * @returns `undefined` when the 401 is for the caller
 */
export async function tokenForReplay<R extends UnauthorizedRequest>(
  request: R,
  token: AccessToken,
  { response, failure }: Outcome,
  cachedToken: (request: R) => AccessToken | undefined,
): Promise<AccessToken | undefined> {
  if (!carriedToken(response)) return undefined
  const { client, config, options, deadline } = request
  const endpoint = `${config.method} ${hostOf(config)} ${pathOf(String(config.url))} ${options.scope}`
  const allowedReplays = token.isShared ? 2 : 1
  // The new token stays in the cache: another service may accept it.
  if (request.replays >= allowedReplays) client.unauthorizedEndpoints.add(endpoint, token.accessToken)
  const isSuperseded = (cachedToken(request) ?? token).accessToken !== token.accessToken
  const isPaused = !isSuperseded && client.unauthorizedEndpoints.isPaused(endpoint)
  const canRefresh = request.replays < allowedReplays && !isPaused
  const willReplay = canRefresh && !isStream(config.data)
  client.emit?.({ type: 'unauthorized', host: hostOf(config), scope: options.scope, isReplayed: willReplay })
  if (canRefresh) await waitAsRequest(config, deadline, () => invalidate(client.tokens, token))
  if (!willReplay) {
    if (canRefresh) amendError(failure, { suffix: '; it was not sent again, as its body is a stream' })
    return undefined
  }
  request.replays += 1
  // Before the token request, which may need the connection of a response that is a stream.
  discardBody(response?.data)
  try {
    return cachedToken(request) ?? (await acquireToken(client.tokens, options.scope, config, deadline))
  } catch (error) {
    // An abort or a timeout of the request ends it. Otherwise the request was sent, so its caller gets the 401.
    if (!isHereAuthError(error)) throw error
    amendError(failure, { cause: error })
    return undefined
  }
}

/**
 * Whether the request of this response carried the token. After a redirect to another host it may not have, and then a 401 says
 * nothing about the token.
 */
export function carriedToken(response: AxiosResponse | undefined): boolean {
  const { request } = response ?? {}
  // Node's http has the last request of the redirects here; other adapters tell nothing.
  return typeof request?.getHeader !== 'function' || request.getHeader('authorization') !== undefined
}

async function invalidate(tokens: TokenProvider, token: AccessToken): Promise<void> {
  try {
    await tokens.invalidate(token)
  } catch {
    // Then the provider may give the same token again, and the second 401 goes to the caller.
  }
}

function amendError(failure: Outcome['failure'], { suffix = '', cause }: { suffix?: string; cause?: unknown }): void {
  const { error } = failure ?? {}
  if (!(error instanceof Error) || !Object.isExtensible(error)) return
  error.message += suffix
  if (cause) Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true })
}
