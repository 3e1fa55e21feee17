import type { CreateAxiosDefaults } from 'axios'
import pMemoize from 'p-memoize'
import { platform } from '#platform'
import { isDataLens } from '../credentials/validate.ts'
import { createEmit } from '../errors/events.ts'
import { checkOptions, isPlainOptions, type OptionRules } from '../errors/option-rules.ts'
import { createTrustRule, isTrustedHost } from '../http/trusted-hosts.ts'
import type { ClientSettings, RateLimiter } from '../request/context.ts'
import { type HereRequestOptions, requestOptionRules } from '../request/options.ts'
import type { HereRateLimit } from '../request/rate-limiter.ts'
import { hereHostSuffixes, isServiceName } from '../services/service-table.ts'
import { type HereTokenOptions, tokenOptionRules } from '../token/options.ts'

/** The key `here` of the client's config. */
export interface HereClientOptions extends HereRequestOptions, HereTokenOptions {
  /**
   * Further hosts (`maps.example.com`, `*.example.com`, `localhost:8080`) or origins (`http://gateway:8080`) that may
   * receive the token. Default: none.
   */
  trustedHosts?: readonly string[] | undefined
  /**
   * Holds requests back: those to one service in their order, and the whole service for as long as the `Retry-After` of a
   * 429 says, at most 30 s. The wait is not part of a request's `timeout`. Children share it. Default: none.
   */
  rateLimit?: HereRateLimit | undefined
}

/** axios's config of an instance, with this library's key `here`. */
export interface HereClientConfig extends Omit<CreateAxiosDefaults, 'here'> {
  here?: HereClientOptions | undefined
}

const clientOptionRules: OptionRules = {
  ...tokenOptionRules,
  ...requestOptionRules,
  trustedHosts: [
    (value) => Array.isArray(value) && value.every(isTrustedHost),
    'hosts (*.example.com, localhost:8080) or origins (http://gateway:8080)',
  ],
  rateLimit: [isRateLimit, '{ perSecond: 5 or { geocode: 5 } }'],
}

/**
 * Checks a client's options. Credentials that are valid for one service only make that the default service.
 *
 * @throws TypeError that names the wrong option, never its value
 */
export function checkClientOptions(options: unknown, credentials?: unknown): HereClientOptions {
  const checked: HereClientOptions = checkOptions(options ?? {}, clientOptionRules, (message) => new TypeError(message))
  if (isDataLens(credentials)) checked.service ??= 'dataLens'
  return checked
}

/** The `baseURL` of a config, as text: it may be a URL object. A polluted `Object.prototype` cannot add one. */
export function ownBaseURL(config: { baseURL?: unknown }): string | undefined {
  return Object.hasOwn(config, 'baseURL') && config.baseURL ? String(config.baseURL) : undefined
}

/**
 * Works out what a client's requests need from its options.
 *
 * @param baseURL the one that was given together with the credentials, whose origin is trusted
 */
export function toClientSettings(
  options: HereClientOptions,
  baseURL: string | undefined,
): Omit<ClientSettings, 'tokens'> {
  const { auth, scope, service, requestId, region, trustedHosts, rateLimit, onEvent } = options
  return {
    options: { auth, scope, service, requestId, region },
    isTrusted: createTrustRule({ suffixes: hereHostSuffixes, trustedHosts, baseURL }),
    httpAdapter: platform.httpAdapter,
    emit: createEmit(onEvent),
    loadRateLimiter: rateLimit && lazyRateLimiter(rateLimit),
  }
}

// Few use it, so that pages load it with the first request that needs it. p-memoize does not cache a failure.
function lazyRateLimiter(rateLimit: HereRateLimit): () => Promise<RateLimiter> {
  return pMemoize(async () => {
    const { createRateLimiter } = await import('../request/rate-limiter.ts')
    return createRateLimiter(rateLimit)
  })
}

function isRateLimit(value: unknown): boolean {
  const { perSecond } = Object(value)
  if (!isPlainOptions(perSecond)) return isRate(perSecond)
  const rates = Object.entries(perSecond)
  return rates.length > 0 && rates.every(([name, rate]) => isServiceName(name) && isRate(rate))
}

// Slower rates exceed the maximum delay of `setTimeout` (2^31-1 ms).
function isRate(rate: unknown): boolean {
  return Number.isFinite(rate) && (rate as number) > 1e-5
}
