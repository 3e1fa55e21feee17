import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import { transportOf, whileBodyWaits } from '#runtime'
import type { HereClientOptions } from '../client/options.ts'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { isHereAuthError } from '../errors/here-error.ts'
import { nameOf } from '../http/request-name.ts'
import { setOrigin } from '../http/request-state.ts'
import { waitAsRequest, waitAtMost, withRestOfTimeout } from '../http/timing.ts'
import { createApiLookup, type HereApi } from '../services/api-lookup.ts'

/** Sends a request to an API of the HERE platform, by a function that sends it when its host is known. */
export type Locate = (
  config: InternalAxiosRequestConfig,
  here: HereClientOptions,
  send: () => Promise<AxiosResponse>,
) => Promise<AxiosResponse>

// For all of a question, as a Lookup that hangs would hold everybody up who waits for the same answer.
const timeLimit = 30_000

/**
 * Makes the function that finds the hosts of data services, which only HERE's API Lookup knows. Lookup is asked as every
 * service of HERE's is, at the client's own `baseURL` if it has one, with token and retries, but not through the app's
 * interceptors, and with nothing of axios's own defaults.
 *
 * @param dispatch sends a request in the instance's way
 */
export function createLocate(instance: AxiosInstance, dispatch: AxiosAdapter): Locate {
  const lookUp = createApiLookup((path, scope, asking) => {
    const { adapter, baseURL } = instance.defaults
    // The first to ask says how, as long as others wait for the same answer.
    const settings = { adapter: asking.adapter ?? adapter, 'axios-retry': asking['axios-retry'] }
    const client = new axios.Axios({
      ...transportOf(instance)(),
      ...(baseURL && { baseURL }),
      timeout: timeLimit,
      validateStatus: (status) => status === 200,
      transformResponse: parseJson,
      adapter: (config) => dispatch(Object.assign(config, settings)),
    })
    // Named, as the client's own default may be such an API.
    const here = { service: 'apiLookup' as const, scope, auth: asking.here?.auth }
    return waitAtMost(timeLimit, client.get(path, { here }))
  })

  async function baseURLOf(config: InternalAxiosRequestConfig, here: HereClientOptions): Promise<string> {
    try {
      return await lookUp(here.service as HereApi, here.scope, config)
    } catch (error) {
      throw notLocated(config, error as AxiosError)
    }
  }

  return async (config, here, send) => {
    const startedAt = performance.now()
    const wait = waitAsRequest(config, () => baseURLOf(config, here))
    setOrigin(config, await whileBodyWaits(wait, config))
    return withRestOfTimeout(config, startedAt, send)
  }
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}

// Many requests may wait for the same answer, and axios writes each caller's stack into the error it throws. It has not
// the config and the answer of Lookup, either: those would pass for the request's own. Nor has its message Lookup's words,
// which may hold anything.
function notLocated(config: InternalAxiosRequestConfig, error: AxiosError): AxiosError {
  const why = `${nameOf(config)} was not sent, as API Lookup did not find its host: ${error.message}`
  if (isHereAuthError(error)) return new HereAuthError(why, error)
  const code = isAxiosError(error) ? error.code : AxiosError.ETIMEDOUT
  return Object.assign(new AxiosError(why, code, config), { cause: error })
}
