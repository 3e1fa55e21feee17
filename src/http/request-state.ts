import type { AxiosAdapter, AxiosRequestHeaders, InternalAxiosRequestConfig, ParamsSerializerOptions } from 'axios'
import { mark } from '../mark.ts'
import { hereParams } from '../services/query-params.ts'

// What we put into a config, under one symbol, which survives axios's merging of configs. A config that is sent again still
// holds it all, and none of it may pass for the caller's own. One, and not one for each: a config of axios's has room for
// three more keys before V8 moves all of them. Made anew for each sending, so that no two share one; a spread of it would
// cost more than all else here.
interface Traces {
  /** What the config had in place of our adapter. */
  adapter?: InternalAxiosRequestConfig['adapter']
  token?: string | undefined
  origin?: string | undefined
}

interface MarkedConfig extends InternalAxiosRequestConfig {
  [mark]?: Traces
}

/** Makes an adapter one of ours, which a request has in place of its own; it is to give that back (`unwrapAdapter`). */
export function asWrapper(adapter: AxiosAdapter): AxiosAdapter {
  return Object.assign(adapter, { [mark]: true })
}

/** Puts an adapter of ours in the place of a request's own. */
export function wrapAdapter(config: MarkedConfig, wrapper: AxiosAdapter): void {
  // A config that failed before it was sent still holds a wrapper; sent again, it must not pass through two.
  unwrapAdapter(config)
  const earlier = config[mark]
  config[mark] = { adapter: config.adapter, token: earlier?.token, origin: earlier?.origin }
  config.adapter = wrapper
}

/** Has a config show the caller's adapter again, so that it can be sent again, here or elsewhere. */
export function unwrapAdapter(config: MarkedConfig | undefined): void {
  if (config && mark in Object(config.adapter)) config.adapter = config[mark]?.adapter as AxiosAdapter
}

/** Whether a request has the header, in whatever spelling. `headers.has` takes five times as long. */
export function hasAuthorization(headers: AxiosRequestHeaders): boolean {
  // By the length first, as few names have it.
  return Object.keys(headers).some(
    (name) => name.length === 13 && /authorization/i.test(name) && headers[name] !== undefined,
  )
}

/** Puts a token into a request. */
export function setToken(config: MarkedConfig, token: string): void {
  // There is none yet, in any spelling, and the token is known to be fit for a header.
  config.headers.Authorization = `Bearer ${token}`
  ;(config[mark] as Traces).token = token
}

/** Gives a relative URL the origin of its service. */
export function setOrigin(config: MarkedConfig, origin: string): void {
  config.baseURL = origin
  ;(config[mark] as Traces).origin = origin
}

/** The token of ours that a config holds, if any. */
export function tokenOf(config: MarkedConfig | undefined): string | undefined {
  return config?.[mark]?.token
}

/** Takes back the token. A header that the caller has put in its place stays. */
export function removeToken(config: MarkedConfig): void {
  const traces = config[mark]
  if (!traces?.token) return
  for (const [name, value] of Object.entries(config.headers ?? {})) {
    if (value === `Bearer ${traces.token}`) delete config.headers[name]
  }
  config[mark] = { ...traces, token: undefined }
}

/** Takes back all that an earlier sending of this config has left in it, and makes room for what this one leaves. */
export function removeTraces(config: MarkedConfig): void {
  removeToken(config)
  config[mark] ??= {}
  const traces = config[mark]
  if (traces.origin) {
    if (config.baseURL === traces.origin) delete config.baseURL
    traces.origin = undefined
  }
  if ((config.paramsSerializer as ParamsSerializerOptions | undefined)?.visitor === hereParams.visitor)
    delete config.paramsSerializer
}

/** The same for a request that is none of ours: nothing of us is left in it. */
export function removeMark(config: MarkedConfig): void {
  delete config[mark]
}
