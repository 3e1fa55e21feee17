import { HereAuthError, isHereAuthError } from '../errors.ts'
import { waitAtMost } from '../wait.ts'
import {
  type CredentialSource,
  type CredentialSourceContext,
  isSuppliedToken,
  isToken,
  type SuppliedToken,
  tokenRule,
} from './credentials.ts'

/**
 * Asks a source for credentials or a token.
 *
 * @param timeLimit milliseconds that it may take, since everybody waits for it
 * @returns a token that was checked, or whatever else it gave
 * @throws HereAuthError only
 */
export async function askSource(
  source: CredentialSource,
  timeLimit: number,
  context?: CredentialSourceContext,
): Promise<unknown> {
  const found = await call(source, timeLimit, context)
  if (found === undefined || found === null) throw nothingFound(source)
  if (typeof found === 'string') return checkToken({ accessToken: found })
  return isSuppliedToken(found) ? checkToken(found) : found
}

async function call(source: CredentialSource, timeLimit: number, context?: CredentialSourceContext): Promise<unknown> {
  try {
    return await waitAtMost(timeLimit, Promise.resolve(source(context)))
  } catch (error) {
    if (isHereAuthError(error)) throw error
    const kind = error instanceof Error ? error.name : typeof error
    throw new HereAuthError(`The credential source failed (${kind}), see cause.`, {
      reason: 'unavailable',
      cause: error,
    })
  }
}

// Any time in seconds lies before this, and any in milliseconds since 1973 behind it.
const firstMilliseconds = 1e11

function checkToken({ accessToken, expiresAt }: SuppliedToken): SuppliedToken {
  const problem = !isToken(accessToken)
    ? `accessToken must be ${tokenRule}`
    : expiresAt !== undefined && !(typeof expiresAt === 'number' && expiresAt >= firstMilliseconds)
      ? 'expiresAt must be a number, epoch time in milliseconds (not in seconds)'
      : undefined
  if (problem === undefined) return { accessToken, expiresAt }
  throw new HereAuthError(`The credential source gave a wrong token: ${problem}.`, { reason: 'invalid-credentials' })
}

function nothingFound({ lookedIn }: CredentialSource): HereAuthError {
  const message = lookedIn?.length
    ? `No HERE credentials were found. Looked in: ${lookedIn.join('; ')}. ` +
      'Pass { accessKeyId, accessKeySecret }, or put them in one of these places.'
    : 'The credential source that was passed gave nothing.'
  return new HereAuthError(message, { reason: 'missing-credentials' })
}
