import { HereAuthError } from '../errors/here-auth-error.ts'
import type { CredentialSource } from './types.ts'

/** What a browser has in place of default credentials: an error that says what to do. */
export function defaultCredentials(): CredentialSource {
  return async () => {
    throw new HereAuthError(
      'There are no default credentials outside of Node, and a secret must not be in a browser. ' +
        'Pass createHereClient a function that asks your own back end for a token.',
      { reason: 'missing-credentials' },
    )
  }
}
