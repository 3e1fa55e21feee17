import { AxiosError, type AxiosRequestConfig, type CreateAxiosDefaults, type InternalAxiosRequestConfig } from 'axios'
import type { IAxiosRetryConfigExtended } from 'axios-retry'
import { isServiceName } from '#parts'
import { withServiceOf } from '#runtime'
import { isScope, isToken, scopeRule } from '../credentials/types.ts'
import type { HereEvent } from '../errors/events.ts'
import { isTrustedHost } from '../http/trusted-hosts.ts'
import { rateRule, serviceRule } from '../service-rule.ts'
import type { HereApi } from '../services/api-lookup.ts'
import type { HereRegion } from '../services/resolve-host.ts'
import type { HereServiceName } from '../services/service-table.ts'
import type { TokenStore } from '../token/token-store.ts'

/** The key `here` of a request's config, and of the client's as default for its requests. */
export interface HereRequestOptions {
  /** `false` sends the request without a token. Default: `true`. */
  auth?: boolean | undefined
  /** HRN of the project that the token is for; one token is kept per scope. Default: the credentials' scope. */
  scope?: string | undefined
  /**
   * The service that a relative URL belongs to, where the path alone does not say; or an API of a catalog of the HERE
   * platform, whose host API Lookup knows: `{ hrn: 'hrn:here:data::olp-here:map', api: 'metadata' }`. Default: by path.
   */
  service?: HereServiceName | HereApi | undefined
  /**
   * Sent as `X-Request-ID`, for HERE's logs and yours: text of your own, or `true` for a UUID of each request. A header
   * that you set wins. Default: none.
   */
  requestId?: string | true | undefined
}

/** How many requests a client sends in a second, repeated ones too; the others wait for their turn. */
export interface HereRateLimit {
  /** To all of HERE's services together, or to each of those that are named. */
  perSecond: number | Readonly<Partial<Record<HereServiceName, number>>>
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
   * Where processes share tokens, for credentials that sign in: a Keyv instance, `fileTokenStore()` or
   * `redisTokenStore(redis)`. Default: none, each process has its own.
   */
  tokenStore?: TokenStore | undefined
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
  /**
   * Holds requests back, those to one service in their order, and the whole service for as long as the `Retry-After` of a
   * 429 says, at most 30 s. The wait is not part of a request's `timeout`. Children share it. Default: none.
   */
  rateLimit?: HereRateLimit | undefined
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

type Rule = readonly [isValid: (value: unknown) => boolean, expected: string]
type Rules = Readonly<Record<string, Rule>>

const scope: Rule = [isScope, scopeRule]
const object: Rule = [isObject, 'an object']

const requestRules: Rules = {
  auth: ofType('boolean'),
  scope,
  service: [(value) => isServiceName(value) || typeof Object(value).api === 'string', serviceRule],
  requestId: [(value) => value === true || isToken(value), 'true or text'],
}

const tokenRules: Rules = {
  region: [(value) => value === 'global' || value === 'china', 'one of global, china'],
  scope,
  refreshAhead: [(value) => Number.isFinite(value) && (value as number) >= 0, 'milliseconds, 0 or more'],
  tokenRequest: object,
  tokenStore: object,
  onEvent: ofType('function'),
}

const clientRules: Rules = {
  ...tokenRules,
  ...requestRules,
  trustedHosts: [
    (value) => Array.isArray(value) && value.every(isTrustedHost),
    'hosts (*.example.com, localhost:8080) or origins (http://gateway:8080)',
  ],
  rateLimit: [isRateLimit, rateRule],
}

/** @throws TypeError that names the wrong option, never its value */
export function checkTokenOptions(options: unknown): HereTokenOptions {
  return check(options ?? {}, tokenRules, TypeError)
}

/** @throws TypeError that names the wrong option, never its value */
export function checkClientOptions(options: unknown, credentials?: unknown): HereClientOptions {
  return withServiceOf(credentials, check(options ?? {}, clientRules, TypeError))
}

/** @throws AxiosError with code `ERR_BAD_OPTION_VALUE`, since a request only ever fails with an AxiosError */
export function checkRequestOptions(
  options: HereRequestOptions,
  config: InternalAxiosRequestConfig,
): HereRequestOptions {
  const toError = (message: string): Error => new AxiosError(message, AxiosError.ERR_BAD_OPTION_VALUE, config)
  return check(options, requestRules, toError)
}

type Fields = Record<string, unknown>

// The copy has no prototype, so that nothing that somebody put on Object.prototype passes for an option.
function check(options: unknown, rules: Rules, toError: (message: string) => Error): Fields {
  if (!isObject(options)) throw toError('here must be an object')
  const checked: Fields = Object.create(null)
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules, name)) {
      throw toError(`here.${name} is no option; these are: ${Object.keys(rules).join(', ')}`)
    }
    const [isValid, expected] = rules[name] as Rule
    if (value === undefined) continue
    if (!isValid(value)) throw toError(`here.${name} must be ${expected}`)
    checked[name] = value
  }
  return checked
}

/** The options of a token provider, which have no effect on one that exists already. */
export const providerOptions = ['refreshAhead', 'tokenRequest', 'tokenStore'] as const

/**
 * @throws TypeError when options are given for a token provider that exists already, and would have no effect
 */
export function refuseProviderOptions(options: HereClientOptions, names: readonly (keyof HereClientOptions)[]): void {
  const fixed = names.find((name) => options[name] !== undefined)
  if (fixed === undefined) return
  throw new TypeError(`here.${fixed} has no effect on a provider that exists`)
}

function isRateLimit(value: unknown): boolean {
  const { perSecond } = Object(value)
  const rates = Object.entries(isObject(perSecond) ? perSecond : { routing: perSecond })
  return rates.length > 0 && rates.every(([name, rate]) => isServiceName(name) && isRate(rate as number))
}

// What is slower than that, timers cannot wait for.
function isRate(rate: number): boolean {
  return Number.isFinite(rate) && rate > 1e-5
}

function ofType(type: string): Rule {
  return [(value) => typeof value === type, `a ${type}`]
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
