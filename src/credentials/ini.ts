import { parse } from 'dot-properties'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { inHereFolder, readCredentialsFile, sectionOf } from './credentials-file.ts'
import { fieldNames, readFields, unquote } from './fields.ts'
import type { CredentialSource, SignInCredentials } from './types.ts'
import { checkCredentialsOf } from './validate.ts'

const defaultProfile = 'default'

/**
 * Credentials from one section of an ini file. Its lines have the syntax of a properties file, and `;` begins a comment too.
 *
 * It has nothing when the file does not exist, or has no section `default` and no profile was named. It rejects with
 * `HereAuthError` when the file cannot be read, lacks a key, or lacks the section that was named.
 *
 * @param options `path`: default `~/.here/credentials.ini`, read at each token request; `profile`: the section, default
 *   what the environment variable `HERE_PROFILE` says, else `default`
 * @example
 * createHereClient(fromIni({ profile: 'staging' }))
 */
export function fromIni(options: { path?: string | undefined; profile?: string | undefined } = {}): CredentialSource {
  if (typeof options !== 'object') throw new TypeError('fromIni() takes { path, profile }')
  const source: CredentialSource = async (context) => {
    const path = options.path ?? inHereFolder('credentials.ini')
    const named = options.profile ?? unquote(process.env.HERE_PROFILE)
    const profile = named ?? defaultProfile
    const text = await readCredentialsFile(path, context)
    const section = text === undefined ? undefined : sectionOf(text, profile)
    if (path !== undefined && section !== undefined) return readSection(section, path, profile)
    if (named === undefined) return undefined
    const why = options.profile === undefined ? 'is the value of HERE_PROFILE' : 'was requested'
    throw invalidFile(
      text === undefined
        ? `There is no credentials file ${path ?? '~/.here/credentials.ini'}, and the profile ${named} ${why}.`
        : `The credentials file ${path} has no section [${named}], which ${why}.`,
    )
  }
  const lookedIn = `${options.path ?? '~/.here/credentials.ini'} [${options.profile ?? defaultProfile}]`
  return Object.assign(source, { lookedIn: [lookedIn] })
}

function readSection(
  section: { lines: string } | { wrongLine: number },
  path: string,
  profile: string,
): SignInCredentials {
  if ('wrongLine' in section) {
    throw invalidFile(
      `The credentials file ${path} has a line that is not a section, ${section.wrongLine}: write [name].`,
    )
  }
  const place = `${path} [${profile}]`
  const credentials = readFields(parse(section.lines) as Record<string, unknown>, path, place)
  return checkCredentialsOf(credentials, `The credentials file ${place}`, fieldNames)
}

function invalidFile(message: string): HereAuthError {
  return new HereAuthError(message, { reason: 'invalid-credentials' })
}
