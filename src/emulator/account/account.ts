import { randomBytes } from 'node:crypto'
import type { Answer, EmulatorRequest } from '../server/http.ts'
import type { Service } from '../server/paths.ts'
import { accountError } from '../services/http/errors.ts'
import { refuseAssertion } from './client-assertion.ts'
import { isSignatureRight, type OAuthHeader, parseOAuthHeader } from './oauth-signature.ts'

/** What the account service knows, and what tests may change while it runs. */
export interface AccountState {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly clientId: string
  /** Seconds that a token lives; a request may ask for less. */
  tokenLifetime: number
  /** Epoch time in milliseconds, by the emulator's clock. */
  now(): number
  /** Public keys of the app by key id, PEM. */
  readonly publicKeys: Record<string, string>
  /** Of signatures, and the `jti`s of assertions. */
  readonly usedNonces: Set<string>
  /** The tokens that are good, and when each of them ends by this machine's clock. */
  readonly tokens: Map<string, { endsAt: number; scope: string | undefined }>
}

// HERE does not say how wide its window is; its SDKs report 401204 for a clock that is half an hour off.
const timestampWindow = 5 * 60_000

/** HERE's account service, which gives tokens. */
export function createAccountService(state: AccountState): Service {
  return {
    paths: {
      '/oauth2/token': { POST: (request) => answerTokenRequest(request, state) },
      '/timestamp': { GET: () => answerTimestamp(state) },
    },
  }
}

// Says no as HERE does, in the order in which HERE can know.
async function answerTokenRequest(request: EmulatorRequest, state: AccountState): Promise<Answer> {
  const isJson = /^application\/json/i.test(request.headers['content-type'] ?? '')
  const body = isJson ? parseJsonBody(request) : parseFormBody(request)
  if (body === undefined) return accountError(400, 400004, 'invalid_request', 'Body is not valid JSON.')
  const refused =
    body.assertion === undefined
      ? refuseSignature(request, state)
      : await refuseAssertion(body.assertionType, body.assertion, urlOf(request).href, state)
  return refused ?? grantToken(body, state, isJson)
}

// The server's clock, for clients whose own is off.
function answerTimestamp(state: AccountState): Answer {
  return { body: { timestamp: Math.floor(state.now() / 1000) } }
}

/** Makes a token that is good from now on. */
export function issueToken(state: AccountState, lifetime: number, scope?: string): string {
  const token = `emulator.${randomBytes(24).toString('base64url')}`
  state.tokens.set(token, { endsAt: performance.now() + lifetime * 1000, scope })
  return token
}

function refuseSignature(request: EmulatorRequest, state: AccountState): Answer | undefined {
  const header = request.headers.authorization
  if (header === undefined) {
    return accountError(401, 401200, 'invalid_request', 'Authorization header is missing.')
  }
  const oauth = parseOAuthHeader(header)
  if (oauth === undefined) {
    return accountError(
      401,
      401202,
      'invalid_request',
      'Malformed OAuth authorization header: a parameter is missing or repeated.',
    )
  }
  return refuseParameters(oauth, state) ?? refuseKey(request, oauth, state)
}

function refuseParameters(oauth: OAuthHeader, state: AccountState): Answer | undefined {
  if (oauth.get('oauth_signature_method') !== 'HMAC-SHA256') {
    return accountError(401, 401205, 'invalid_request', 'Unsupported signature method.')
  }
  if ((oauth.get('oauth_version') ?? '1.0') !== '1.0') {
    return accountError(401, 401206, 'invalid_request', 'Unsupported OAuth version.')
  }
  const timestamp = oauth.get('oauth_timestamp') ?? ''
  const offset = Number(timestamp) * 1000 - state.now()
  if (!/^\d+$/.test(timestamp) || Math.abs(offset) > timestampWindow) {
    const seconds = Math.round(offset / 1000)
    return accountError(401, 401204, 'invalid_request', `Time stamp is outside the valid period, offset ${seconds} s.`)
  }
  return undefined
}

function refuseKey(request: EmulatorRequest, oauth: OAuthHeader, state: AccountState): Answer | undefined {
  const key = oauth.get('oauth_consumer_key')
  if (key === state.clientId) {
    return accountError(401, 401310, 'invalid_client', 'The client id was used in place of the access key id.')
  }
  const url = urlOf(request)
  // RFC 5849, 3.4.1.3.1: no other kind of body is signed.
  const form = isForm(request) ? new URLSearchParams(request.body.toString()) : undefined
  if (
    key !== state.accessKeyId ||
    !isSignatureRight({ method: request.method, url, form }, oauth, state.accessKeySecret)
  ) {
    const message = 'Signature mismatch. Authorization signature or client credential is wrong.'
    return accountError(401, 401300, 'invalid_client', message)
  }
  const nonce = oauth.get('oauth_nonce') ?? ''
  if (state.usedNonces.has(nonce)) return accountError(401, 401207, 'invalid_request', 'Nonce was used already.')
  state.usedNonces.add(nonce)
  return undefined
}

// RFC 5849, 3.4.1.2: the host is the one that the request names.
function urlOf({ url, headers }: EmulatorRequest): URL {
  return new URL(url, `http://${headers.host}`)
}

/** The parameters of a token request, under one spelling. */
interface GrantParameters {
  grantType: string | undefined
  scope: string | undefined
  expiresIn: string | undefined
  assertionType: string | undefined
  assertion: string | undefined
}

function grantToken({ grantType, scope, expiresIn }: GrantParameters, state: AccountState, isJson: boolean): Answer {
  if (grantType === undefined)
    return accountError(400, 400200, 'invalid_request', 'Received invalid data: grantType is missing.')
  if (grantType !== 'client_credentials') return accountError(400, 400290, 'unsupported_grant_type', 'Illegal grant.')
  const refusedScope = refuseScope(scope)
  if (refusedScope !== undefined) return refusedScope
  if (expiresIn !== undefined && !/^\d{1,5}$/.test(expiresIn)) {
    return accountError(400, 400200, 'invalid_request', 'Received invalid data: expiresIn must be 0 to 86400.')
  }
  // HERE ignores a wish for more than the app's own lifetime.
  const lifetime = Math.min(Number(expiresIn ?? state.tokenLifetime), state.tokenLifetime)
  const token = issueToken(state, lifetime, scope)
  const echoed = scope === undefined ? {} : { scope }
  return isJson
    ? { body: { accessToken: token, tokenType: 'bearer', expiresIn: lifetime, ...echoed } }
    : { body: { access_token: token, token_type: 'bearer', expires_in: lifetime, ...echoed } }
}

function refuseScope(scope: string | undefined): Answer | undefined {
  const projects = (scope ?? '').split(' ').filter((part) => part !== '' && part !== 'openid')
  if (projects.length > 1)
    return accountError(400, 400981, 'invalid_scope', 'Only one project scope is allowed per token.')
  const isProject = /^hrn:here(-\w+)?:authorization::[\w-]+:project\/[\w.-]+$/
  if (projects.some((project) => !isProject.test(project)))
    return accountError(400, 400907, 'invalid_scope', 'Invalid scope.')
  return undefined
}

function isForm({ headers }: EmulatorRequest): boolean {
  return /^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '')
}

function parseFormBody(request: EmulatorRequest): GrantParameters {
  const form = new URLSearchParams(request.body.toString())
  const read = (name: string): string | undefined => form.get(name) ?? undefined
  return {
    grantType: read('grant_type'),
    scope: read('scope'),
    expiresIn: read('expires_in'),
    assertionType: read('client_assertion_type'),
    assertion: read('client_assertion'),
  }
}

function parseJsonBody(request: EmulatorRequest): GrantParameters | undefined {
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
