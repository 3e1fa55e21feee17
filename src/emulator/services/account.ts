import { randomUUID } from 'node:crypto'
import type { AccountError } from '../account/account-error.ts'
import type { AccountState } from '../account/account-state.ts'
import { verifyAssertion } from '../account/client-assertion.ts'
import { verifySignedRequest } from '../account/signed-request.ts'
import { type GrantParameters, grantToken } from '../account/token-grant.ts'
import { type EmulatorRequest, isForm, isJson } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Service } from './http/service.ts'

/** HERE's account service, which issues tokens. */
export function createAccountService(account: AccountState): Service {
  return {
    paths: {
      '/oauth2/token': { POST: (request) => handleTokenRequest(request, account) },
      // The server's clock, for clients whose own clock is wrong.
      '/timestamp': { GET: () => ({ body: { timestamp: Math.floor(account.now() / 1000) } }) },
    },
  }
}

async function handleTokenRequest(request: EmulatorRequest, account: AccountState): Promise<EmulatorResponse> {
  const parameters = isJson(request) ? parseJsonGrant(request) : parseFormGrant(request)
  if (parameters === undefined) {
    return errorResponse({
      status: 400,
      errorCode: 400004,
      error: 'invalid_request',
      message: 'Body is not valid JSON.',
    })
  }
  const error = await authenticateClient(request, parameters, account)
  if (error !== undefined) return errorResponse(error)
  const grant = grantToken(parameters, account)
  return 'errorCode' in grant ? errorResponse(grant) : tokenResponse(grant, parameters.scope, isJson(request))
}

// The client authenticates by an assertion or by the signature of its request.
async function authenticateClient(
  request: EmulatorRequest,
  parameters: GrantParameters,
  account: AccountState,
): Promise<AccountError | undefined> {
  const { method, headers, body } = request
  // RFC 5849, section 3.4.1.2: the host is the one that the request names.
  const url = new URL(request.url, `http://${headers.host}`)
  if (parameters.assertion !== undefined) return verifyAssertion(parameters, url.href, account)
  const form = isForm(request) ? new URLSearchParams(body.toString()) : undefined
  return verifySignedRequest({ method, url, form, authorization: headers.authorization }, account)
}

// In the case of the request: snake_case for a form, camelCase for JSON.
function tokenResponse(
  { token, lifetime }: { token: string; lifetime: number },
  scope: string | undefined,
  isCamelCase: boolean,
): EmulatorResponse {
  const echoed = scope === undefined ? {} : { scope }
  return isCamelCase
    ? { body: { accessToken: token, tokenType: 'bearer', expiresIn: lifetime, ...echoed } }
    : { body: { access_token: token, token_type: 'bearer', expires_in: lifetime, ...echoed } }
}

// The classic shape of the account service's errors.
function errorResponse({ status, errorCode, error, message }: AccountError): EmulatorResponse {
  return {
    status,
    body: {
      errorId: `ERROR-${randomUUID()}`,
      httpStatus: status,
      errorCode,
      message,
      error,
      error_description: `errorCode: '${errorCode}'. ${message}`,
    },
  }
}

function parseFormGrant({ body }: EmulatorRequest): GrantParameters {
  const form = new URLSearchParams(body.toString())
  const read = (name: string): string | undefined => form.get(name) ?? undefined
  return {
    grantType: read('grant_type'),
    scope: read('scope'),
    expiresIn: read('expires_in'),
    assertionType: read('client_assertion_type'),
    assertion: read('client_assertion'),
  }
}

function parseJsonGrant(request: EmulatorRequest): GrantParameters | undefined {
  try {
    const body = JSON.parse(request.body.toString())
    if (typeof body !== 'object' || body === null) return undefined
    const read = (name: string): string | undefined => (body[name] == null ? undefined : String(body[name]))
    return {
      grantType: read('grantType'),
      scope: read('scope'),
      expiresIn: read('expiresIn'),
      assertionType: read('clientAssertionType'),
      assertion: read('clientAssertion'),
    }
  } catch {
    return undefined
  }
}
