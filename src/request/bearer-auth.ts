import type { AxiosResponse } from 'axios'
import { type AccessToken, requestParameters, type TokenWithParameters } from '../credentials/types.ts'
import { isHereAuthError } from '../errors/here-auth-error.ts'
import { hideResponse } from '../http/redact.ts'
import { type RequestConfig, requestState } from '../http/request-state.ts'
import { timeUntil } from '../http/timing.ts'
import { isLoopbackUrl } from '../http/trusted-hosts.ts'
import { addParameters } from '../services/query-params.ts'
import { hostSourceOf } from '../services/resolve-host.ts'
import { acquireToken, toNotSentError } from './acquire-token.ts'
import type { RequestContext } from './context.ts'
import { type Outcome, tokenForReplay } from './unauthorized.ts'

/** Sends a request with the token, and again with a new token when HERE responds with 401. */
export async function sendWithToken(request: RequestContext): Promise<AxiosResponse> {
  let token = cachedToken(request) ?? (await acquireFirstToken(request))
  for (;;) {
    const outcome = await sendOnceWithToken(request, token)
    const isUnauthorized = outcome.response?.status === 401
    const nextToken = isUnauthorized ? await tokenForReplay(request, token, outcome, cachedToken) : undefined
    if (nextToken !== undefined) token = nextToken
    else if (outcome.failure) throw outcome.failure.error
    else return outcome.response as AxiosResponse
  }
}

/** Sends a request as it is, within its deadline. */
export function sendOnce(request: RequestContext): Promise<AxiosResponse> {
  const { adapter, config, deadline } = request
  return deadline === undefined ? adapter(config) : sendUntil(deadline, request)
}

async function sendUntil(deadline: number, { adapter, config }: RequestContext): Promise<AxiosResponse> {
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
 * Prepares a request with the token for its adapter: redirects and proxies, which Node's http adapter handles by itself, and
 * query parameters of the token. A form is changed for good, so that it can be sent again.
 *
 * @returns the values to restore
 */
function prepareTransport(
  { client, config, adapter }: RequestContext,
  token: TokenWithParameters,
): Partial<RequestConfig> {
  const { httpAdapter, redirectRule } = client
  const { beforeRedirect, proxy, params, url } = config
  const parameters = token[requestParameters]
  // A proxy of the environment would take the token off this machine in clear text.
  const source = hostSourceOf(config) ?? ''
  const isDirect = proxy == null && /^http:/i.test(source) && isLoopbackUrl(source)
  if (httpAdapter && redirectRule) {
    config.beforeRedirect = beforeRedirect
      ? httpAdapter.combineRedirectHooks(redirectRule, beforeRedirect)
      : redirectRule
    if (config.data) httpAdapter.makeFormRepeatable(config, adapter)
  }
  if (isDirect) config.proxy = false
  if (parameters) addParameters(config, parameters)
  const original: Record<string, unknown> = { beforeRedirect }
  if (isDirect) original.proxy = proxy
  if (parameters) Object.assign(original, { params, url })
  return original
}

function restoreKeys(config: RequestConfig, original: Partial<RequestConfig>): void {
  for (const [key, value] of Object.entries(original)) {
    if (value === undefined) delete config[key as keyof RequestConfig]
    else Object.assign(config, { [key]: value })
  }
}
