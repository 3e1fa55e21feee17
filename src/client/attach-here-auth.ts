import type { AxiosError, AxiosInstance } from 'axios'
import { createClientTokenProvider } from '#provider'
import { redactError } from '#runtime'
import type { HereCredentials } from '../credentials/types.ts'
import { asWrapper, unwrapAdapter, wrapAdapter } from '../http/request-state.ts'
import { addInnermost } from '../innermost.ts'
import { createRateLimit, type RateLimit } from '../rate-limit.ts'
import { dispatch } from '../request/pipeline.ts'
import { createSender } from '../sender.ts'
import type { TokenProvider } from '../token/provider.ts'
import { checkClientOptions, type HereClientOptions } from './options.ts'

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
  const sender = createSender(instance, tokens, options, rateLimit)
  const wrapper = asWrapper((config) => dispatch(sender, config))
  // Everything happens where the adapter is called: below all interceptors, with the URL, headers and body that will
  // really be sent. The interceptor itself only puts us there, so it can be synchronous.
  return addInnermost(
    instance,
    (config) => {
      wrapAdapter(config, wrapper)
      return config
    },
    redactAndUnwrap,
  )
}

// axios makes errors of its own after the adapter (an answer that is no JSON, an abort).
function redactAndUnwrap(error: unknown): Promise<never> {
  redactError(error)
  unwrapAdapter((error as Partial<AxiosError> | undefined)?.config)
  return Promise.reject(error)
}
