import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { HereAuthError } from '../errors/here-auth-error.ts'
import type { CredentialSourceContext } from './types.ts'

/** The path of a file in `~/.here`, where HERE's tools look for credentials; `undefined` for a user without a home folder. */
export function inHereFolder(name: string): string | undefined {
  try {
    return join(homedir(), '.here', name)
  } catch {
    return undefined
  }
}

/**
 * Reads a file of credentials; `undefined` when it does not exist. Reports to `onEvent` when other users can read it.
 *
 * @throws HereAuthError when it exists and cannot be read
 */
export async function readCredentialsFile(
  file: string | undefined,
  context: CredentialSourceContext | undefined,
): Promise<string | undefined> {
  if (file === undefined) return undefined
  const text = await readIfExists(file)
  if (text === undefined) return undefined
  if (await isExposed(file)) context?.onEvent({ type: 'credentials-exposed', file })
  if (!text.includes('\0')) return text.replace(/^\uFEFF/, '')
  throw new HereAuthError(`The credentials file ${file} is not text in UTF-8. Save it as such.`, {
    reason: 'invalid-credentials',
  })
}

async function readIfExists(file: string): Promise<string | undefined> {
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

// Windows has no permission bits.
async function isExposed(file: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(file)).mode & readableByOthers) !== 0
}

// `[name]`, and maybe a comment.
const header = /^[ \t]*\[([^\]\r\n]*)\][ \t]*(?:[;#].*)?$/

/** Whether a text has the sections of an ini file. */
export function hasSections(text: string): boolean {
  return linesOf(text).some((line) => header.test(line))
}

/**
 * The lines of one section of an ini file, which have the syntax of a properties file; `undefined` when the section does not
 * exist.
 *
 * @returns the number of a line that is neither a section nor a property, if there is one
 */
export function sectionOf(text: string, name: string): { lines: string } | { wrongLine: number } | undefined {
  let current: string | undefined
  let found: string[] | undefined
  for (const [index, line] of linesOf(text).entries()) {
    const title = header.exec(line)?.[1]?.trim()
    if (title !== undefined) {
      current = title
      if (current === name) found ??= []
    } else if (/^[ \t]*\[/.test(line)) {
      return { wrongLine: index + 1 }
    } else if (current === name && !/^[ \t]*;/.test(line)) {
      found?.push(withoutComment(line))
    }
  }
  return found && { lines: found.join('\n') }
}

// A comment needs white space before it, because a secret may contain `;` or `#`.
function withoutComment(line: string): string {
  return line.replace(/[ \t]+[;#].*$/, '')
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/)
}
