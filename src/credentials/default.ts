import type { CredentialSource } from '../token/credentials.ts'
import { chain } from './chain.ts'
import { fromEnv } from './env.ts'
import { fromProperties } from './properties.ts'

/**
 * Where a client looks that was given no credentials: the environment, then `~/.here/credentials.properties`.
 *
 * @example
 * createHereClient(defaultCredentials()) // the same as createHereClient()
 */
export function defaultCredentials(): CredentialSource {
  return chain(fromEnv(), fromProperties())
}
