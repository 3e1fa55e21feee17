import type { AxiosAdapter, AxiosError, AxiosInstance, InternalAxiosRequestConfig } from 'axios'
import { createRouteGuard, redactError, transportOf } from '#runtime'
import { type Context, dispatch } from './dispatch.ts'
import { createEmit } from './events.ts'
import { addInnermost } from './innermost.ts'
import { checkClientOptions, type HereClientOptions } from './options.ts'
import { createRefusals } from './refusals.ts'
import type { HereCredentials } from './token/credentials.ts'
import { createClientTokenProvider, type TokenProvider } from './token/provider.ts'
import { createTrust } from './trust.ts'

// On the instance, so that a second copy of this package (ESM and CommonJS in one process) sees it too.
const attachedMark = Symbol.for('axios-here.attached')

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
  const checked = checkClientOptions(options)
  return attachTokens(instance, createClientTokenProvider(credentials, checked, transportOf(instance)), checked)
}

/** {@link attachHereAuth} with a provider that exists already, and options that were checked. */
export function attachTokens(instance: AxiosInstance, tokens: TokenProvider, options: HereClientOptions): () => void {
  if (Object.hasOwn(instance, attachedMark)) {
    throw new TypeError('This axios instance signs itself in to HERE already: take that off first')
  }
  const trust = createTrust(options.trustedHosts ?? [])
  const context: Context = {
    instance,
    tokens,
    options,
    trust,
    guardRoute: createRouteGuard((url) => trust(url, instance.defaults.baseURL)),
    refusals: createRefusals(),
    emit: createEmit(options.onEvent),
    withheld: new Set(),
  }
  // Everything happens where the adapter is called: below all interceptors, with the URL, headers and body that will
  // really be sent. The interceptor itself only puts us there, so it can be synchronous.
  const takeOff = addInnermost(
    instance,
    (config) => {
      wrapAdapter(config, context)
      return config
    },
    // axios makes errors of its own after the adapter (an answer that is no JSON, an abort).
    (error) => {
      redactError(error)
      unwrapAdapter((error as Partial<AxiosError> | undefined)?.config)
      return Promise.reject(error)
    },
  )
  Object.defineProperty(instance, attachedMark, { value: true, configurable: true })
  return () => {
    takeOff()
    Reflect.deleteProperty(instance, attachedMark)
  }
}

const wrappedMark = Symbol.for('axios-here.wrapped')

// The adapter shows what it stands for to a second copy of this package too.
interface Wrapper extends AxiosAdapter {
  [wrappedMark]?: { adapter: InternalAxiosRequestConfig['adapter'] }
}

function wrapAdapter(config: InternalAxiosRequestConfig, context: Context): void {
  // A config that failed before it was sent still holds a wrapper; sent again, it must not pass through two.
  unwrapAdapter(config)
  const wrapper: Wrapper = (config) => {
    unwrapAdapter(config)
    return dispatch(config, context)
  }
  wrapper[wrappedMark] = { adapter: config.adapter }
  config.adapter = wrapper
}

// The config shows the caller's adapter again, so that it can be sent again, here or elsewhere.
function unwrapAdapter(config: InternalAxiosRequestConfig | undefined): void {
  Object.assign(config ?? {}, (config?.adapter as Wrapper | undefined)?.[wrappedMark])
}
