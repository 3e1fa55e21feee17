import { parse } from 'dot-properties'
import type { CredentialSource } from '../token/credentials.ts'
import { readFields } from './fields.ts'
import { inHereFolder, readCredentialsFile } from './file.ts'

/**
 * Credentials from a Java properties file such as the HERE platform lets people download: an access key
 * (`here.access.key.id`, `here.access.key.secret`), or with `here.auth.method=private_key_jwt` a private key
 * (`here.client.id`, `here.private.key`, `here.key.id`). Values in quotes are taken without them.
 *
 * The source has nothing when there is no such file, and rejects with `HereAuthError` when the file cannot be read or
 * lacks a key.
 *
 * @param path default `~/.here/credentials.properties`; read at each token request
 * @example
 * createHereClient(fromProperties('/run/secrets/here.properties'))
 */
export function fromProperties(path?: string): CredentialSource {
  const file = path ?? inHereFolder('credentials.properties')
  const source: CredentialSource = async (context) => {
    const text = await readCredentialsFile(file, context)
    return text === undefined ? undefined : readFields(parse(text) as Record<string, unknown>, file)
  }
  return Object.assign(source, { lookedIn: [path ?? '~/.here/credentials.properties'] })
}
