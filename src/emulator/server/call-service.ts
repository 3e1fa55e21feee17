import { gatewayError, serviceError } from '../services/http/errors.ts'
import type { EmulatorRequest } from '../services/http/request.ts'
import type { EmulatorResponse } from '../services/http/response.ts'
import type { Service } from '../services/http/service.ts'
import { matchPath } from './match-path.ts'

/** The response of the first service that has the path; `undefined` when no service has it. */
export function callService(
  services: readonly Service[],
  path: string,
  request: EmulatorRequest,
): EmulatorResponse | Promise<EmulatorResponse> | undefined {
  for (const service of services) {
    for (const [pattern, methods] of Object.entries(service.paths)) {
      const parameters = matchPath(pattern, path)
      if (parameters === undefined) continue
      const handler = methods[request.method === 'HEAD' ? 'GET' : request.method]
      return handler?.(request, parameters) ?? methodNotAllowed(service, request.method, Object.keys(methods))
    }
  }
  return undefined
}

function methodNotAllowed({ methodCode }: Service, method: string, allowed: readonly string[]): EmulatorResponse {
  const cause = `The method ${method} is not supported here.`
  const response =
    methodCode === undefined
      ? gatewayError(405, 'Method Not Allowed', cause)
      : serviceError({
          status: 405,
          title: 'Not supported',
          code: methodCode,
          cause,
          action: `Send ${allowed.join(' or ')}.`,
        })
  return { ...response, headers: { Allow: allowed.join(', ') } }
}
