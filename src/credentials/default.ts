import { chain } from './chain.ts'
import { fromEnv } from './env.ts'
import { fromIni } from './ini.ts'
import { fromProperties } from './properties.ts'
import { fromRunAsId } from './run-as-id.ts'
import type { CredentialSource } from './types.ts'

/**
 * The credentials provider of a client that was created without credentials: the environment, `~/.here/credentials.ini`,
 * `~/.here/credentials.properties`, the token file of the HERE platform.
 *
 * @example
 * createHereClient(defaultCredentials()) // the same as createHereClient()
 */
export function defaultCredentials(): CredentialSource {
  return chain(fromEnv(), fromIni(), fromProperties(), fromRunAsId())
}
