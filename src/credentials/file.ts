import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { HereAuthError } from '../errors.ts'
import type { CredentialSourceContext } from '../token/credentials.ts'

/** Where HERE's tools look for a user's credentials. */
export function inHereFolder(name: string): string {
  return join(homedir(), '.here', name)
}

/**
 * Reads a file that holds credentials; `undefined` when there is none. Tells `onEvent` when other users can read it.
 *
 * @throws HereAuthError when it is there and cannot be read
 */
export async function readCredentialsFile(
  file: string,
  context: CredentialSourceContext | undefined,
): Promise<string | undefined> {
  try {
    const text = await readFile(file, 'utf8')
    if (await isExposed(file)) context?.onEvent({ type: 'credentials-exposed', file })
    return text.replace(/^\uFEFF/, '')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new HereAuthError(`The credentials file ${file} cannot be read (${code}).`, {
      reason: 'invalid-credentials',
      cause: error,
    })
  }
}

const readableByOthers = 0o044

// Windows has no such bits.
async function isExposed(file: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(file)).mode & readableByOthers) !== 0
}
