import { type AccountState, issueToken } from '../account/account.ts'
import { type Answer, type EmulatorRequest, readJsonObject } from '../server/http.ts'
import type { Service } from '../server/paths.ts'
import { hexId } from '../world/random.ts'
import { gatewayError } from './http/errors.ts'

/** What a Data Lens user signs in with. */
export interface DataLensLogin {
  appId: string
  appCode: string
  email: string
  password: string
}

/** The user that the emulator knows. */
export const dataLensLogin: DataLensLogin = {
  appId: 'emulator-app-id',
  appCode: 'emulator-app-code',
  email: 'user@emulator.example',
  password: 'emulator-password',
}

// Tokens of the legacy sign-in live for an hour.
const lifetime = 3600

/** Legacy `POST /v1/sign_in?app_id=…&app_code=…` with e-mail and password as JSON. */
export function createSignInService(account: AccountState): Service {
  return { paths: { '/v1/sign_in': { POST: (request) => answerSignIn(request, account) } } }
}

/** Legacy `GET /v1/datasets?app_id=…&app_code=…`. */
export const dataLensService: Service = { paths: { '/v1/datasets': { GET: answerDatasets } } }

function answerSignIn(request: EmulatorRequest, account: AccountState): Answer {
  const refused = refuseApp(request)
  if (refused !== undefined) return refused
  const { email, password } = readJsonObject(request) ?? {}
  if (email !== dataLensLogin.email || password !== dataLensLogin.password) {
    return gatewayError(401, 'Unauthorized', 'E-mail or password is wrong.')
  }
  return { body: { access_token: issueToken(account, lifetime), token_type: 'bearer', expires_in: lifetime } }
}

function answerDatasets(request: EmulatorRequest): Answer {
  const refused = refuseApp(request)
  if (refused !== undefined) return refused
  const results = ['Bicycle counts', 'Noise levels', 'Delivery stops'].map((name) => ({
    id: hexId(`dataset ${name}`),
    name,
    created: '2019-05-06T09:00:00.000Z',
  }))
  return { body: { results, count: results.length } }
}

function refuseApp({ query }: EmulatorRequest): Answer | undefined {
  const { appId, appCode } = dataLensLogin
  if (query.get('app_id') === appId && query.get('app_code') === appCode) return undefined
  return gatewayError(403, 'Forbidden', 'app_id and app_code are missing or wrong.')
}
