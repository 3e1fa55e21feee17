import { type AccountState, issueToken } from './account.ts'
import type { Answer, EmulatorRequest } from './http.ts'
import { hexId } from './random.ts'

/** What a Data Lens user signs in with. */
export interface DataLensLogin {
  appId: string
  appCode: string
  email: string
  password: string
}

// Tokens of the legacy sign-in live for an hour.
const lifetime = 3600

/** Legacy `POST /v1/sign_in?app_id=…&app_code=…` with e-mail and password as JSON. */
export function answerSignIn(request: EmulatorRequest, login: DataLensLogin, state: AccountState): Answer {
  const refused = refuseApp(request, login)
  if (refused !== undefined) return refused
  const { email, password } = parseJson(request)
  if (email !== login.email || password !== login.password) {
    return { status: 401, body: { error: 'Unauthorized', error_description: 'E-mail or password is wrong.' } }
  }
  return { body: { access_token: issueToken(state, lifetime), token_type: 'bearer', expires_in: lifetime } }
}

/** Legacy `GET /v1/datasets?app_id=…&app_code=…`, for a bearer token that was checked already. */
export function answerDatasets(request: EmulatorRequest, login: DataLensLogin): Answer {
  const refused = refuseApp(request, login)
  if (refused !== undefined) return refused
  const results = ['Bicycle counts', 'Noise levels', 'Delivery stops'].map((name) => ({
    id: hexId(`dataset ${name}`),
    name,
    created: '2019-05-06T09:00:00.000Z',
  }))
  return { body: { results, count: results.length } }
}

function refuseApp({ query }: EmulatorRequest, { appId, appCode }: DataLensLogin): Answer | undefined {
  if (query.get('app_id') === appId && query.get('app_code') === appCode) return undefined
  return { status: 403, body: { error: 'Forbidden', error_description: 'app_id and app_code are missing or wrong.' } }
}

function parseJson(request: EmulatorRequest): Record<string, unknown> {
  try {
    return JSON.parse(request.body.toString()) ?? {}
  } catch {
    return {}
  }
}
