import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { isToken } from '../credentials/types.ts'
import { tokenRule } from './token-rule.ts'

/** What the token endpoint gave. */
export interface TokenAnswer {
  accessToken: string
  /** Lifetime in seconds. */
  expiresIn: number
  scope: string | undefined
}

/** An answer that says success and is not a token. */
export class UnreadableAnswer extends AxiosError {
  /** Whether the answer seems cut or was put in by something on the way, so that the next one may be whole. */
  readonly isWorthRepeating: boolean

  constructor(message: string, config: InternalAxiosRequestConfig, isWorthRepeating: boolean) {
    super(message, AxiosError.ERR_BAD_RESPONSE, config)
    this.isWorthRepeating = isWorthRepeating
  }
}

/**
 * Reads the token endpoint's answer in either of its spellings: snake_case answers a form, camelCase a JSON request.
 *
 * @param body text, or an object where a mock adapter gave one
 * @param defaultLifetime seconds, where the answer need not say
 * @throws UnreadableAnswer that names the bad field
 * @see RFC 6749, section 5.1
 */
export function readTokenAnswer(
  body: unknown,
  config: InternalAxiosRequestConfig,
  defaultLifetime?: number,
): TokenAnswer {
  const answer = typeof body === 'string' ? parse(body, config) : body
  const refuse = (problem: string): never => {
    throw new UnreadableAnswer(`the answer is not a token: ${problem}`, config, false)
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return refuse('it is not a JSON object')

  // Its own fields alone: what somebody put on Object.prototype is no token.
  const fields: Record<string, unknown> = Object.assign(Object.create(null), answer)
  const read = (name: string, otherName: string): unknown => fields[name] ?? fields[otherName]
  const accessToken = read('access_token', 'accessToken')
  const tokenType = read('token_type', 'tokenType')
  const expiresIn = read('expires_in', 'expiresIn') ?? defaultLifetime
  const scope = read('scope', 'scope')

  if (!isToken(accessToken)) return refuse(`access_token must be ${tokenRule}`)
  if (tokenType != null && !isBearer(tokenType)) return refuse('token_type must be bearer')
  if (!isSeconds(expiresIn)) return refuse('expires_in must be a number of seconds, 0 or more')
  if (scope != null && typeof scope !== 'string') return refuse('scope must be a string')
  return { accessToken, expiresIn: Number(expiresIn), scope: scope ?? undefined }
}

function parse(body: string, config: InternalAxiosRequestConfig): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw Object.assign(new UnreadableAnswer('the answer is not a token: it is not JSON', config, true), { cause })
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
