import type { InternalAxiosRequestConfig } from 'axios'

// What we put into a config, under symbols: they survive axios's merging of configs, and reach a second copy of this
// package. A config that is sent again still holds it all, and none of it may pass for the caller's own.
const headerMark: unique symbol = Symbol.for('axios-here.header') as never
const originMark: unique symbol = Symbol.for('axios-here.origin') as never
const serializerMark: unique symbol = Symbol.for('axios-here.serializer') as never

interface MarkedConfig extends InternalAxiosRequestConfig {
  [headerMark]?: string
  [originMark]?: string
  [serializerMark]?: true
}

/** Puts a token into a request. */
export function setToken(config: MarkedConfig, token: string): void {
  const header = `Bearer ${token}`
  config.headers.set('Authorization', header)
  config[headerMark] = header
}

/** Gives a relative URL the origin of its service. */
export function setOrigin(config: MarkedConfig, origin: string): void {
  config.baseURL = origin
  config[originMark] = origin
}

/** Has the parameters written by a function of ours. */
export function setSerializer(config: MarkedConfig, serialize: (params: Record<string, unknown>) => string): void {
  config.paramsSerializer = { serialize }
  config[serializerMark] = true
}

/** The token of ours that a config holds, if any. */
export function tokenOf(config: MarkedConfig | undefined): string | undefined {
  return config?.[headerMark]?.slice('Bearer '.length)
}

/** Takes back the token. A header that the caller has put in its place stays. */
export function removeToken(config: MarkedConfig): void {
  const own = config[headerMark]
  if (own === undefined) return
  delete config[headerMark]
  for (const [name, value] of Object.entries(config.headers)) if (value === own) delete config.headers[name]
}

/** Takes back all that an earlier sending of this config has left in it. */
export function removeTraces(config: MarkedConfig): void {
  removeToken(config)
  if (config[originMark] !== undefined) {
    if (config.baseURL === config[originMark]) delete config.baseURL
    delete config[originMark]
  }
  if (config[serializerMark] !== undefined) {
    delete config.paramsSerializer
    delete config[serializerMark]
  }
}
