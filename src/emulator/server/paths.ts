import { gatewayError, serviceError } from '../services/http/errors.ts'
import type { Answer, EmulatorRequest, PathParameters } from './http.ts'

/** Answers one method of one path of a service. */
export type ServiceHandler = (request: EmulatorRequest, parameters: PathParameters) => Answer | Promise<Answer>

/** What a service of HERE's answers. */
export interface Service {
  /** Its handlers by path, `/v8/matrix/{id}`, and method. */
  paths: Record<string, Record<string, ServiceHandler>>
  /** The code of its own 405; where it has none the gateway answers. */
  methodCode?: string
}

/** What stands in the `{places}` of a pattern; `undefined` where the path is another one. */
export function matchPath(pattern: string, path: string): PathParameters | undefined {
  if (pattern === path) return {}
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    if (name !== undefined) parameters[name] = decoded(given[index] as string)
    else if (part !== given[index]) return undefined
  }
  return parameters
}

/** The answer of the service that has the path; `undefined` when none has it. */
export function answerFrom(
  services: readonly Service[],
  path: string,
  request: EmulatorRequest,
): Answer | Promise<Answer> | undefined {
  for (const service of services) {
    for (const [pattern, methods] of Object.entries(service.paths)) {
      const parameters = matchPath(pattern, path)
      if (parameters === undefined) continue
      const handler = methods[request.method === 'HEAD' ? 'GET' : request.method]
      return handler?.(request, parameters) ?? refuseMethod(service, request.method, Object.keys(methods))
    }
  }
  return undefined
}

function refuseMethod({ methodCode }: Service, method: string, allowed: readonly string[]): Answer {
  const cause = `The method ${method} is not supported here.`
  const answer =
    methodCode === undefined
      ? gatewayError(405, 'Method Not Allowed', cause)
      : serviceError({
          status: 405,
          title: 'Not supported',
          code: methodCode,
          cause,
          action: `Send ${allowed.join(' or ')}.`,
        })
  return { ...answer, headers: { Allow: allowed.join(', ') } }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
