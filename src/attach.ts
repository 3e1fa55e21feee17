import type { AxiosAdapter, AxiosError, AxiosInstance, InternalAxiosRequestConfig } from 'axios'
import { redactError } from '#runtime'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { addInnermost } from './innermost.ts'
import { checkClientOptions, type HereClientOptions } from './options.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import type { HereCredentials } from './token/credentials.ts'
import { createClientTokenProvider, type TokenProvider } from './token/provider.ts'

/**
 * Gives an axios instance that exists already what a client of `createHereClient` does: the token on requests to HERE,
 * one replay after a 401, hosts by path, HERE's query rules, retries.
 *
 * @param credentials default (Node only): the environment, then `~/.here/credentials.properties`
 * @returns a function that takes it off again
 * @throws TypeError for wrong credentials or options, or when the instance has it already
 * @example
 * const detach = attachHereAuth(existingInstance, { accessKeyId, accessKeySecret })
 */
export function attachHereAuth(
  instance: AxiosInstance,
  credentials?: HereCredentials,
  options?: HereClientOptions,
): () => void {
  const checked = checkClientOptions(options, credentials)
  return attachTokens(instance, createClientTokenProvider(credentials, checked, instance), checked)
}

/** {@link attachHereAuth} with a provider that exists already, and options that were checked. `rateLimit`: that of a parent. */
export function attachTokens(
  instance: AxiosInstance,
  tokens: TokenProvider,
  options: HereClientOptions,
  rateLimit: RateLimit | undefined = createRateLimit(options),
): () => void {
  const dispatch = createDispatch(instance, tokens, options, rateLimit)
  // Everything happens where the adapter is called: below all interceptors, with the URL, headers and body that will
  // really be sent. The interceptor itself only puts us there, so it can be synchronous.
  return addInnermost(
    instance,
    (config) => {
      wrapAdapter(config, dispatch)
      return config
    },
    // axios makes errors of its own after the adapter (an answer that is no JSON, an abort).
    (error) => {
      redactError(error)
      unwrapAdapter((error as Partial<AxiosError> | undefined)?.config)
      return Promise.reject(error)
    },
  )
}

const wrappedMark = Symbol.for('axios-here.wrapped')

// The adapter shows what it stands for to a second copy of this package too.
interface Wrapper extends AxiosAdapter {
  [wrappedMark]?: { adapter: InternalAxiosRequestConfig['adapter'] }
}

function wrapAdapter(config: InternalAxiosRequestConfig, dispatch: Dispatch): void {
  // A config that failed before it was sent still holds a wrapper; sent again, it must not pass through two.
  unwrapAdapter(config)
  const wrapper: Wrapper = (config) => {
    unwrapAdapter(config)
    return dispatch(config)
  }
  wrapper[wrappedMark] = { adapter: config.adapter }
  config.adapter = wrapper
}

// The config shows the caller's adapter again, so that it can be sent again, here or elsewhere.
function unwrapAdapter(config: InternalAxiosRequestConfig | undefined): void {
  Object.assign(config ?? {}, (config?.adapter as Wrapper | undefined)?.[wrappedMark])
}
