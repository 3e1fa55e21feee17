import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosInstance,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import { HereAuthError, isHereAuthError } from '../errors/here-auth-error.ts'
import { requestName } from '../http/redacted-text.ts'
import { requestState } from '../http/request-state.ts'
import { waitAsRequest, waitAtMost, waitWithBody } from '../http/timing.ts'
import { transportOf } from '../http/transport.ts'
import { createApiLookup, type HereApi } from '../services/api-lookup.ts'
import type { DataServices, RequestContext } from './context.ts'

// In milliseconds, for all attempts: other requests wait for the same lookup.
const timeLimit = 30_000

/**
 * Creates what finds the hosts of data services, which only HERE's API Lookup knows. Lookup is requested like every service of
 * HERE's, at the client's own `baseURL` if it has one, with token and retries, but without the application's interceptors and
 * axios's global defaults.
 *
 * @param send sends a request as the instance's requests are sent
 */
export function createDataServices(instance: AxiosInstance, send: AxiosAdapter): DataServices {
  const lookUp = createApiLookup((path, scope, config) => {
    const { adapter, baseURL } = instance.defaults
    // The first request of a lookup decides these, and others wait for the same response.
    const settings = { adapter: config.adapter ?? adapter, 'axios-retry': config['axios-retry'] }
    const client = new axios.Axios({
      ...transportOf(instance)(),
      ...(baseURL && { baseURL }),
      timeout: timeLimit,
      validateStatus: (status) => status === 200,
      transformResponse: parseLookupResponse,
      adapter: (lookup) => send(Object.assign(lookup, settings, { [requestState]: { adapter: settings.adapter } })),
    })
    // With a service, because the client's default may be an API.
    const here = { service: 'apiLookup' as const, scope, auth: config.here?.auth }
    return waitAtMost(timeLimit, client.get(path, { here }))
  })

  async function baseURLOf({ config, options }: RequestContext): Promise<string> {
    try {
      return await lookUp(options.service as HereApi, options.scope, config)
    } catch (error) {
      throw toLookupError(config, error as AxiosError)
    }
  }

  return {
    async lookUpHost(request) {
      const { config, deadline } = request
      const wait = waitAsRequest(config, deadline, () => baseURLOf(request))
      const baseURL = await waitWithBody(wait, config)
      config.baseURL = baseURL
      config[requestState] = { adapter: config.adapter, baseURL }
    },
  }
}

function parseLookupResponse(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}

// Many requests may wait for the same lookup, and axios writes the stack of each caller into the error that it throws, so each
// gets its own. Config and response of the lookup are left out, because they would be taken for the request's own.
function toLookupError(config: InternalAxiosRequestConfig, error: AxiosError): AxiosError {
  const message = `${requestName(config)} was not sent, as API Lookup did not find its host: ${error.message}`
  if (isHereAuthError(error)) return new HereAuthError(message, error)
  const code = isAxiosError(error) ? error.code : AxiosError.ETIMEDOUT
  return Object.assign(new AxiosError(message, code, config), { cause: error })
}
