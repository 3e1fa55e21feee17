import { HereAuthError, isHereAuthError } from '../errors.ts'
import { waitAtMost } from '../wait.ts'
import { isToken, tokenRule } from './answer.ts'
import {
  type CredentialSource,
  checkOAuthCredentials,
  type HereCredentials,
  isSuppliedToken,
  type OAuthCredentials,
  type SuppliedToken,
} from './credentials.ts'
import type { TokenProvider } from './provider.ts'

/** Finds what the next token is made from. */
export type FindCredentials = () => Promise<OAuthCredentials | SuppliedToken>

/**
 * Brings every form of credentials to one: a function that finds them, and rejects with {@link HereAuthError} only.
 *
 * @param timeLimit milliseconds that a source may take, since everybody waits for it
 * @throws TypeError at once for credentials that are given and wrong
 */
export function createSource(
  credentials: Exclude<HereCredentials, TokenProvider> | undefined,
  timeLimit: number,
): FindCredentials {
  if (typeof credentials === 'function') return () => ask(credentials, timeLimit)
  if (credentials === undefined) return async () => ask(await loadDefault(), timeLimit)
  const fixed = checkOAuthCredentials(credentials)
  return async () => fixed
}

// Only loaded by those who pass no credentials; a browser bundle holds a stub in its place.
async function loadDefault(): Promise<CredentialSource> {
  const { defaultCredentials } = await import('#default-credentials')
  return defaultCredentials()
}

async function ask(source: CredentialSource, timeLimit: number): Promise<OAuthCredentials | SuppliedToken> {
  const found = await call(source, timeLimit)
  if (found === undefined || found === null) throw nothingFound(source)
  if (typeof found === 'string') return checkToken({ accessToken: found })
  if (isSuppliedToken(found)) return checkToken(found)
  if (typeof found !== 'object' || !('accessKeyId' in found || 'accessKeySecret' in found)) {
    throw new HereAuthError(
      'The credential source gave neither { accessKeyId, accessKeySecret } nor a token: { accessToken, expiresAt } or text.',
      { reason: 'invalid-credentials' },
    )
  }
  try {
    return checkOAuthCredentials(found)
  } catch (error) {
    throw new HereAuthError(`The credential source gave wrong credentials: ${(error as TypeError).message}.`, {
      reason: 'invalid-credentials',
      cause: error,
    })
  }
}

async function call(source: CredentialSource, timeLimit: number): Promise<Awaited<ReturnType<CredentialSource>>> {
  try {
    return await waitAtMost(timeLimit, Promise.resolve(source()))
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

function checkToken(supplied: SuppliedToken): SuppliedToken {
  const { accessToken, expiresAt } = supplied
  const problem = !isToken(accessToken)
    ? `accessToken must be ${tokenRule}`
    : expiresAt !== undefined && (typeof expiresAt !== 'number' || Number.isNaN(expiresAt))
      ? 'expiresAt must be a number, epoch time in milliseconds'
      : expiresAt !== undefined && expiresAt < firstMilliseconds
        ? 'expiresAt is in seconds, and must be epoch time in milliseconds'
        : undefined
  if (problem === undefined) return { accessToken, expiresAt }
  throw new HereAuthError(`The credential source gave a wrong token: ${problem}.`, { reason: 'invalid-credentials' })
}

function nothingFound(source: CredentialSource): HereAuthError {
  const message = source.lookedIn?.length
    ? `No HERE credentials were found. Looked in: ${source.lookedIn.join('; ')}. ` +
      'Pass { accessKeyId, accessKeySecret }, or put them in one of these places.'
    : 'The credential source that was passed gave nothing.'
  return new HereAuthError(message, { reason: 'missing-credentials' })
}
