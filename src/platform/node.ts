import { combineRedirectHooks, createRedirectRule, makeFormRepeatable } from '../http/http-adapter.ts'
import { createFetchToken } from '../token/fetch-token.ts'
import type { Platform } from './platform.ts'

/** Node. Whatever reads files is loaded when it is used. */
export const platform: Platform = {
  httpAdapter: { createRedirectRule, combineRedirectHooks, makeFormRepeatable },

  createFetchToken: (options) =>
    createFetchToken(options, {
      async loadDefaultCredentials() {
        const { defaultCredentials } = await import('../credentials/chain.ts')
        return defaultCredentials()
      },
      async readPrivateKey(...key) {
        const { readPrivateKey } = await import('../credentials/private-key.ts')
        return readPrivateKey(...key)
      },
    }),
}
