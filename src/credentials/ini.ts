import { parse } from 'ini'
import { HereAuthError } from '../errors.ts'
import { type CredentialSource, isObject } from '../token/credentials.ts'
import { readFields } from './fields.ts'
import { inHereFolder, readCredentialsFile } from './file.ts'

const defaultProfile = 'default'

/**
 * Credentials from one section of an ini file; the keys are those of the properties file.
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
  const { path = inHereFolder('credentials.ini') } = options
  const source: CredentialSource = async (context) => {
    const asked = options.profile ?? (process.env.HERE_PROFILE || undefined)
    const text = await readCredentialsFile(path, context)
    const profile = asked ?? defaultProfile
    const section = text === undefined ? undefined : findSection(parse(text), profile)
    if (section !== undefined) return readFields(section, path, `${path} [${profile}]`)
    if (asked === undefined) return undefined
    const why = options.profile === undefined ? 'is what HERE_PROFILE says' : 'was asked for'
    throw new HereAuthError(
      text === undefined
        ? `There is no credentials file ${path}, and the profile ${asked} ${why}.`
        : `The credentials file ${path} has no section [${asked}], which ${why}.`,
      { reason: 'invalid-credentials' },
    )
  }
  return Object.assign(source, {
    lookedIn: [`${options.path ?? '~/.here/credentials.ini'} [${options.profile ?? defaultProfile}]`],
  })
}

// The parser takes a dot in the name of a section for a level.
function findSection(levels: Record<string, unknown>, profile: string): Record<string, unknown> | undefined {
  const found = profile
    .split('.')
    .reduce<unknown>((level, name) => (isObject(level) && Object.hasOwn(level, name) ? level[name] : undefined), levels)
  return isObject(found) ? found : undefined
}
