import { HereAuthError } from '../errors/here-auth-error.ts'
import { bodyFields } from '../http/body.ts'
import { readCredentialsFile } from './credentials-file.ts'
import type { CredentialSource } from './types.ts'

// Where the HERE platform puts the file beside a process that it runs (HERE's Java SDK).
const defaultPath = '/dev/shm/identity/access-token'

/**
 * The token that the HERE platform puts beside a process that it runs: JSON with `access_token` and `exp`, its
 * expiry in epoch seconds. The platform replaces the file before that.
 *
 * It has nothing when the file does not exist, and rejects with `HereAuthError` when the file contains no token, or one that
 * has expired.
 *
 * @param path default `/dev/shm/identity/access-token`; read at each token request
 * @example
 * createHereClient(fromRunAsId())
 */
export function fromRunAsId(path: string = defaultPath): CredentialSource {
  const source: CredentialSource = async () => {
    // Without a context: the platform decides who can read its file.
    const text = await readCredentialsFile(path, undefined)
    return text === undefined ? undefined : readToken(text, path)
  }
  return Object.assign(source, { lookedIn: [path] })
}

function readToken(text: string, path: string): { accessToken: string; expiresAt: number } {
  const { access_token: accessToken, exp } = bodyFields(text) ?? {}
  if (typeof accessToken !== 'string' || typeof exp !== 'number') {
    throw new HereAuthError(`The token file ${path} must be JSON with access_token and exp, a number of seconds.`, {
      reason: 'invalid-credentials',
    })
  }
  const expiresAt = exp * 1000
  if (expiresAt > Date.now()) return { accessToken, expiresAt }
  throw new HereAuthError(`The token in ${path} has expired: does the process that replaces the file still run?`, {
    reason: 'unavailable',
  })
}
