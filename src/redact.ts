import { type InternalAxiosRequestConfig, isAxiosError } from 'axios'

/**
 * In a config: the Authorization header that we set. A config that is sent again still holds that header, and it must not
 * pass for the caller's own. Symbols survive axios's merging of configs, and reach a second copy of this package.
 */
export const injectedMark: unique symbol = Symbol.for('axios-here.injected') as never

/** A config that may have got its Authorization header from us. */
export interface MarkedConfig extends InternalAxiosRequestConfig {
  [injectedMark]?: string
}

/**
 * Takes the token out of what a failed request shows: the header goes from its config, and the low-level request, which
 * holds the header as it went over the wire, is hidden from `util.inspect` and loggers. Code can still read
 * `error.request`, and the config can be sent again through the client, which puts a token in.
 */
export function redactError(error: unknown): void {
  if (!isAxiosError(error) || !isMarked(error.config)) return
  removeOwnHeader(error.config)
  hide(error, 'request')
  if (error.response === undefined) return
  if (isMarked(error.response.config)) removeOwnHeader(error.response.config)
  hide(error.response, 'request')
}

/** Takes back the header that we set when this config was sent before; a header of the caller's own stays. */
export function removeOwnHeader(config: MarkedConfig): void {
  const own = config[injectedMark]
  if (own === undefined) return
  delete config[injectedMark]
  if (config.headers.get('Authorization') === own) config.headers.delete('Authorization')
}

function isMarked(config: MarkedConfig | undefined): config is MarkedConfig {
  return config?.[injectedMark] !== undefined
}

function hide(holder: object, key: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key)
  if (descriptor?.configurable) Object.defineProperty(holder, key, { ...descriptor, enumerable: false })
}
