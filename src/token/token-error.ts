import { type AxiosError, type AxiosResponse, isAxiosError } from 'axios'
import { HereAuthError, type HereAuthErrorReason, isHereAuthError } from '../errors/here-auth-error.ts'
import { bodyFields } from '../http/body.ts'
import { encodedVariants } from '../http/redacted-text.ts'
import { isCutResponse, isLocalFailure } from '../http/retry-condition.ts'

/** What another token request, built anew, can correct: the clock, or a nonce that HERE has seen before. */
export type Correction = 'clock' | 'nonce'

// For an assertion the codes mean: `exp` has passed, `jti` was used (HERE's Java SDK, JwtClientAssertionIT).
const corrections = new Map<number | undefined, Correction>([
  [401204, 'clock'],
  [401933, 'clock'],
  [401207, 'nonce'],
  [401934, 'nonce'],
])

/** What to correct before another token request; `undefined` where a correction cannot help. */
export function correctionFor(error: unknown): Correction | undefined {
  return corrections.get(hereCodeOf((error as AxiosError | undefined)?.response))
}

/** HERE's numeric error code in a response of the token endpoint, in any of its two forms. */
export function hereCodeOf(response: AxiosResponse | undefined): number | undefined {
  const fields = bodyFields(response?.data)
  if (typeof fields?.errorCode === 'number') return fields.errorCode
  // As in RFC 6749, or as of a gateway: the text is "errorCode: '401300'. Signature mismatch. …".
  const text = fields?.error_description ?? fields?.cause
  const quoted = typeof text === 'string' ? /errorCode: '(\d{6})'/.exec(text)?.[1] : undefined
  return quoted === undefined ? undefined : Number(quoted)
}

/** What of a grant its failure is explained with. */
interface FailedGrant {
  readonly url: string
  readonly secrets: readonly string[]
  readonly advice: string
}

/**
 * Explains why there is no token, and what to do about it.
 *
 * @param error what the token request failed with; it contains the signed request, so only redacted texts of it are passed on
 * @param expiredAfter milliseconds, when the time limit ended the request
 */
export function toHereAuthError(error: unknown, grant: FailedGrant, expiredAfter: number | undefined): HereAuthError {
  // The grant could not build a request, for example because the key cannot sign.
  if (isHereAuthError(error)) return error
  const { code, response, message: text = String(error) } = (error ?? {}) as AxiosError
  const request = `POST ${endpointForMessage(grant.url)}`
  const message = redactText(text, grant.secrets)
  const fail = (problem: string, reason: HereAuthErrorReason): HereAuthError => {
    const cause = Object.assign(new Error(message), code === undefined ? {} : { code })
    return new HereAuthError(`${request}: ${problem}`, { reason, status: response?.status, cause })
  }
  if (isAxiosError(error) && isLocalFailure(error)) {
    return fail(`${message}. Is this HERE's token endpoint?`, 'bad-response')
  }
  if (expiredAfter !== undefined) {
    const advice = 'Check the network and the proxy, or raise here.tokenRequest.timeout.'
    return fail(`no token within ${expiredAfter} ms. ${advice}`, 'unavailable')
  }
  if (!isAxiosError(error)) return fail(message, 'unavailable')
  if (isCutResponse(error)) {
    return fail(`the response broke off (${message}). Check the network and the proxy.`, 'unavailable')
  }
  if (response === undefined) {
    return fail(`${message}. Check the network, the proxy and the token endpoint URL.`, 'unavailable')
  }
  return explainResponse(request, response, grant)
}

function explainResponse(request: string, response: AxiosResponse, { secrets, advice }: FailedGrant): HereAuthError {
  const { status } = response
  const fields = bodyFields(response.data) ?? Object.create(null)
  const { code, title, message, error, cause, error_description: description } = fields
  const hereErrorCode = hereCodeOf(response) ?? (typeof code === 'string' ? redactText(code, secrets) : undefined)
  const reason = reasonOf(status, hereErrorCode)
  const text = [title, message, error, description, cause, response.statusText].find(
    (value) => typeof value === 'string',
  )
  const hereMessage = redactText(String(text ?? ''), secrets)
  const details = [hereErrorCode, hereMessage].filter(Boolean).join(' ')
  const whatToDo = adviceFor(hereErrorCode, reason, status) ?? advice
  return new HereAuthError(`${request}: HERE responded with ${status}${details && ` (${details})`}. ${whatToDo}`, {
    reason,
    status,
    hereErrorCode,
    hereErrorId: errorIdOf(response.data, secrets),
  })
}

function reasonOf(status: number, code: number | string | undefined): HereAuthErrorReason {
  if (typeof code === 'number' && corrections.get(code) === 'clock') return 'clock-skew'
  if (status === 429) return 'rate-limited'
  if (status >= 500) return 'unavailable'
  return status < 400 ? 'bad-response' : 'rejected'
}

// HERE's codes, from its OpenAPI description and its SDKs.
const adviceByCode: Record<string, string> = {
  400290: 'The app may not use this grant: check how the app is set up in the HERE platform.',
  400907: 'The scope is not valid: it must be the HRN of a project.',
  400909: 'The scope is not valid: it must be the HRN of a project.',
  400927: 'The scope is not valid: it must be the HRN of a project.',
  400981: 'A token is for one project only: give one project HRN as scope.',
  401204: 'The clock of this machine is off, and could not be corrected: set the clock.',
  401207: 'The nonce was used before, twice in a row: does something between here and HERE send requests again?',
  401300: 'The access key secret does not fit the access key id: check both, or make a new access key.',
  401302: 'The app has no access to the token endpoint: ask the owner of its HERE account.',
  401310: 'This is the client id of the app; an access key id is needed (here.access.key.id).',
  401424: 'The access key is disabled: enable it, or make a new one.',
  401932: 'The token endpoint URL is not the one that HERE expects in the assertion: correct it.',
  401933: 'The assertion counts as expired: the clock of this machine is off, and could not be corrected.',
  401934: 'The assertion was used before, twice in a row: does something between here and HERE send requests again?',
  401952: 'The private key does not fit the public key that is registered with the app.',
  401953: 'HERE does not know the key id: check keyId (here.key.id), or register the public key with the app.',
  403109: 'The app is not a member of the project: add it, or correct the scope.',
  403403: 'The app is not authorised for the project: add it, or correct the scope.',
}

function adviceFor(code: number | string | undefined, reason: HereAuthErrorReason, status: number): string | undefined {
  const key = String(code)
  if (Object.hasOwn(adviceByCode, key)) return adviceByCode[key] as string
  if (reason === 'rate-limited') return 'Too many token requests: share one token between clients and processes.'
  if (reason === 'unavailable') return 'HERE could not serve the token request, also when it was repeated: try later.'
  if (status === 404) return 'Check the token endpoint URL. A mock adapter must respond to it too.'
  if (status < 400)
    return 'A redirect is not followed, as the signature is for one URL: correct the token endpoint URL.'
  return undefined
}

const maximumTextLength = 200

// The text is a server's or an adapter's: brought to one line of limited length, without what may be a key, signature or token.
function redactText(text: string, secrets: readonly string[]): string {
  const clean = encodedVariants(secrets)
    .reduce((redacted, secret) => redacted.replaceAll(secret, '…'), text)
    .replace(/[\w+/=%~-]{40,}/g, '…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
  return clean.length > maximumTextLength ? `${clean.slice(0, maximumTextLength)}…` : clean
}

// The account service's own id; a gateway in front of it has a correlation id.
function errorIdOf(body: unknown, secrets: readonly string[]): string | undefined {
  const { errorId, correlationId } = bodyFields(body) ?? {}
  const id = [errorId, correlationId].find((value) => typeof value === 'string')
  return id === undefined || /^[\w-]{1,60}$/.test(id) ? id : redactText(id, secrets)
}

// Without the query, which may be confidential.
function endpointForMessage(endpoint: string): string {
  const { origin, pathname } = new URL(endpoint)
  return origin + pathname
}
