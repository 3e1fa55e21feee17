import { HereAuthError } from '../errors/here-auth-error.ts'
import type { PrivateCryptoKey } from './types.ts'

/** The algorithms that HERE accepts for `private_key_jwt`. */
export type SigningAlgorithm = 'RS256' | 'ES256'

/** A key, and the algorithm that it signs with. */
export interface SigningKey {
  // Node's `KeyObject` or any platform's `CryptoKey`; jose accepts both.
  key: never
  algorithm: SigningAlgorithm
}

/**
 * Pairs a key with the algorithm that it is for.
 *
 * @param known the algorithm, where the caller knows it from the key's format
 * @throws HereAuthError when the key is for none of HERE's algorithms, or not for the one in the credentials
 */
export function toSigningKey(
  key: PrivateCryptoKey | object,
  wanted: SigningAlgorithm | undefined,
  known: SigningAlgorithm | undefined = byName(key as PrivateCryptoKey),
): SigningKey {
  if (known !== undefined && (wanted === undefined || wanted === known)) return { key: key as never, algorithm: known }
  const message =
    known === undefined
      ? 'The private key is neither RSASSA-PKCS1-v1_5 nor ECDSA, which are what HERE accepts.'
      : `The private key is for ${known}, but algorithm is ${wanted}. Leave algorithm out, or use another key.`
  throw new HereAuthError(message, { reason: 'invalid-credentials' })
}

function byName({ algorithm }: PrivateCryptoKey): SigningAlgorithm | undefined {
  if (algorithm.name === 'ECDSA') return 'ES256'
  return algorithm.name === 'RSASSA-PKCS1-v1_5' ? 'RS256' : undefined
}
