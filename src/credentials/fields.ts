import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { HereAuthError } from '../errors/here-auth-error.ts'
import type { SignInCredentials } from './types.ts'

/** The names of the properties, as in the file that users download from the HERE platform. */
export const fieldNames = {
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
 * Reads credentials from the properties of a file; their values are not checked yet.
 *
 * @param place the file, with its section if there are any, for the error message
 * @throws HereAuthError that names the place and the key that is missing or unknown
 */
export function readFields(
  fields: Readonly<Record<string, unknown>>,
  file: string,
  place: string = file,
): SignInCredentials {
  // Own properties only, so that a polluted `Object.prototype` cannot add any.
  const read = (name: string): string | undefined => (Object.hasOwn(fields, name) ? unquote(fields[name]) : undefined)
  const required = (name: string): string => {
    const value = read(name)
    if (value === undefined) throw invalidField(`${place} has no ${name}. Download the file again, or add the key.`)
    return value
  }
  const common = { tokenEndpointUrl: read(fieldNames.tokenEndpointUrl), scope: read(fieldNames.scope) }
  const method = read(fieldNames.method)
  if (method === undefined && read(fieldNames.privateKey) === undefined) {
    const accessKeyId = required(fieldNames.accessKeyId)
    const accessKeySecret = required(fieldNames.accessKeySecret)
    return { accessKeyId, accessKeySecret, ...common }
  }
  if (method !== undefined && method !== 'private_key_jwt') {
    throw invalidField(`${place} has a ${fieldNames.method} that is unknown; it can be private_key_jwt, or left out.`)
  }
  const algorithm = read(fieldNames.algorithm)
  if (algorithm !== undefined && algorithm !== 'RS256' && algorithm !== 'ES256') {
    throw invalidField(
      `${place} has a ${fieldNames.algorithm} that HERE does not accept; it can be RS256, ES256, or left out.`,
    )
  }
  const clientId = required(fieldNames.clientId)
  const privateKey = resolvePrivateKey(required(fieldNames.privateKey), file)
  const keyId = read(fieldNames.keyId)
  return { clientId, privateKey, keyId, algorithm, ...common }
}

// The value is the key itself or a path, which is relative to the credentials file.
function resolvePrivateKey(privateKey: string, file: string): string {
  if (isInlineKey(privateKey)) return privateKey
  return resolve(
    dirname(file),
    privateKey.replace(/^~(?=[/\\])/, () => homedir()),
  )
}

function invalidField(message: string): HereAuthError {
  return new HereAuthError(`The credentials file ${message}`, { reason: 'invalid-credentials' })
}

/** A value without white space and quotes around it; `undefined` where nothing is left. */
export function unquote(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  return text.trim().replace(/^(["'])(.*)\1$/s, '$2') || undefined
}

/**
 * Whether a text is a key itself and not the path of one: an error message may contain a path, and must not contain a key. In
 * base64 every key begins with M.
 */
export function isInlineKey(text: string): boolean {
  return text.includes('-----BEGIN') || /^\s*(\{|M[\w+/=\s\\-]{60,}$)/.test(text)
}
