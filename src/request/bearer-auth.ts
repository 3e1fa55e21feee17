import type { AxiosResponse } from 'axios'
import { type AccessToken, requestParameters, type TokenWithParameters } from '../credentials/types.ts'
import { isHereAuthError } from '../errors/here-auth-error.ts'
import { discardBody, isStream } from '../http/body.ts'
import { hideResponse } from '../http/redact.ts'
import { requestName } from '../http/redacted-text.ts'
import { applyBefore } from '../http/redirects.ts'
import { makeFormRepeatable } from '../http/repeatable-form.ts'
import { type RequestConfig, requestState } from '../http/request-state.ts'
import { timeUntil, waitAsRequest } from '../http/timing.ts'
import { isLoopbackUrl } from '../http/trusted-hosts.ts'
import { addParameters } from '../services/query-params.ts'
import { hostOf, hostSourceOf } from '../services/resolve-host.ts'
import { acquireToken, toNotSentError } from './acquire-token.ts'
import type { RequestContext } from './context.ts'
import { carriedToken } from './unauthorized.ts'

/** What a send has led to. `failure` is an object, because an adapter may reject with `undefined`. */
interface Outcome {
  response: AxiosResponse | undefined
  failure?: { error: unknown }
}

/** Sends a request with the token, and once more with a new token when HERE responds with 401. */
export async function sendWithToken(request: RequestContext): Promise<AxiosResponse> {
  let token = cachedToken(request) ?? (await acquireFirstToken(request))
  for (;;) {
    const outcome = await sendOnceWithToken(request, token)
    const isUnauthorized = outcome.response?.status === 401 && carriedToken(outcome.response)
    const nextToken = isUnauthorized ? await tokenForReplay(request, token, outcome) : undefined
    if (nextToken !== undefined) token = nextToken
    else if (outcome.failure) throw outcome.failure.error
    else return outcome.response as AxiosResponse
  }
}

/** Sends a request as it is, within its deadline. */
export async function sendOnce({ adapter, config, deadline }: RequestContext): Promise<AxiosResponse> {
  if (deadline === undefined) return adapter(config)
  const { timeout } = config
  config.timeout = timeUntil(deadline)
  try {
    return await adapter(config)
  } finally {
    config.timeout = timeout as number
  }
}

/** Waits for the token of a request that is to be sent at once when it is its turn. */
export async function prepareToken(request: RequestContext): Promise<void> {
  // A provider without `peek` is asked once for each request, when it is sent.
  if (request.client.tokens.peek && !cachedToken(request)) await acquireFirstToken(request)
}

function cachedToken({ client: { tokens }, options: { scope } }: RequestContext): AccessToken | undefined {
  try {
    const token = tokens.peek?.(scope)
    return typeof token?.accessToken === 'string' ? token : undefined
  } catch {
    return undefined
  }
}

async function acquireFirstToken({ client, config, options, deadline }: RequestContext): Promise<AccessToken> {
  try {
    return await acquireToken(client.tokens, options.scope, config, deadline)
  } catch (error) {
    throw isHereAuthError(error) ? toNotSentError(config, error) : error
  }
}

async function sendOnceWithToken(request: RequestContext, token: AccessToken): Promise<Outcome> {
  const { config } = request
  request.token = token
  config.headers.Authorization = `Bearer ${token.accessToken}`
  ;(config[requestState] as { token: string }).token = token.accessToken
  const original = prepareTransport(request, token)
  try {
    const response = await sendOnce(request)
    // The errors that a stream may still emit contain the request.
    if (response && config.responseType === 'stream') hideResponse(response)
    return { response }
  } catch (error) {
    // So that the next attempt does not take it for a header of the caller's.
    delete config.headers.Authorization
    return { response: (error as { response?: AxiosResponse } | undefined)?.response, failure: { error } }
  } finally {
    restoreKeys(config, original)
  }
}

/**
 * Changes what the adapter needs to know of a request with the token: redirects and proxies, which Node's http adapter
 * handles by itself, bodies that may be sent again, and query parameters of the token.
 *
 * @returns the values that were replaced
 */
function prepareTransport(
  { client, config, adapter }: RequestContext,
  token: TokenWithParameters,
): Partial<RequestConfig> {
  const { beforeRedirect, proxy, params, url } = config
  const parameters = token[requestParameters]
  // A proxy of the environment would take the token off this machine in clear text.
  const source = hostSourceOf(config) ?? ''
  const isDirect = proxy == null && /^http:/i.test(source) && isLoopbackUrl(source)
  config.beforeRedirect = beforeRedirect ? applyBefore(beforeRedirect, client.redirectRule) : client.redirectRule
  if (config.data) makeFormRepeatable(config, adapter)
  if (isDirect) config.proxy = false
  if (parameters) addParameters(config, parameters)
  return { beforeRedirect, ...(isDirect && { proxy }), ...(parameters && { params, url }) } as Partial<RequestConfig>
}

function restoreKeys(config: RequestConfig, original: Partial<RequestConfig>): void {
  for (const [key, value] of Object.entries(original)) {
    if (value === undefined) delete config[key as keyof RequestConfig]
    else Object.assign(config, { [key]: value })
  }
}

/**
 * Drops a token that was answered with 401, and gets the one to send the request with once more.
 *
 * @returns `undefined` when the 401 is for the caller
 */
async function tokenForReplay(
  request: RequestContext,
  rejected: AccessToken,
  { response, failure }: Outcome,
): Promise<AccessToken | undefined> {
  const { client, config, options, deadline } = request
  const canRefresh = shouldRefresh(request, rejected)
  const isReplayed = canRefresh && !isStream(config.data)
  client.emit?.({ type: 'unauthorized', host: hostOf(config), scope: options.scope, isReplayed })
  if (canRefresh) await waitAsRequest(config, deadline, () => invalidate(request, rejected))
  if (!isReplayed) {
    if (isStream(config.data)) addToError(failure, { suffix: '; it was not sent again, as its body is a stream' })
    return undefined
  }
  request.replays += 1
  // Before the token request, which may need the connection of a response that is a stream.
  discardBody(response?.data)
  try {
    return cachedToken(request) ?? (await acquireToken(client.tokens, options.scope, config, deadline))
  } catch (error) {
    // The request was sent, so its caller gets the 401.
    if (!isHereAuthError(error)) throw error
    addToError(failure, { cause: error })
    return undefined
  }
}

/** Whether a refresh of the token may help after a 401. */
function shouldRefresh(request: RequestContext, rejected: AccessToken): boolean {
  const { client, config, options, replays } = request
  const endpoint = `${hostOf(config)} ${requestName(config)} ${options.scope}`
  const isSuperseded = (cachedToken(request) ?? rejected).accessToken !== rejected.accessToken
  // A token of the token store may be as old as the first one, so that it does not count as a refresh.
  const isLastReplay = replays > (rejected.isShared ? 1 : 0)
  if (isLastReplay) client.unauthorizedEndpoints.add(endpoint, rejected.accessToken)
  // Do not drop a fresh token that was rejected: another service may still accept it.
  return !isLastReplay && (isSuperseded || !client.unauthorizedEndpoints.isPaused(endpoint))
}

async function invalidate({ client: { tokens } }: RequestContext, token: AccessToken): Promise<void> {
  try {
    await tokens.invalidate(token)
  } catch {
    // Then the provider may give the same token again, and the second 401 goes to the caller.
  }
}

function addToError(failure: Outcome['failure'], { suffix = '', cause }: { suffix?: string; cause?: unknown }): void {
  const { error } = failure ?? {}
  if (!(error instanceof Error) || !Object.isExtensible(error)) return
  error.message += suffix
  if (cause) Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true })
}
