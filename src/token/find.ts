import type {
  CredentialSource,
  CredentialSourceContext,
  HereCredentials,
  SignInCredentials,
  SuppliedToken,
} from '../credentials/types.ts'
import { checkCredentials, isSignIn } from '../credentials/validate.ts'
import { HereAuthError } from '../errors/here-auth-error.ts'
import type { TokenProvider } from './provider.ts'
import { askSource, isSuppliedToken } from './resolve-credentials.ts'

/** Finds what the next token is made from. */
export type FindCredentials = () => Promise<SignInCredentials | SuppliedToken>

/**
 * Brings every form of credentials to one: a function that finds them, and rejects with {@link HereAuthError} only.
 *
 * @param timeLimit milliseconds that a source may take, since everybody waits for it
 * @throws TypeError at once for credentials that are given and wrong
 */
export function createFind(
  credentials: Exclude<HereCredentials, TokenProvider> | undefined,
  timeLimit: number,
  context: CredentialSourceContext,
): FindCredentials {
  if (typeof credentials === 'function') return () => find(credentials, timeLimit, context)
  if (credentials === undefined) return async () => find(await loadDefault(), timeLimit, context)
  const fixed = checkCredentials(credentials)
  return async () => fixed
}

// Only loaded by those who pass no credentials.
async function loadDefault(): Promise<CredentialSource> {
  const { defaultCredentials } = await import('#default-credentials')
  return defaultCredentials()
}

async function find(
  source: CredentialSource,
  timeLimit: number,
  context: CredentialSourceContext,
): Promise<SignInCredentials | SuppliedToken> {
  const found = await askSource(source, timeLimit, context)
  if (isSuppliedToken(found)) return found
  if (!isSignIn(found)) {
    throw new HereAuthError(
      'The credential source gave neither credentials, such as { accessKeyId, accessKeySecret }, nor a token: ' +
        '{ accessToken, expiresAt } or text.',
      { reason: 'invalid-credentials' },
    )
  }
  try {
    return checkCredentials(found)
  } catch (error) {
    throw new HereAuthError(`The credential source gave wrong credentials: ${(error as TypeError).message}.`, {
      reason: 'invalid-credentials',
      cause: error,
    })
  }
}
