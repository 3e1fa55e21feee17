import {
  type CredentialSource,
  type CredentialSourceContext,
  isToken,
  type SuppliedToken,
} from '../credentials/types.ts'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { failureOf } from '../failure-of.ts'
import { waitAtMost } from '../http/timing.ts'
import { accessTokenRule } from './token-rule.ts'

/**
 * Asks a source for credentials or a token.
 *
 * @param timeLimit milliseconds that it may take, since everybody waits for it
 * @returns a token that was checked, or whatever else it gave, but not nothing
 * @throws HereAuthError only
 */
export async function askSource(
  source: CredentialSource,
  timeLimit: number,
  context: CredentialSourceContext,
): Promise<unknown> {
  const found = await callSource(source, timeLimit, context)
  if (found === undefined || found === null) throw nothingFound(source)
  return found
}

/** The same, where a source may also give nothing. */
export async function callSource(
  source: CredentialSource,
  timeLimit: number,
  context?: CredentialSourceContext,
): Promise<unknown> {
  try {
    const found: unknown = await waitAtMost(timeLimit, Promise.resolve(source(context)))
    const supplied = typeof found === 'string' ? { accessToken: found } : found
    return isSuppliedToken(supplied) ? checkToken(supplied) : supplied
  } catch (error) {
    throw failureOf('credential source', error)
  }
}

// Any time in seconds lies before this, and any in milliseconds since 1973 behind it.
const firstMilliseconds = 1e11

function checkToken({ accessToken, expiresAt }: SuppliedToken): SuppliedToken {
  if (!isToken(accessToken)) throw wrongToken(accessTokenRule)
  if (expiresAt !== undefined && !(typeof expiresAt === 'number' && expiresAt >= firstMilliseconds)) {
    throw wrongToken('expiresAt must be in epoch milliseconds, not in seconds')
  }
  return { accessToken, expiresAt }
}

function wrongToken(problem: string): HereAuthError {
  return new HereAuthError(`The credential source gave a wrong token: ${problem}.`, { reason: 'invalid-credentials' })
}

function nothingFound({ lookedIn }: CredentialSource): HereAuthError {
  const message = lookedIn?.length
    ? `No HERE credentials were found. Looked in: ${lookedIn.join('; ')}. ` +
      'Pass { accessKeyId, accessKeySecret }, or put them in one of these places.'
    : 'The credential source that was passed gave nothing.'
  return new HereAuthError(message, { reason: 'missing-credentials' })
}

/** Whether a source gave a token in place of credentials. */
export function isSuppliedToken(value: unknown): value is SuppliedToken {
  return Object.hasOwn(Object(value), 'accessToken')
}
