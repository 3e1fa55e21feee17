import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'dot-properties'
import { HereAuthError } from '../errors.ts'
import type { CredentialSource } from '../token/credentials.ts'

/** Names of the properties, as in the file that the HERE platform lets people download. */
const names = {
  accessKeyId: 'here.access.key.id',
  accessKeySecret: 'here.access.key.secret',
  tokenEndpointUrl: 'here.token.endpoint.url',
  scope: 'here.token.scope',
} as const

/**
 * Credentials from a Java properties file such as the HERE platform lets people download. Values in quotes are taken
 * without them.
 *
 * The source has nothing when there is no such file, and rejects with `HereAuthError` when the file cannot be read or
 * lacks one of the two keys.
 *
 * @param path default `~/.here/credentials.properties`; read at each token request
 * @example
 * createHereClient(fromProperties('/run/secrets/here.properties'))
 */
export function fromProperties(path?: string): CredentialSource {
  const file = path ?? join(homedir(), '.here', 'credentials.properties')
  const source = async () => {
    const text = await read(file)
    if (text === undefined) return undefined
    const properties = parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>
    return {
      accessKeyId: required(properties, names.accessKeyId, file),
      accessKeySecret: required(properties, names.accessKeySecret, file),
      tokenEndpointUrl: optional(properties, names.tokenEndpointUrl),
      scope: optional(properties, names.scope),
    }
  }
  return Object.assign(source, { lookedIn: [path ?? '~/.here/credentials.properties'] })
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

function required(properties: Record<string, unknown>, name: string, file: string): string {
  const value = optional(properties, name)
  if (value !== undefined) return value
  throw new HereAuthError(`The credentials file ${file} has no ${name}. Download it again, or add the key.`, {
    reason: 'invalid-credentials',
  })
}

function optional(properties: Record<string, unknown>, name: string): string | undefined {
  const value = properties[name]
  if (typeof value !== 'string') return undefined
  return value.trim().replace(/^(["'])(.*)\1$/, '$2') || undefined
}
