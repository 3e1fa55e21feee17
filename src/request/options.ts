import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import type { IAxiosRetryConfigExtended } from 'axios-retry'
import { isScope, scopeRule } from '../credentials/types.ts'
import { checkOptions, type OptionRules, ofType } from '../errors/option-rules.ts'
import type { HereApi } from '../services/api-lookup.ts'
import { type HereServiceName, isServiceName } from '../services/service-table.ts'

/** The key `here` of a request's config, and of the client's as default for its requests. */
export interface HereRequestOptions {
  /** `false` sends the request without a token. Default: `true`. */
  auth?: boolean | undefined
  /** HRN of the project that the token is for; one token is cached per scope. Default: the credentials' scope. */
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

declare module 'axios' {
  interface AxiosRequestConfig<D, P> {
    /** Options of axios-here for this request. */
    here?: HereRequestOptions | undefined
    /** Options of axios-retry, which repeats failed requests to HERE. Default: 3 retries; `{ retries: 0 }` is off. */
    'axios-retry'?: IAxiosRetryConfigExtended
  }
}

/** The rules of {@link HereRequestOptions}. */
export const requestOptionRules: OptionRules = {
  auth: ofType('boolean'),
  scope: [isScope, scopeRule],
  service: [isService, 'a name of hereServices, or { hrn, api, version }'],
  requestId: [(value) => value === true || isHeaderText(value), 'true or text'],
}

/** @throws AxiosError with code `ERR_BAD_OPTION_VALUE`, because requests fail with an AxiosError only */
export function checkRequestOptions(
  options: HereRequestOptions,
  config: InternalAxiosRequestConfig,
): HereRequestOptions {
  const toError = (message: string): Error => new AxiosError(message, AxiosError.ERR_BAD_OPTION_VALUE, config)
  return checkOptions(options, requestOptionRules, toError)
}

function isService(value: unknown): boolean {
  return isServiceName(value) || typeof Object(value).api === 'string'
}

// Visible ASCII, without spaces.
function isHeaderText(value: unknown): boolean {
  return typeof value === 'string' && /^[\x21-\x7e]{1,1024}$/.test(value)
}
