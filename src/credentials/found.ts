import { HereAuthError } from '../errors/here-auth-error.ts'
import type { SignInCredentials } from './types.ts'
import { checkCredentials } from './validate.ts'

/**
 * Checks credentials that were found somewhere.
 *
 * @param place where, for the error: `The credentials file /home/me/…`
 * @param names what the fields are called there
 * @throws HereAuthError that names the place and the key that is wrong, never its value
 */
export function checkFound(
  credentials: SignInCredentials,
  place: string,
  names: Readonly<Record<string, string>>,
): SignInCredentials {
  try {
    return checkCredentials(credentials)
  } catch (error) {
    const words = (error as TypeError).message.replace(/credentials\.(\w+)/g, (all, field: string) =>
      Object.hasOwn(names, field) ? (names[field] as string) : all,
    )
    throw new HereAuthError(`${place}: ${words}.`, { reason: 'invalid-credentials', cause: error })
  }
}

/** A value as it was meant: without white space around it, and without quotes. An empty one is none. */
export function asMeant(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  return text.trim().replace(/^(["'])(.*)\1$/s, '$2') || undefined
}
