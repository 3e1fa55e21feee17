import axios, {
  type AxiosAdapter,
  type AxiosError,
  type AxiosInstance,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import { exponentialDelay, isNetworkOrIdempotentRequestError } from 'axios-retry'
import { discard, isOneShot, keepFormBytes } from './body.ts'
import { HereAuthError, isHereAuthError } from './errors.ts'
import { createEmit, type Emit } from './events.ts'
import { checkClientOptions, checkRequestOptions, type HereClientOptions, type HereRequestOptions } from './options.ts'
import { hasList, serializeParams } from './params.ts'
import { redactError } from './redact.ts'
import { isLocalFailure, retryKey, sendWithRetry } from './retry.ts'
import { serviceOrigin } from './services.ts'
import { isToken } from './token/answer.ts'
import type { HereCredentials } from './token/credentials.ts'
import type { AccessToken } from './token/held.ts'
import { createClientTokenProvider, type TokenProvider } from './token/provider.ts'
import { removeTraces, setOrigin, setSerializer, setToken } from './traces.ts'
import { createTrust, type Trust } from './trust.ts'
import { waitAsRequest, withRestOfTimeout } from './wait.ts'

// On the instance, so that a second copy of this package (ESM and CommonJS in one process) sees it too.
const attachedMark = Symbol.for('axios-here.attached')

/** What one attached instance works with. */
interface Context {
  instance: AxiosInstance
  tokens: TokenProvider
  options: HereClientOptions
  trust: Trust
  emit: Emit
  /** `baseURL`s that were reported as getting no token. */
  withheld: Set<string>
}

/**
 * Gives an axios instance that exists already what a client of `createHereClient` does: the token on requests to HERE,
 * one replay after a 401, hosts by path, HERE's query rules, retries.
 *
 * @param credentials default (Node only): the environment, then `~/.here/credentials.properties`
 * @returns a function that takes it off again
 * @throws TypeError for wrong credentials or options, or when the instance has it already
 * @example
 * const detach = attachHereAuth(existingInstance, { accessKeyId, accessKeySecret })
 */
export function attachHereAuth(
  instance: AxiosInstance,
  credentials?: HereCredentials,
  options?: HereClientOptions,
): () => void {
  const checked = checkClientOptions(options)
  return attachTokens(instance, createClientTokenProvider(credentials, checked, transportOf(instance)), checked)
}

/** {@link attachHereAuth} with a provider that exists already, and options that were checked. */
export function attachTokens(instance: AxiosInstance, tokens: TokenProvider, options: HereClientOptions): () => void {
  if (Object.hasOwn(instance, attachedMark)) {
    throw new TypeError(
      'This axios instance signs itself in to HERE already; take that off first, or use another instance',
    )
  }
  const context: Context = {
    instance,
    tokens,
    options,
    trust: createTrust(options.trustedHosts ?? []),
    emit: createEmit(options.onEvent),
    withheld: new Set(),
  }
  // Everything happens where the adapter is called: below all interceptors in whichever order they run, with the URL,
  // headers and body that will really be sent. The interceptor itself only puts us there, so it can be synchronous.
  const requestId = instance.interceptors.request.use(
    (config) => {
      config.adapter = wrapAdapter(config.adapter, context)
      return config
    },
    null,
    { synchronous: true },
  )
  // axios makes errors of its own after the adapter (an answer that is no JSON, an abort), so this cannot be done there.
  const responseId = instance.interceptors.response.use(null, (error) => {
    redactError(error)
    return Promise.reject(error)
  })
  Object.defineProperty(instance, attachedMark, { value: true, configurable: true })
  return () => {
    instance.interceptors.request.eject(requestId)
    instance.interceptors.response.eject(responseId)
    Reflect.deleteProperty(instance, attachedMark)
  }
}

const wrappedMark = Symbol.for('axios-here.wrapped')

type Adapters = InternalAxiosRequestConfig['adapter']

interface Wrapper extends AxiosAdapter {
  [wrappedMark]?: { adapter: Adapters }
}

function wrapAdapter(given: Adapters, context: Context): Wrapper {
  // A config that failed before it was sent still holds a wrapper; sent again, it must not pass through two.
  const wrapped = typeof given === 'function' ? (given as Wrapper)[wrappedMark] : undefined
  const adapter = wrapped === undefined ? given : wrapped.adapter
  const wrapper: Wrapper = (config) => {
    // The config shows the caller's adapter again, so that it can be sent again, here or elsewhere.
    if (adapter === undefined) delete config.adapter
    else config.adapter = adapter
    return dispatch(config, context)
  }
  wrapper[wrappedMark] = { adapter }
  return wrapper
}

// The settings of an instance that say how bytes travel. The token request goes the same way.
const transportKeys = [
  'adapter',
  'proxy',
  'httpAgent',
  'httpsAgent',
  'lookup',
  'family',
  'env',
  'fetchOptions',
] as const

/** Reads an instance's transport settings as they are when a token is requested, so that a mock adapter is honoured. */
export function transportOf(instance: AxiosInstance): () => AxiosRequestConfig {
  return () => Object.fromEntries(transportKeys.map((key) => [key, instance.defaults[key]]))
}

function dispatch(config: InternalAxiosRequestConfig, context: Context): Promise<AxiosResponse> {
  const adapter = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config)
  const here = config.here == null ? undefined : checkRequestOptions(config.here, config)
  removeTraces(config)
  if (!mayReceiveToken(config, here, context)) return sendPlain(config, adapter, context)

  if (config.paramsSerializer == null && hasList(config.params)) setSerializer(config, serializeParams)
  if (!wantsToken(config, here, context)) return sendWithHereRetry(config, () => adapter(config), context)

  keepFormBytes(config)
  const send = createAuthorizedSend(config, adapter, here?.scope ?? context.options.scope, context)
  return sendWithHereRetry(config, send, context)
}

// A host that is not HERE's gets what plain axios would send; repeated only if the config asks for it.
function sendPlain(
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
  context: Context,
): Promise<AxiosResponse> {
  return config[retryKey] === undefined ? adapter(config) : sendWithHereRetry(config, () => adapter(config), context)
}

function sendWithHereRetry(
  config: InternalAxiosRequestConfig,
  send: () => Promise<AxiosResponse>,
  { emit }: Context,
): Promise<AxiosResponse> {
  return sendWithRetry(config, send, retryOptions, (attempt, { response, code }) =>
    emit({ type: 'retry', host: hostOf(config), attempt, status: response?.status, code }),
  )
}

const retryOptions = {
  retries: 3,
  retryDelay: exponentialDelay,
  longestRetryAfter: 30_000,
  retryCondition: (error: AxiosError) => isNetworkOrIdempotentRequestError(error) && !isLocalFailure(error),
}

const sensitiveHeaders = ['authorization']

/** Also gives a relative URL the host of its service. */
function mayReceiveToken(
  config: InternalAxiosRequestConfig,
  here: HereRequestOptions | undefined,
  { instance, options, trust, emit, withheld }: Context,
): boolean {
  const target = targetOf(config)
  if (target === undefined) {
    const service = here?.service ?? options.service
    setOrigin(config, serviceOrigin(String(config.url ?? ''), options.region ?? 'global', service, config))
    return true
  }
  const ownBaseURL = instance.defaults.baseURL
  if (trust.isTrusted(target) || trust.isOwnOrigin(target, ownBaseURL)) return true
  if (ownBaseURL !== undefined && target === ownBaseURL && !withheld.has(ownBaseURL)) {
    withheld.add(ownBaseURL)
    emit({ type: 'token-withheld', host: hostOf(config) })
  }
  return false
}

const absoluteUrl = /^([a-z][a-z\d+\-.]*:)?\/\//i
const urlWithScheme = /^[a-z][a-z\d+\-.]*:/i

// The part of the final URL that decides the host, by axios's own rule; undefined where the path decides.
function targetOf({ url, baseURL, allowAbsoluteUrls, socketPath }: InternalAxiosRequestConfig): string | undefined {
  const path = String(url ?? '')
  if (baseURL && (allowAbsoluteUrls === false || !absoluteUrl.test(path))) return baseURL
  // A `data:` URL, or a path at a Unix socket, is no path of HERE's.
  return absoluteUrl.test(path) || urlWithScheme.test(path) || socketPath ? path : undefined
}

function wantsToken(
  config: InternalAxiosRequestConfig,
  here: HereRequestOptions | undefined,
  { options }: Context,
): boolean {
  return (here?.auth ?? options.auth) !== false && !config.auth && !config.headers.has('Authorization')
}

/** Sends with the token, and once more with a new one when HERE refuses it. */
function createAuthorizedSend(
  config: InternalAxiosRequestConfig,
  adapter: AxiosAdapter,
  scope: string | undefined,
  { tokens, emit }: Context,
): () => Promise<AxiosResponse> {
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
    const token = await waitAsRequest(getToken(), config, config.data).catch((error) =>
      Promise.reject(asOwnError(error, config)),
    )
    return withRestOfTimeout(config, startedAt, () => sendWith(token))
  }

  async function getToken(): Promise<AccessToken> {
    const token = await tokens.getToken({ scope })
    if (!isToken(token?.accessToken)) throw new TypeError('getToken() of the token provider gave no access token')
    return token
  }

  function sendWith(token: AccessToken): Promise<AxiosResponse> {
    const startedAt = performance.now()
    setToken(config, token.accessToken)
    // Before 1.21 axios left the header to follow-redirects, which keeps it for a sub-domain.
    config.sensitiveHeaders = config.sensitiveHeaders?.concat(sensitiveHeaders) ?? sensitiveHeaders
    return adapter(config).then(
      (response) => (response.status === 401 ? handle401(response, () => response) : response),
      (error) =>
        error?.response?.status === 401
          ? handle401(error.response, () => Promise.reject(explained(error, config)))
          : Promise.reject(error),
    )

    async function handle401(
      refused: AxiosResponse,
      giveUp: () => AxiosResponse | Promise<never>,
    ): Promise<AxiosResponse> {
      const canReplay = !isReplayed && !isOneShot(config.data)
      emit({ type: 'unauthorized', host: hostOf(config), scope, isReplayed: canReplay })
      // A token that is new and refused all the same is not the reason; other services may take it.
      if (!isReplayed) await dropToken(token)
      if (!canReplay) return giveUp()
      isReplayed = true
      discard(refused.data)
      return withRestOfTimeout(config, startedAt, send)
    }
  }

  // When that fails the token may come back, and then the second 401 goes to the caller.
  async function dropToken(token: AccessToken): Promise<void> {
    const dropped = (async () => tokens.invalidate(token))().catch(() => {})
    await waitAsRequest(dropped, config)
  }

  return send
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

// Method and path; a query may hold what is nobody's business.
function nameOf({ method, url }: InternalAxiosRequestConfig): string {
  const path = String(url ?? '').replace(/[?#].*$/s, '')
  return `${String(method).toUpperCase()} ${path.replace(/^([a-z][a-z\d+\-.]*:\/\/)[^/]*@/i, '$1')}`
}

function hostOf({ url, baseURL }: InternalAxiosRequestConfig): string {
  const whole = absoluteUrl.test(url ?? '') ? url : baseURL
  return whole !== undefined && URL.canParse(whole) ? new URL(whole).host : ''
}
