import { AxiosError, type InternalAxiosRequestConfig } from 'axios'

/** The contents of a token response. */
export interface TokenResponse {
  accessToken: string
  /** Lifetime in seconds. */
  expiresIn: number
  scope: string | undefined
}

/** What {@link isToken} requires, in words. Node's own servers accept 16 KiB of headers in all. */
export const tokenRule = '1 to 16384 visible ASCII characters'

const tokenPattern = /^[\x21-\x7e]{1,16384}$/

/** Whether a value can be sent as a bearer token without changing the header around it. (RFC 6750, section 2.1) */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && tokenPattern.test(value)
}

/** A response of the token endpoint with a status of success that does not contain a token. */
export class InvalidTokenResponse extends AxiosError {
  /** Whether the response seems to be cut, or to come from a proxy, so that the next one may be valid. */
  readonly isRetryable: boolean

  constructor(message: string, config: InternalAxiosRequestConfig, isRetryable: boolean) {
    super(message, AxiosError.ERR_BAD_RESPONSE, config)
    this.isRetryable = isRetryable
  }
}

/**
 * Reads a token response. Its names are in snake_case where the request was a form, in camelCase where it was JSON.
 *
 * @param body text, or an object where a mock adapter gave one
 * @param defaultLifetime seconds, for responses that need not contain a lifetime
 * @throws InvalidTokenResponse that names the wrong field
 * @see RFC 6749, section 5.1
 */
export function readTokenResponse(
  body: unknown,
  config: InternalAxiosRequestConfig,
  defaultLifetime?: number,
): TokenResponse {
  const response = typeof body === 'string' ? parseBody(body, config) : body
  const reject = (problem: string): never => {
    throw new InvalidTokenResponse(`the response is not a token: ${problem}`, config, false)
  }
  if (typeof response !== 'object' || response === null || Array.isArray(response)) {
    return reject('it is not a JSON object')
  }

  // Own fields only, so that a polluted `Object.prototype` cannot add any.
  const fields: Record<string, unknown> = Object.assign(Object.create(null), response)
  const accessToken = fields.access_token ?? fields.accessToken
  const tokenType = fields.token_type ?? fields.tokenType
  const expiresIn = fields.expires_in ?? fields.expiresIn ?? defaultLifetime
  const { scope } = fields

  if (!isToken(accessToken)) return reject(`access_token must be ${tokenRule}`)
  if (tokenType != null && !isBearer(tokenType)) return reject('token_type must be bearer')
  if (!isSeconds(expiresIn)) return reject('expires_in must be a number of seconds, 0 or more')
  if (scope != null && typeof scope !== 'string') return reject('scope must be a string')
  return { accessToken, expiresIn: Number(expiresIn), scope: scope ?? undefined }
}

function parseBody(body: string, config: InternalAxiosRequestConfig): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    const error = new InvalidTokenResponse('the response is not a token: it is not JSON', config, true)
    throw Object.assign(error, { cause })
  }
}

function isBearer(value: unknown): boolean {
  return typeof value === 'string' && value.toLowerCase() === 'bearer'
}

// Some servers send the number as text.
function isSeconds(value: unknown): value is number | string {
  if (typeof value === 'string') return /^\d{1,15}$/.test(value)
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
