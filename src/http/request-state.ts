import type { InternalAxiosRequestConfig, ParamsSerializerOptions } from 'axios'

/**
 * The key of our state in a request's config. A symbol, because axios keeps symbol keys when it merges configs (since 1.19) and
 * no option of the application can have the same name; a registered one, so that two copies of this package share it.
 */
export const requestState: unique symbol = Symbol.for('axios-here') as never

/** Marks our adapter and our interceptor, so that both copies of this package recognize them. */
export const ownMark: unique symbol = Symbol.for('axios-here.own') as never

/** What we note in a config about what we have put into it. A config that is sent again still has it. */
interface RequestState {
  /** The adapter that the request had before ours took its place. */
  adapter: InternalAxiosRequestConfig['adapter']
  /** The bearer token in the `Authorization` header. */
  token?: string | undefined
  /** The base URL of HERE's service in `baseURL`. */
  baseURL?: string | undefined
  /** Our `paramsSerializer`. */
  paramsSerializer?: ParamsSerializerOptions | undefined
}

/** A request's config, with our state in it. */
export interface RequestConfig extends InternalAxiosRequestConfig {
  [requestState]?: RequestState
}

/** Gives the config its own adapter back, if it has ours, so that it can be sent again, here or elsewhere. */
export function restoreAdapter(config: RequestConfig | undefined): void {
  if (config && ownMark in Object(config.adapter)) config.adapter = config[requestState]?.adapter as never
}

/** Takes out of a config what an earlier send has put into it, so that none of it is taken for the caller's own. */
export function restoreConfig(config: RequestConfig): void {
  const { baseURL, paramsSerializer } = config[requestState] ?? {}
  removeToken(config)
  if (baseURL !== undefined && config.baseURL === baseURL) delete config.baseURL
  // axios has copied the object, but not its function.
  const current = config.paramsSerializer as ParamsSerializerOptions | undefined
  if (paramsSerializer && current?.visitor === paramsSerializer.visitor) delete config.paramsSerializer
}

/** The token that a config contains, if it is ours. */
export function tokenOf(config: RequestConfig | undefined): string | undefined {
  return config?.[requestState]?.token
}

/** Takes the token out of a config. A header that the caller has put in its place stays. */
export function removeToken(config: RequestConfig): void {
  const { [requestState]: state, headers } = config
  if (!state?.token) return
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (/^authorization$/i.test(name) && value === `Bearer ${state.token}`) delete headers[name]
  }
  // A new object, because a copy of the config may share this one.
  config[requestState] = { ...state, token: undefined }
}
