import type { AccountState } from '../account/account.ts'
import { gatewayError } from '../services/http/errors.ts'
import type { Answer, EmulatorRequest, Handler } from './http.ts'
import { answerFrom, matchPath } from './paths.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Services } from './service-list.ts'

/** A handler that the app under test gave. */
export interface OwnHandler {
  path: string
  handler: Handler
  isPublic: boolean
}

/** Who answers a request. */
interface Answering {
  account: AccountState
  handlers: readonly OwnHandler[]
  rateLimit: RateLimit
  services: Services
}

/** Answers a request: the app's own handlers first, each on its side of the bearer check; HERE's gateway last. */
export async function answerRequest(request: EmulatorRequest, answering: Answering): Promise<Answer> {
  const { account, handlers, rateLimit, services } = answering
  if (request.method === 'OPTIONS') return { status: 204 }
  const path = request.path.replace(/(.)\/$/, '$1')
  return (
    (await answerOwn(handlers, true, path, request)) ??
    (await answerFrom(services.open, path, request)) ??
    refuseBearer(request, account) ??
    rateLimit.refuse() ??
    (await answerOwn(handlers, false, path, request)) ??
    (await answerFrom(services.guarded, path, request)) ??
    gatewayError(404, 'Not Found', `There is no ${request.method} ${path}.`)
  )
}

async function answerOwn(
  handlers: readonly OwnHandler[],
  wanted: boolean,
  path: string,
  request: EmulatorRequest,
): Promise<Answer | undefined> {
  for (const own of handlers) {
    const parameters = own.isPublic === wanted ? matchPath(own.path, path) : undefined
    const answer = parameters && (await own.handler(request, parameters))
    if (answer !== undefined) return answer
  }
  return undefined
}

function refuseBearer({ headers }: EmulatorRequest, account: AccountState): Answer | undefined {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token === undefined) return gatewayError(401, 'Unauthorized', 'No credentials found')
  const known = account.tokens.get(token)
  if (known === undefined) return gatewayError(401, 'Unauthorized', 'Token Validation Failure - invalid token')
  if (performance.now() >= known.endsAt) {
    return gatewayError(401, 'Unauthorized', 'Token Validation Failure - invalid time in token')
  }
  return undefined
}
