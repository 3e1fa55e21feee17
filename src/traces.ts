import type { InternalAxiosRequestConfig, ParamsSerializerOptions } from 'axios'
import { hereParams } from './params.ts'

// What we put into a config, under symbols: they survive axios's merging of configs, and reach a second copy of this
// package. A config that is sent again still holds it all, and none of it may pass for the caller's own.
const tokenMark: unique symbol = Symbol.for('axios-here.token') as never
const originMark: unique symbol = Symbol.for('axios-here.origin') as never

interface MarkedConfig extends InternalAxiosRequestConfig {
  [tokenMark]?: string
  [originMark]?: string
}

/** Puts a token into a request. */
export function setToken(config: MarkedConfig, token: string): void {
  config.headers.set('Authorization', `Bearer ${token}`)
  config[tokenMark] = token
}

/** Gives a relative URL the origin of its service. */
export function setOrigin(config: MarkedConfig, origin: string): void {
  config.baseURL = origin
  config[originMark] = origin
}

/** The token of ours that a config holds, if any. */
export function tokenOf(config: MarkedConfig | undefined): string | undefined {
  return config?.[tokenMark]
}

/** Takes back the token. A header that the caller has put in its place stays. */
export function removeToken(config: MarkedConfig): void {
  const token = config[tokenMark]
  if (token === undefined) return
  delete config[tokenMark]
  for (const [name, value] of Object.entries(config.headers)) {
    if (value === `Bearer ${token}`) delete config.headers[name]
  }
}

/** Takes back all that an earlier sending of this config has left in it. */
export function removeTraces(config: MarkedConfig): void {
  removeToken(config)
  if (config[originMark] !== undefined) {
    if (config.baseURL === config[originMark]) delete config.baseURL
    delete config[originMark]
  }
  if ((config.paramsSerializer as ParamsSerializerOptions | undefined)?.visitor === hereParams.visitor)
    delete config.paramsSerializer
}
