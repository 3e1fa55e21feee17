import { toSigningKey } from '../credentials/signing-key.ts'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { createFetchToken } from '../token/fetch-token.ts'
import type { Platform } from './platform.ts'

/** Workers, such as Cloudflare's: they can sign and have no files. */
export const platform: Platform = {
  httpAdapter: undefined,

  createFetchToken: (options) =>
    createFetchToken(options, {
      async loadDefaultCredentials() {
        throw new HereAuthError('A worker has no default credentials: pass createHereClient an access key.', {
          reason: 'missing-credentials',
        })
      },

      // PEM in the format of PKCS#8, and `CryptoKey`.
      async readPrivateKey(privateKey, wanted) {
        if (typeof privateKey !== 'string') return toSigningKey(privateKey, wanted)
        const { importPKCS8 } = await import('jose/key/import')
        for (const algorithm of ['RS256', 'ES256'] as const) {
          const key = await importPKCS8(privateKey, algorithm).catch(() => undefined)
          if (key !== undefined) return toSigningKey(key, wanted)
        }
        throw new HereAuthError(
          'The private key must be PEM in the format of PKCS#8 (BEGIN PRIVATE KEY), RSA or P-256.',
          {
            reason: 'invalid-credentials',
          },
        )
      },
    }),
}
