import { fromEnv } from './env.ts'
import { fromIni } from './ini.ts'
import { fromProperties } from './properties.ts'
import { fromRunAsId } from './run-as-id.ts'
import type { CredentialSource } from './types.ts'

/**
 * Tries credentials providers in order. Continues when one has nothing, and stops when one is broken.
 *
 * @example
 * createHereClient(chain(fromEnv(), fromProperties('./here.properties')))
 */
export function chain(...sources: CredentialSource[]): CredentialSource {
  if (sources.some((source) => typeof source !== 'function')) {
    throw new TypeError(
      'chain() takes credentials providers: functions, such as those that fromEnv() and fromProperties() return',
    )
  }
  const chained: CredentialSource = async (context) => {
    for (const source of sources) {
      const found = await source(context)
      if (found !== undefined && found !== null) return found
    }
    return undefined
  }
  return Object.assign(chained, {
    lookedIn: sources.flatMap(({ lookedIn }) => lookedIn ?? ['a credentials provider of the application']),
  })
}

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
