import { HereAuthError } from '../errors.ts'
import {
  type CredentialSource,
  checkOAuthCredentials,
  type HereCredentials,
  isSuppliedToken,
  type OAuthCredentials,
  type SuppliedToken,
} from './credentials.ts'
import type { TokenProvider } from './provider.ts'
import { askSource } from './source.ts'

/** Finds what the next token is made from. */
export type FindCredentials = () => Promise<OAuthCredentials | SuppliedToken>

/**
 * Brings every form of credentials to one: a function that finds them, and rejects with {@link HereAuthError} only.
 *
 * @param timeLimit milliseconds that a source may take, since everybody waits for it
 * @throws TypeError at once for credentials that are given and wrong
 */
export function createFind(
  credentials: Exclude<HereCredentials, TokenProvider> | undefined,
  timeLimit: number,
): FindCredentials {
  if (typeof credentials === 'function') return () => find(credentials, timeLimit)
  if (credentials === undefined) return async () => find(await loadDefault(), timeLimit)
  const fixed = checkOAuthCredentials(credentials)
  return async () => fixed
}

// Only loaded by those who pass no credentials.
async function loadDefault(): Promise<CredentialSource> {
  const { defaultCredentials } = await import('#default-credentials')
  return defaultCredentials()
}

async function find(source: CredentialSource, timeLimit: number): Promise<OAuthCredentials | SuppliedToken> {
  const found = await askSource(source, timeLimit)
  if (isSuppliedToken(found)) return found
  if (typeof found !== 'object' || found === null || !('accessKeyId' in found || 'accessKeySecret' in found)) {
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
