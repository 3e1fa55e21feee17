import type { AccountState } from '../account/account-state.ts'
import { isDataLensApp, signIn } from '../account/data-lens.ts'
import { hexId } from '../world/random.ts'
import { gatewayError } from './http/errors.ts'
import { type EmulatorRequest, readJsonObject } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Service } from './http/service.ts'

/** Legacy `POST /v1/sign_in?app_id=…&app_code=…` with e-mail and password as JSON. */
export function createSignInService(account: AccountState): Service {
  return { paths: { '/v1/sign_in': { POST: (request) => handleSignIn(request, account) } } }
}

/** Legacy `GET /v1/datasets?app_id=…&app_code=…`. */
export const dataLensService: Service = { paths: { '/v1/datasets': { GET: handleDatasets } } }

function handleSignIn(request: EmulatorRequest, account: AccountState): EmulatorResponse {
  const error = findAppError(request)
  if (error !== undefined) return error
  const grant = signIn(readJsonObject(request) ?? {}, account)
  if (grant === undefined) return gatewayError(401, 'Unauthorized', 'E-mail or password is wrong.')
  return { body: { access_token: grant.token, token_type: 'bearer', expires_in: grant.lifetime } }
}

function handleDatasets(request: EmulatorRequest): EmulatorResponse {
  const error = findAppError(request)
  if (error !== undefined) return error
  const results = ['Bicycle counts', 'Noise levels', 'Delivery stops'].map((name) => ({
    id: hexId(`dataset ${name}`),
    name,
    created: '2019-05-06T09:00:00.000Z',
  }))
  return { body: { results, count: results.length } }
}

function findAppError({ query }: EmulatorRequest): EmulatorResponse | undefined {
  return isDataLensApp(query.get('app_id'), query.get('app_code'))
    ? undefined
    : gatewayError(403, 'Forbidden', 'app_id and app_code are missing or wrong.')
}
