import axios, { type AxiosInstance, type AxiosStatic, type CreateAxiosDefaults } from 'axios'
import { createClientTokenProvider } from '#provider'
import type { HereCredentials } from '../credentials/types.ts'
import { createRateLimit, type RateLimit } from '../rate-limit.ts'
import type { TokenProvider } from '../token/provider.ts'
import { attachTokens } from './attach-here-auth.ts'
import {
  checkClientOptions,
  type HereClientConfig,
  type HereClientOptions,
  providerOptions,
  refuseProviderOptions,
} from './options.ts'
import type { HereGet, HerePost } from './typed-methods.ts'

/** axios, with a token on every request to HERE. It has all members of axios's default export. */
export interface HereClient extends AxiosStatic {
  /** Where the client's tokens come from, for code that needs one itself (map tiles, another HTTP client). */
  readonly tokens: TokenProvider
  get: HereGet
  post: HerePost
  /** Makes a client with further defaults, which shares this one's tokens. */
  create(config?: HereClientConfig): HereClient
}

/**
 * Makes an axios that signs itself in to the HERE platform. It does no I/O; the first request asks for a token.
 *
 * @param credentials access key, a function that finds one (or a token), or a token provider to share. Default (Node
 *   only): the environment, then `~/.here/credentials.properties`
 * @param config axios's config of an instance; `here` holds this library's options, `'axios-retry'` those of axios-retry
 * @throws TypeError that names the wrong credential field or option, never its value
 * @example
 * const here = createHereClient({ accessKeyId, accessKeySecret })
 * const { data } = await here.get('/v1/discover', { params: { at: '52.5228,13.412', q: 'restaurant' } })
 */
export function createHereClient(credentials?: HereCredentials, config: HereClientConfig = {}): HereClient {
  // Without a prototype, here and elsewhere, so that nothing that somebody put on Object.prototype passes for an option.
  const { here, ...axiosConfig } = { __proto__: null, ...config }
  const options = checkClientOptions(here, credentials)
  const instance = axios.create(axiosConfig as CreateAxiosDefaults)
  return toClient(
    instance,
    createClientTokenProvider(credentials, options, instance),
    options,
    createRateLimit(options),
  )
}

function toClient(
  instance: AxiosInstance,
  tokens: TokenProvider,
  options: HereClientOptions,
  rateLimit: RateLimit | undefined,
): HereClient {
  const createInstance = instance.create
  // What axios's default export has and an instance has not: `isAxiosError`, `CancelToken`, `AxiosHeaders`, …
  const statics = { ...axios, ...instance } as AxiosStatic
  const client = Object.assign(instance, statics, {
    tokens,
    create(childConfig: HereClientConfig = {}): HereClient {
      const { here, ...config } = { __proto__: null, ...childConfig }
      const childOptions = checkClientOptions(here)
      // The child shares its parent's tokens, and those are of one region.
      refuseProviderOptions(childOptions, [...providerOptions, 'region'])
      const merged = { __proto__: null, ...options, ...childOptions }
      // What HERE counts is the app's requests, not those of one client.
      const childLimit = createRateLimit(childOptions) ?? rateLimit
      return toClient(createInstance(config as CreateAxiosDefaults), tokens, merged, childLimit)
    },
  })
  Object.assign(client, { default: client })
  attachTokens(instance, tokens, options, rateLimit)
  return client
}
