import type { AxiosRequestConfig } from 'axios'
import { type CredentialSource, isScope, type SignInCredentials, scopeRule } from '../credentials/types.ts'
import { isObject } from '../credentials/validate.ts'
import type { Emit, HereEvent } from '../errors/events.ts'
import { checkOptions, type OptionRules, ofType } from '../errors/option-rules.ts'
import type { HereRegion } from '../services/service-table.ts'
import type { TokenStore } from './token-store.ts'

/** What concerns tokens: for `createTokenProvider`, and for a client that creates its own provider. */
export interface HereTokenOptions {
  /** HERE's hosts and token endpoint. Default: `'global'`. */
  region?: HereRegion | undefined
  /** HRN of the project that tokens are for. Default: the credentials' scope. */
  scope?: string | undefined
  /**
   * Milliseconds before a token expires from which a request refreshes it in the background, at most half of its lifetime.
   * Default: 5 minutes, at most a tenth of the lifetime.
   */
  refreshAhead?: number | undefined
  /**
   * Where processes share tokens: a Keyv instance, `fileTokenStore()` or `redisTokenStore(redis)`. Not used for tokens that
   * a function of the application supplies. Default: none, each process has its own token.
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

/** What tokens are fetched with. */
export interface FetchTokenOptions {
  /** Credentials, or a provider of credentials, or neither: then the platform's default. */
  credentials: SignInCredentials | CredentialSource | undefined
  options: HereTokenOptions
  /** Reads the axios config of the token request where the options do not contain it. */
  readTransport: () => AxiosRequestConfig
  emit: Emit
}

/** The rules of {@link HereTokenOptions}. */
export const tokenOptionRules: OptionRules = {
  region: [(value) => value === 'global' || value === 'china', 'one of global, china'],
  scope: [isScope, scopeRule],
  refreshAhead: [(value) => Number.isFinite(value) && (value as number) >= 0, 'milliseconds, 0 or more'],
  tokenRequest: [isObject, 'an object'],
  tokenStore: [isObject, 'an object'],
  onEvent: ofType('function'),
}

/** @throws TypeError that names the wrong option, never its value */
export function checkTokenOptions(options: unknown): HereTokenOptions {
  return checkOptions(options ?? {}, tokenOptionRules, (message) => new TypeError(message))
}

/** The options of a token provider, which have no effect on one that exists already. */
export const providerOptions = ['refreshAhead', 'tokenRequest', 'tokenStore'] as const

/** @throws TypeError when options of a token provider are given together with a provider that exists already */
export function rejectProviderOptions(
  options: HereTokenOptions,
  names: readonly (keyof HereTokenOptions)[] = providerOptions,
): void {
  const useless = names.find((name) => options[name] !== undefined)
  if (useless === undefined) return
  throw new TypeError(`here.${useless} has no effect on a token provider that exists already`)
}
