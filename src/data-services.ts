import axios, { AxiosError, type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { transportOf, whileBodyWaits } from '#runtime'
import { createApiLookup, type HereApi } from './api-lookup.ts'
import type { Dispatch } from './dispatch.ts'
import { HereAuthError, isHereAuthError, readHereError } from './errors.ts'
import type { HereClientOptions } from './options.ts'
import { nameOf } from './request-name.ts'
import { setOrigin } from './traces.ts'
import { waitAsRequest, withRestOfTimeout } from './wait.ts'

/** Sends a request to an API of the HERE platform, by a function that sends it when its host is known. */
export type Locate = (config: InternalAxiosRequestConfig, here: HereClientOptions, send: Send) => Promise<AxiosResponse>

type Send = (config: InternalAxiosRequestConfig, here: HereClientOptions) => Promise<AxiosResponse>

/**
 * Makes the function that finds the hosts of data services, which only HERE's API Lookup knows. Lookup is asked as every
 * service of HERE's is, at the client's own `baseURL` if it has one, with token and retries, but not through the app's
 * interceptors.
 */
export function createLocate(instance: AxiosInstance, dispatch: Dispatch): Locate {
  const lookUp = createApiLookup((path, scope) => {
    const { adapter, baseURL } = instance.defaults
    const transport = transportOf(instance)()
    const client = axios.create({
      ...transport,
      ...(baseURL && { baseURL }),
      adapter: (config) => dispatch(Object.assign(config, { adapter })),
    })
    // Named, as the client's own default may be such an API.
    return client.get(path, { here: { service: 'apiLookup', scope } })
  })

  async function baseURLOf(
    config: InternalAxiosRequestConfig,
    api: HereApi,
    scope: string | undefined,
  ): Promise<string> {
    try {
      return await lookUp(api, scope)
    } catch (error) {
      throw notLocated(config, error as AxiosError)
    }
  }

  return async (config, here, send) => {
    const startedAt = performance.now()
    const wait = waitAsRequest(config, () => baseURLOf(config, here.service as HereApi, here.scope))
    setOrigin(config, await whileBodyWaits(wait, config))
    return withRestOfTimeout(config, startedAt, () => send(config, here))
  }
}

// Many requests may wait for the same answer, and axios writes each caller's stack into the error it throws. It has not
// the config and the answer of Lookup, either: those would pass for the request's own.
function notLocated(config: InternalAxiosRequestConfig, error: AxiosError): AxiosError {
  const why = `${nameOf(config)} was not sent, as API Lookup did not find its host. ${wordsOf(error)}`
  if (isHereAuthError(error)) return new HereAuthError(why, error)
  return Object.assign(new AxiosError(why, error.code, config), { cause: error })
}

function wordsOf(error: AxiosError): string {
  const { title, cause } = readHereError(error) ?? {}
  return [error.message, title, cause].filter(Boolean).join(': ')
}
