import { parse } from 'dot-properties'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { hasSections, inHereFolder, readCredentialsFile } from './credentials-file.ts'
import { fieldNames, readFields } from './fields.ts'
import type { CredentialSource } from './types.ts'
import { checkCredentialsOf } from './validate.ts'

/**
 * Credentials from a Java properties file such as the HERE platform lets people download: an access key
 * (`here.access.key.id`, `here.access.key.secret`), or with `here.auth.method=private_key_jwt` a private key
 * (`here.client.id`, `here.private.key`, `here.key.id`). Quotes around a value are removed.
 *
 * It has nothing when the file does not exist, and rejects with `HereAuthError` when the file cannot be read or
 * lacks a key.
 *
 * @param path default `~/.here/credentials.properties`; read at each token request
 * @example
 * createHereClient(fromProperties('/run/secrets/here.properties'))
 */
export function fromProperties(path?: string): CredentialSource {
  if (path !== undefined && typeof path !== 'string') throw new TypeError('fromProperties() takes the path of a file')
  const source: CredentialSource = async (context) => {
    const file = path ?? inHereFolder('credentials.properties')
    const text = await readCredentialsFile(file, context)
    if (file === undefined || text === undefined) return undefined
    if (hasSections(text)) {
      throw new HereAuthError(`The credentials file ${file} has sections: read it by fromIni({ path }).`, {
        reason: 'invalid-credentials',
      })
    }
    const credentials = readFields(parse(text) as Record<string, unknown>, file)
    return checkCredentialsOf(credentials, `The credentials file ${file}`, fieldNames)
  }
  return Object.assign(source, { lookedIn: [path ?? '~/.here/credentials.properties'] })
}
