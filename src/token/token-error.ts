import { type AxiosError, type AxiosResponse, isAxiosError } from 'axios'
import { HereAuthError, type HereAuthErrorReason } from '../errors/here-auth-error.ts'
import { bodyFields, isHereAuthError, readHereError } from '../errors/here-error.ts'
import { isCutAnswer, isLocalFailure } from '../http/retry-condition.ts'
import { spellingsOf } from '../spellings.ts'
import type { Scheme } from './grants/grant.ts'

/** What can be put right by drawing the request once more: the clock, or something that HERE has seen before. */
export type Correction = 'clock' | 'nonce'

// An assertion's codes: `exp` has passed, `jti` was used (HERE's Java SDK, JwtClientAssertionIT).
const corrections = new Map<number | undefined, Correction>([
  [401204, 'clock'],
  [401933, 'clock'],
  [401207, 'nonce'],
  [401934, 'nonce'],
])

/** What a refusal asks for, if drawing the request once more can help. */
export function correctionFor(error: unknown): Correction | undefined {
  return corrections.get(hereCodeOf(error))
}

/** HERE's code for what went wrong, in whichever of its error bodies. */
export function hereCodeOf(error: unknown): number | undefined {
  const info = readHereError(error)
  if (typeof info?.code === 'number') return info.code
  // RFC 6749 style: error_description is "errorCode: '401300'. Signature mismatch. …".
  const quoted = /errorCode: '(\d{6})'/.exec(info?.cause ?? '')?.[1]
  return quoted === undefined ? undefined : Number(quoted)
}

/**
 * Says why there is no token, and what to do about it.
 *
 * @param error what the request failed with; it holds the signed request, so nothing of it is passed on but words
 * @param expiredAfter milliseconds, when the time limit ended it
 */
export function toHereAuthError(
  error: unknown,
  scheme: Pick<Scheme, 'url' | 'secrets' | 'advice'>,
  expiredAfter: number | undefined,
): HereAuthError {
  // Of drawing the request: a key that cannot sign.
  if (isHereAuthError(error)) return error
  const { code, response, message: words = String(error) } = (error ?? {}) as AxiosError
  const say = (words: string): string => quote(words, scheme.secrets)
  const message = say(words)
  const request = `POST ${endpointForMessage(scheme.url)}`
  const cause = Object.assign(new Error(message), code === undefined ? {} : { code })
  if (isAxiosError(error) && isLocalFailure(error)) {
    return new HereAuthError(`${request}: ${message}. Is this HERE's token endpoint?`, {
      reason: 'bad-response',
      cause,
    })
  }
  if (expiredAfter !== undefined) {
    return new HereAuthError(
      `${request}: no token within ${expiredAfter} ms. Check the network and the proxy, or raise here.tokenRequest.timeout.`,
      { reason: 'unavailable', cause },
    )
  }
  if (!isAxiosError(error)) return new HereAuthError(`${request}: ${message}`, { reason: 'unavailable', cause })
  if (isCutAnswer(error)) {
    return new HereAuthError(`${request}: the answer broke off (${message}). Check the network and the proxy.`, {
      reason: 'unavailable',
      status: response?.status,
      cause,
    })
  }
  if (response === undefined) {
    return new HereAuthError(`${request}: ${message}. Check the network, the proxy and the token endpoint URL.`, {
      reason: 'unavailable',
      cause,
    })
  }
  return refusal(request, error, response, say, scheme.advice)
}

function refusal(
  request: string,
  error: unknown,
  response: AxiosResponse,
  say: (words: string) => string,
  ownAdvice: string,
): HereAuthError {
  const info = readHereError(error)
  const code = hereCodeOf(error) ?? info?.code
  const hereErrorCode = typeof code === 'string' ? say(code) : code
  const reason = reasonOf(response.status, hereErrorCode)
  const said = [hereErrorCode, say(info?.title ?? info?.cause ?? '')].filter(Boolean).join(' ')
  const advice = adviceFor(hereErrorCode, reason, response.status) ?? ownAdvice
  return new HereAuthError(`${request}: HERE answered ${response.status}${said && ` (${said})`}. ${advice}`, {
    reason,
    status: response.status,
    hereErrorCode,
    hereErrorId: errorIdOf(response.data, say),
  })
}

function reasonOf(status: number, code: number | string | undefined): HereAuthErrorReason {
  if (typeof code === 'number' && corrections.get(code) === 'clock') return 'clock-skew'
  if (status === 429) return 'rate-limited'
  if (status >= 500) return 'unavailable'
  return status < 400 ? 'bad-response' : 'rejected'
}

// HERE's codes: facts of its OpenAPI description and its SDKs.
const advice: Record<string, string> = {
  400290: 'The app may not use this grant: check how the app is set up in the HERE platform.',
  400907: 'The scope is not valid: it must be the HRN of a project.',
  400909: 'The scope is not valid: it must be the HRN of a project.',
  400927: 'The scope is not valid: it must be the HRN of a project.',
  400981: 'A token is for one project only: give one project HRN as scope.',
  401204: 'The clock of this machine is off, and correcting it did not help: set the clock.',
  401207: 'The nonce was used before, twice in a row: does something between here and HERE send requests again?',
  401300: 'The access key secret does not fit the access key id: check both, or make a new access key.',
  401302: 'The app has no access to the token endpoint: ask the owner of its HERE account.',
  401310: 'This is the client id of the app; an access key id is wanted (here.access.key.id).',
  401424: 'The access key is disabled: enable it, or make a new one.',
  401932: 'The token endpoint URL is not the one that HERE expects in the assertion: correct it.',
  401933: 'The assertion counts as expired: the clock of this machine is off, and correcting it did not help.',
  401934: 'The assertion was used before, twice in a row: does something between here and HERE send requests again?',
  401952: 'The private key does not fit the public key that is registered with the app.',
  401953: 'HERE does not know the key id: check keyId (here.key.id), or register the public key with the app.',
  403109: 'The app is not a member of the project: add it, or correct the scope.',
  403403: 'The app is not authorised for the project: add it, or correct the scope.',
}

function adviceFor(code: number | string | undefined, reason: HereAuthErrorReason, status: number): string | undefined {
  const key = String(code)
  if (Object.hasOwn(advice, key)) return advice[key] as string
  if (reason === 'rate-limited') return 'Too many token requests: share one token between clients and processes.'
  if (reason === 'unavailable') return 'HERE could not serve the token request, also when asked again: try later.'
  if (status === 404)
    return 'Nothing gives tokens there: check the token endpoint URL. A mock adapter must answer it too.'
  if (status < 400)
    return 'A redirect is not followed, as the signature is for one URL: correct the token endpoint URL.'
  return undefined
}

const longestQuote = 200

// A server's or an adapter's words: on one line, not too many, and without what may be a key, a signature or a token.
function quote(words: string, secrets: readonly string[]): string {
  const clean = spellingsOf(secrets)
    .reduce((shown, secret) => shown.replaceAll(secret, '…'), words)
    .replace(/[\w+/=%~-]{40,}/g, '…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
  return clean.length > longestQuote ? `${clean.slice(0, longestQuote)}…` : clean
}

// The account service's own id; a service in front of it has a correlation id.
function errorIdOf(body: unknown, say: (words: string) => string): string | undefined {
  const { errorId, correlationId } = bodyFields(body) ?? {}
  const id = [errorId, correlationId].find((value) => typeof value === 'string')
  return id === undefined || /^[\w-]{1,60}$/.test(id) ? id : say(id)
}

// Without the query, which may hold what is nobody's business.
function endpointForMessage(endpoint: string): string {
  const { origin, pathname } = new URL(endpoint)
  return origin + pathname
}
