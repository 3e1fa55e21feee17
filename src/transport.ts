import type { AxiosInstance, AxiosRequestConfig } from 'axios'

// The settings of an instance that say how bytes travel. The token request goes the same way.
const transportKeys = [
  'adapter',
  'proxy',
  'httpAgent',
  'httpsAgent',
  'lookup',
  'family',
  'env',
  'fetchOptions',
] as const

/** Reads an instance's transport settings as they are when a token is requested, so that a mock adapter is honoured. */
export function transportOf(instance: Pick<AxiosInstance, 'defaults'> | undefined): () => AxiosRequestConfig {
  return () => {
    // Its own alone, and not what somebody put on Object.prototype.
    const { defaults } = instance ?? { defaults: {} as AxiosInstance['defaults'] }
    return Object.fromEntries(
      transportKeys.filter((key) => Object.hasOwn(defaults, key)).map((key) => [key, defaults[key]]),
    )
  }
}
