import type {
  CredentialSource,
  CredentialSourceContext,
  SignInCredentials,
  SuppliedToken,
} from '../credentials/types.ts'
import { checkCredentials, isSignIn } from '../credentials/validate.ts'
import { asHereAuthError, HereAuthError } from '../errors/here-auth-error.ts'
import { waitAtMost } from '../http/timing.ts'
import { isToken, tokenRule } from './token-response.ts'

/**
 * Calls a credentials provider and checks what it returns.
 *
 * @param timeLimit milliseconds that it may take, because all requests wait for it
 * @throws HereAuthError only
 */
export async function resolveCredentials(
  provider: CredentialSource,
  timeLimit: number,
  context: CredentialSourceContext,
): Promise<SignInCredentials | SuppliedToken> {
  const found = await callCredentialsProvider(provider, timeLimit, context)
  if (found === undefined || found === null) throw nothingFound(provider)
  if (isSuppliedToken(found)) return found
  if (!isSignIn(found)) {
    throw new HereAuthError(
      'The credentials provider returned neither credentials, such as { accessKeyId, accessKeySecret }, nor a token: ' +
        '{ accessToken, expiresAt } or text.',
      { reason: 'invalid-credentials' },
    )
  }
  try {
    return checkCredentials(found)
  } catch (error) {
    throw new HereAuthError(`The credentials provider returned invalid credentials: ${(error as TypeError).message}.`, {
      reason: 'invalid-credentials',
      cause: error,
    })
  }
}

function nothingFound({ lookedIn }: CredentialSource): HereAuthError {
  const message = lookedIn?.length
    ? `No HERE credentials were found. Looked in: ${lookedIn.join('; ')}. ` +
      'Pass { accessKeyId, accessKeySecret }, or put them in one of these places.'
    : 'The credentials provider returned nothing.'
  return new HereAuthError(message, { reason: 'missing-credentials' })
}

/**
 * Calls a credentials provider.
 *
 * @param timeLimit milliseconds that it may take, because all requests wait for it
 * @returns a token that was checked, or anything else that the provider returned
 * @throws HereAuthError only
 */
export async function callCredentialsProvider(
  provider: CredentialSource,
  timeLimit: number,
  context?: CredentialSourceContext,
): Promise<unknown> {
  try {
    const found: unknown = await waitAtMost(timeLimit, Promise.resolve(provider(context)))
    const supplied = typeof found === 'string' ? { accessToken: found } : found
    return isSuppliedToken(supplied) ? checkSuppliedToken(supplied) : supplied
  } catch (error) {
    throw asHereAuthError('credentials provider', error)
  }
}

/** Whether a credentials provider returned a token instead of credentials. */
export function isSuppliedToken(value: unknown): value is SuppliedToken {
  return Object.hasOwn(Object(value), 'accessToken')
}

// Any current time is below this in seconds, and above it in milliseconds.
const firstMilliseconds = 1e11

function checkSuppliedToken({ accessToken, expiresAt }: SuppliedToken): SuppliedToken {
  if (!isToken(accessToken)) throw invalidToken(`accessToken must be ${tokenRule}`)
  if (expiresAt !== undefined && !(typeof expiresAt === 'number' && expiresAt >= firstMilliseconds)) {
    throw invalidToken('expiresAt must be in epoch milliseconds, not in seconds')
  }
  return { accessToken, expiresAt }
}

function invalidToken(problem: string): HereAuthError {
  const message = `The credentials provider returned an invalid token: ${problem}.`
  return new HereAuthError(message, { reason: 'invalid-credentials' })
}
