import { HereAuthError } from '../errors/here-auth-error.ts'
import { unquote } from './fields.ts'
import type { CredentialSource } from './types.ts'
import { checkCredentialsOf } from './validate.ts'

/** Names of the environment variables, as HERE's own tools use them. */
const names = {
  accessKeyId: 'HERE_ACCESS_KEY_ID',
  accessKeySecret: 'HERE_ACCESS_KEY_SECRET',
  tokenEndpointUrl: 'HERE_TOKEN_ENDPOINT_URL',
  scope: 'HERE_TOKEN_SCOPE',
} as const

/**
 * Credentials from environment variables: `HERE_ACCESS_KEY_ID` and `HERE_ACCESS_KEY_SECRET`, and if set
 * `HERE_TOKEN_ENDPOINT_URL` and `HERE_TOKEN_SCOPE`. An empty variable counts as not set;
 * white space and quotes around a value are removed.
 *
 * It has nothing when neither key variable is set, and rejects with `HereAuthError` when only one of them is set.
 *
 * @param env default `process.env`, read at each token request
 * @example
 * createHereClient(fromEnv())
 */
export function fromEnv(env: Record<string, string | undefined> = process.env): CredentialSource {
  // Own variables only, so that a polluted `Object.prototype` cannot add any.
  const read = (name: string): string | undefined => (Object.hasOwn(env, name) ? unquote(env[name]) : undefined)
  const source = async () => {
    const accessKeyId = read(names.accessKeyId)
    const accessKeySecret = read(names.accessKeySecret)
    if (!accessKeyId && !accessKeySecret) return undefined
    if (!accessKeyId || !accessKeySecret) throw halfSet(accessKeyId ? names.accessKeySecret : names.accessKeyId)
    const tokenEndpointUrl = read(names.tokenEndpointUrl)
    const scope = read(names.scope)
    return checkCredentialsOf({ accessKeyId, accessKeySecret, tokenEndpointUrl, scope }, 'The environment', names)
  }
  return Object.assign(source, { lookedIn: [`environment (${names.accessKeyId}, ${names.accessKeySecret})`] })
}

function halfSet(missing: string): HereAuthError {
  const present = missing === names.accessKeyId ? names.accessKeySecret : names.accessKeyId
  return new HereAuthError(`The environment variable ${present} is set, but ${missing} is not. Set both.`, {
    reason: 'invalid-credentials',
  })
}
