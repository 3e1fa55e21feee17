import axios, { type AxiosInstance, type AxiosStatic, type CreateAxiosDefaults } from 'axios'
import type { HereCredentials, TokenProvider } from '../credentials/types.ts'
import type { ClientSettings } from '../request/context.ts'
import { addInterceptors } from '../request/interceptors.ts'
import { providerOptions, rejectProviderOptions } from '../token/options.ts'
import { tokenProviderOf } from './create-token-provider.ts'
import {
  checkClientOptions,
  type HereClientConfig,
  type HereClientOptions,
  ownBaseURL,
  toClientSettings,
} from './options.ts'
import type { HereGet, HerePost } from './typed-methods.ts'

/** axios, with a token on every request to HERE. It has all members of axios's default export. */
export interface HereClient extends AxiosStatic {
  /** The client's token provider, for code that needs a token itself (map tiles, another HTTP client). */
  readonly tokens: TokenProvider
  get: HereGet
  post: HerePost
  /** Creates a client with further defaults, which shares this one's tokens. */
  create(config?: HereClientConfig): HereClient
}

/**
 * Creates an axios that signs itself in to the HERE platform. It does no I/O; the first request gets a token.
 *
 * @param credentials access key, private key, a function that returns credentials or a token, or a token provider to share.
 *   Default (Node only): the environment, then files in `~/.here`
 * @param config axios's config of an instance; `here` contains this library's options, `'axios-retry'` those of axios-retry. Its
 *   `baseURL` is trusted with the token
 * @throws TypeError that names the wrong credential field or option, never its value
 * @example
 * const here = createHereClient({ accessKeyId, accessKeySecret })
 * const { data } = await here.get('/v1/discover', { params: { at: '52.5228,13.412', q: 'restaurant' } })
 */
export function createHereClient(credentials?: HereCredentials, config: HereClientConfig = {}): HereClient {
  // Without a prototype, here and below, so that a polluted `Object.prototype` cannot add options.
  const { here, ...axiosConfig } = { __proto__: null, ...config }
  const options = checkClientOptions(here, credentials)
  const instance = axios.create(axiosConfig as CreateAxiosDefaults)
  const baseURL = ownBaseURL(config)
  return toHereClient(instance, options, {
    tokens: tokenProviderOf(credentials, options, instance),
    ...toClientSettings(options, baseURL),
    baseURL,
  })
}

/** What a client passes on to its children: beside its settings the `baseURL` that was given with the credentials. */
type SharedSettings = ClientSettings & { baseURL: string | undefined }

function toHereClient(instance: AxiosInstance, options: HereClientOptions, shared: SharedSettings): HereClient {
  const createInstance = instance.create
  // The members that axios's default export has and an instance lacks: `isAxiosError`, `CancelToken`, `AxiosHeaders`, …
  const statics = { ...axios, ...instance } as AxiosStatic
  const client = Object.assign(instance, statics, {
    tokens: shared.tokens,
    create(childConfig: HereClientConfig = {}): HereClient {
      const { here, ...config } = { __proto__: null, ...childConfig }
      const childOptions = checkClientOptions(here)
      // The child shares its parent's tokens, which are of one region.
      rejectProviderOptions(childOptions, [...providerOptions, 'region'])
      const merged = { __proto__: null, ...options, ...childOptions }
      const settings = { ...shared, ...toClientSettings(merged, shared.baseURL) }
      // Without a rate limit of its own the child shares its parent's queue, because HERE counts the requests of the app.
      if (!childOptions.rateLimit) settings.loadRateLimiter = shared.loadRateLimiter
      return toHereClient(createInstance(config as CreateAxiosDefaults), merged, settings)
    },
  })
  Object.assign(client, { default: client })
  addInterceptors(instance, shared)
  return client
}
