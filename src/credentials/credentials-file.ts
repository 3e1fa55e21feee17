import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { HereAuthError } from '../errors/here-auth-error.ts'
import type { CredentialSourceContext } from './types.ts'

/** Where HERE's tools look for a user's credentials; `undefined` for a user who has no home. */
export function inHereFolder(name: string): string | undefined {
  try {
    return join(homedir(), '.here', name)
  } catch {
    return undefined
  }
}

/**
 * Reads a file that holds credentials; `undefined` when there is none. Tells `onEvent` when other users can read it.
 *
 * @throws HereAuthError when it is there and cannot be read
 */
export async function readCredentialsFile(
  file: string | undefined,
  context: CredentialSourceContext | undefined,
): Promise<string | undefined> {
  if (file === undefined) return undefined
  const text = await read(file)
  if (text === undefined) return undefined
  if (await isExposed(file)) context?.onEvent({ type: 'credentials-exposed', file })
  if (!text.includes('\0')) return text.replace(/^\uFEFF/, '')
  throw new HereAuthError(`The credentials file ${file} is not text in UTF-8. Save it as such.`, {
    reason: 'invalid-credentials',
  })
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
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
