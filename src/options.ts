import { AxiosError, type AxiosRequestConfig, type CreateAxiosDefaults } from 'axios'
import type { IAxiosRetryConfigExtended } from 'axios-retry'
import type { HereEvent } from './events.ts'
import { type HereRegion, type HereServiceName, hereServices, isServiceName } from './services.ts'
import { checkScope } from './token/credentials.ts'

/** The key `here` of a request's config, and of the client's as default for its requests. */
export interface HereRequestOptions {
  /** `false` sends the request without a token. Default: `true`. */
  auth?: boolean | undefined
  /** HRN of the project that the token is for; one token is kept per scope. Default: the credentials' scope. */
  scope?: string | undefined
  /** The service that a relative URL belongs to, where the path alone does not say. Default: by path. */
  service?: HereServiceName | undefined
}

/** What concerns tokens: for `createTokenProvider`, and for a client that makes its own provider. */
export interface HereTokenOptions {
  /** HERE's hosts and token endpoint. Default: `'global'`. */
  region?: HereRegion | undefined
  /** HRN of the project that tokens are for. Default: the credentials' scope. */
  scope?: string | undefined
  /**
   * Milliseconds before a token's end from which a request renews it in the background, at most half of its lifetime.
   * Default: 5 minutes, at most a tenth of the lifetime.
   */
  refreshAhead?: number | undefined
  /**
   * axios config for the token request: proxy, agent, adapter, further headers; `timeout` is the limit in milliseconds
   * for all attempts together. Default: the client's transport settings at that time, and 30 seconds.
   */
  tokenRequest?: AxiosRequestConfig | undefined
  /** Called with each {@link HereEvent}; what it throws is ignored. Default: none. */
  onEvent?: ((event: HereEvent) => void) | undefined
}

/** The key `here` of the client's config. */
export interface HereClientOptions extends HereRequestOptions, HereTokenOptions {
  /**
   * Further hosts (`maps.example.com`, `*.example.com`, `localhost:8080`) or origins (`http://gateway:8080`) that may
   * receive the token. Default: none.
   */
  trustedHosts?: readonly string[] | undefined
}

/** axios's config of an instance, with this library's key `here`. */
export interface HereClientConfig extends Omit<CreateAxiosDefaults, 'here'> {
  here?: HereClientOptions | undefined
}

declare module 'axios' {
  interface AxiosRequestConfig<D, P> {
    /** Options of axios-here for this request. */
    here?: HereRequestOptions | undefined
    /** Options of axios-retry, which repeats requests that failed. Default: 3 retries; `{ retries: 0 }` is off. */
    'axios-retry'?: IAxiosRetryConfigExtended
  }
}

const tokenOptionNames = ['region', 'scope', 'refreshAhead', 'tokenRequest', 'onEvent']
const clientOptionNames = [...tokenOptionNames, 'auth', 'service', 'trustedHosts']

// They would be sent unsigned, or would change what is signed.
const fixedByTokenRequest = ['url', 'method', 'baseURL', 'params', 'data', 'auth']

/** @throws TypeError that names the wrong option, never its value */
export function checkTokenOptions(options: unknown): HereTokenOptions {
  return check(options, tokenOptionNames)
}

/** @throws TypeError that names the wrong option, never its value */
export function checkClientOptions(options: unknown): HereClientOptions {
  return check(options, clientOptionNames)
}

/** @throws AxiosError with code `ERR_BAD_OPTION_VALUE`, since a request only ever fails with an AxiosError */
export function checkRequestOptions(options: HereRequestOptions): void {
  try {
    checkRequestFields(options as Fields)
  } catch (error) {
    throw AxiosError.from(error, AxiosError.ERR_BAD_OPTION_VALUE)
  }
}

type Fields = Record<string, unknown>

function check(options: unknown, names: readonly string[]): HereClientOptions {
  if (options === undefined) return {}
  if (!isObject(options)) throw new TypeError('here must be an object')
  const unknownName = Object.keys(options).find((name) => !names.includes(name))
  if (unknownName !== undefined) {
    throw new TypeError(`here.${unknownName} is not an option here; the options are ${names.join(', ')}`)
  }
  checkRequestFields(options)
  expectOption('region', options.region, (value) => value === 'global' || value === 'china', "'global' or 'china'")
  expectOption('refreshAhead', options.refreshAhead, isDuration, 'a number of milliseconds, 0 or more')
  expectOption('onEvent', options.onEvent, (value) => typeof value === 'function', 'a function')
  expectOption('trustedHosts', options.trustedHosts, isListOfText, 'a list of hosts or origins')
  expectOption('tokenRequest', options.tokenRequest, isObject, 'an axios config')
  const fixedName = fixedByTokenRequest.find((name) => isObject(options.tokenRequest) && name in options.tokenRequest)
  if (fixedName !== undefined) {
    throw new TypeError(`here.tokenRequest.${fixedName} cannot be set; the endpoint is credentials.tokenEndpointUrl`)
  }
  return options
}

function checkRequestFields(options: Fields): void {
  if (!isObject(options)) throw new TypeError('here must be an object')
  expectOption('auth', options.auth, (value) => typeof value === 'boolean', 'true or false')
  expectOption('service', options.service, isServiceName, `one of ${Object.keys(hereServices).join(', ')}`)
  checkScope(options.scope, 'here.scope')
}

function expectOption(name: string, value: unknown, isValid: (value: unknown) => boolean, expected: string): void {
  if (value !== undefined && !isValid(value)) throw new TypeError(`here.${name} must be ${expected}`)
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDuration(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
