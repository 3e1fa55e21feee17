import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { asMeant, checkFound } from './found.ts'
import { isInlineKey } from './signing-key.ts'
import type { SignInCredentials } from './types.ts'

/** Names of the properties, as in the file that the HERE platform lets people download. */
const names = {
  accessKeyId: 'here.access.key.id',
  accessKeySecret: 'here.access.key.secret',
  clientId: 'here.client.id',
  tokenEndpointUrl: 'here.token.endpoint.url',
  scope: 'here.token.scope',
  // HERE's Java SDK, JwtClientAssertionProvider.
  method: 'here.auth.method',
  privateKey: 'here.private.key',
  keyId: 'here.key.id',
  algorithm: 'here.signing.algorithm',
} as const

/**
 * Makes credentials of the properties of a file.
 *
 * @param place the file, and the section if there are such, for errors
 * @throws HereAuthError that names the place and the key that is missing or wrong
 */
export function readFields(
  fields: Readonly<Record<string, unknown>>,
  file: string,
  place: string = file,
): SignInCredentials {
  // Its own alone: what somebody put on Object.prototype stands in no file.
  const read = (name: string): string | undefined => (Object.hasOwn(fields, name) ? asMeant(fields[name]) : undefined)
  const required = (name: string): string => {
    const value = read(name)
    if (value === undefined) throw wrong(`${place} has no ${name}. Download the file again, or add the key.`)
    return value
  }
  const common = { tokenEndpointUrl: read(names.tokenEndpointUrl), scope: read(names.scope) }
  const method = read(names.method)
  if (method === undefined && read(names.privateKey) === undefined) {
    const accessKeyId = required(names.accessKeyId)
    const accessKeySecret = required(names.accessKeySecret)
    return checkFound({ accessKeyId, accessKeySecret, ...common }, `The credentials file ${place}`, names)
  }
  if (method !== undefined && method !== 'private_key_jwt') {
    throw wrong(`${place} has a ${names.method} that is not known here; it can be private_key_jwt, or left out.`)
  }
  const algorithm = read(names.algorithm)
  if (algorithm !== undefined && algorithm !== 'RS256' && algorithm !== 'ES256') {
    throw wrong(`${place} has a ${names.algorithm} that HERE does not take; it can be RS256, ES256, or left out.`)
  }
  const clientId = required(names.clientId)
  const privateKey = besideFile(required(names.privateKey), file)
  const keyId = read(names.keyId)
  return checkFound({ clientId, privateKey, keyId, algorithm, ...common }, `The credentials file ${place}`, names)
}

// The key itself, or the path of a file; a relative one is meant from where the credentials are.
function besideFile(privateKey: string, file: string): string {
  if (isInlineKey(privateKey)) return privateKey
  return resolve(
    dirname(file),
    privateKey.replace(/^~(?=[/\\])/, () => homedir()),
  )
}

function wrong(message: string): HereAuthError {
  return new HereAuthError(`The credentials file ${message}`, { reason: 'invalid-credentials' })
}
