import type { AccountState } from '../account/account-state.ts'
import { findTokenProblem } from '../account/tokens.ts'
import { gatewayError } from '../services/http/errors.ts'
import type { EmulatorRequest, PathParameters } from '../services/http/request.ts'
import type { EmulatorResponse } from '../services/http/response.ts'
import type { Services } from '../services/http/service.ts'
import { callService } from './call-service.ts'
import { matchPath } from './match-path.ts'
import type { RateLimit } from './rate-limit.ts'

/** Responds to a request, or leaves it to the emulator by returning `undefined`. */
export type Handler = (
  request: EmulatorRequest,
  parameters: PathParameters,
) => EmulatorResponse | undefined | Promise<EmulatorResponse | undefined>

/** A handler that the app under test has added. */
export interface AppHandler {
  path: string
  handler: Handler
  /** Whether it responds to requests without a token too. */
  isPublic: boolean
}

/** What requests are routed to. */
interface Targets {
  account: AccountState
  handlers: readonly AppHandler[]
  rateLimit: RateLimit
  services: Services
}

/** Routes a request: the app's own handlers come before HERE's services, on either side of the bearer check. */
export async function routeRequest(request: EmulatorRequest, targets: Targets): Promise<EmulatorResponse> {
  const { account, handlers, rateLimit, services } = targets
  if (request.method === 'OPTIONS') return { status: 204 }
  const path = request.path.replace(/(.)\/$/, '$1')
  return (
    (await callAppHandler(handlers.filter(isPublic), path, request)) ??
    (await callService(services.public, path, request)) ??
    findBearerError(request, account) ??
    rateLimit.count() ??
    (await callAppHandler(handlers.filter(isProtected), path, request)) ??
    (await callService(services.protected, path, request)) ??
    gatewayError(404, 'Not Found', `There is no ${request.method} ${path}.`)
  )
}

function isPublic(handler: AppHandler): boolean {
  return handler.isPublic
}

function isProtected(handler: AppHandler): boolean {
  return !handler.isPublic
}

async function callAppHandler(
  handlers: readonly AppHandler[],
  path: string,
  request: EmulatorRequest,
): Promise<EmulatorResponse | undefined> {
  for (const { path: pattern, handler } of handlers) {
    const parameters = matchPath(pattern, path)
    const response = parameters && (await handler(request, parameters))
    if (response !== undefined) return response
  }
  return undefined
}

function findBearerError({ headers }: EmulatorRequest, account: AccountState): EmulatorResponse | undefined {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  const problem = findTokenProblem(account, token)
  return problem === undefined ? undefined : gatewayError(401, 'Unauthorized', problem)
}
