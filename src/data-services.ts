import axios, { AxiosError, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'
import { transportOf } from '#runtime'
import { createApiLookup } from './api-lookup.ts'
import type { Dispatch } from './dispatch.ts'
import { HereAuthError, isHereAuthError, readHereError } from './errors.ts'
import type { HereApi } from './options.ts'
import { nameOf } from './request-name.ts'

/** Finds the base URL for a request to an API of the HERE platform. */
export type Locate = (config: InternalAxiosRequestConfig, api: HereApi, scope: string | undefined) => Promise<string>

/**
 * Makes the function that finds the base URLs of data services, which only HERE's API Lookup knows. Lookup is asked as
 * every service of HERE's is, with token and retries, but not through the app's interceptors.
 */
export function createLocate(instance: AxiosInstance, dispatch: Dispatch): Locate {
  const lookUp = createApiLookup((path, scope) => {
    const { adapter } = instance.defaults
    const transport = transportOf(instance)()
    const client = axios.create({ ...transport, adapter: (config) => dispatch(Object.assign(config, { adapter })) })
    // Named, as the client's own default may be such an API.
    return client.get(path, { here: { service: 'apiLookup', scope } })
  })
  return (config, api, scope) =>
    lookUp(api, scope).catch((error) => {
      throw notLocated(config, error)
    })
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
