import { parse } from 'dot-properties'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { inHereFolder, readCredentialsFile } from './credentials-file.ts'
import { readFields } from './fields.ts'
import { asMeant } from './found.ts'
import { sectionOf } from './sections.ts'
import type { CredentialSource, SignInCredentials } from './types.ts'

const defaultProfile = 'default'

/**
 * Credentials from one section of an ini file; its lines are those of a properties file, and `;` begins a comment too.
 *
 * The source has nothing when there is no such file, or when it has no section `default` and none was asked for. It rejects
 * with `HereAuthError` when the file cannot be read, lacks a key, or lacks a section that was asked for by name.
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
    const asked = options.profile ?? asMeant(process.env.HERE_PROFILE)
    const profile = asked ?? defaultProfile
    const text = await readCredentialsFile(path, context)
    const section = text === undefined ? undefined : sectionOf(text, profile)
    if (path !== undefined && section !== undefined) return readSection(section, path, profile)
    if (asked === undefined) return undefined
    const why = options.profile === undefined ? 'is what HERE_PROFILE says' : 'was asked for'
    throw wrong(
      text === undefined
        ? `There is no credentials file ${path ?? '~/.here/credentials.ini'}, and the profile ${asked} ${why}.`
        : `The credentials file ${path} has no section [${asked}], which ${why}.`,
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
    throw wrong(`The credentials file ${path} has a line that is no section, ${section.wrongLine}: [name] is one.`)
  }
  return readFields(parse(section.lines) as Record<string, unknown>, path, `${path} [${profile}]`)
}

function wrong(message: string): HereAuthError {
  return new HereAuthError(message, { reason: 'invalid-credentials' })
}
