import { HereAuthError } from '../errors/here-auth-error.ts'
import type { readPrivateKey as readInNode } from './private-key.ts'
import { algorithmOf } from './signing-key.ts'

/** What a worker has in place of Node's: PEM in the form of PKCS#8, and `CryptoKey`. */
export const readPrivateKey: typeof readInNode = async (privateKey, wanted) => {
  if (typeof privateKey !== 'string') return algorithmOf(privateKey, wanted)
  const { importPKCS8 } = await import('jose/key/import')
  for (const algorithm of ['RS256', 'ES256'] as const) {
    const key = await importPKCS8(privateKey, algorithm).catch(() => undefined)
    if (key !== undefined) return algorithmOf(key, wanted)
  }
  throw new HereAuthError('The private key must be PEM in the form of PKCS#8 (BEGIN PRIVATE KEY), RSA or P-256.', {
    reason: 'invalid-credentials',
  })
}
