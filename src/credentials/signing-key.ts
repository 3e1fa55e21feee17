import { HereAuthError } from '../errors/here-auth-error.ts'
import type { PrivateCryptoKey } from './types.ts'

/** What HERE takes for `private_key_jwt`. */
export type SigningAlgorithm = 'RS256' | 'ES256'

/** A key, and what it signs with. */
export interface SigningKey {
  // Node's `KeyObject` or any platform's `CryptoKey`; jose takes both.
  key: never
  algorithm: SigningAlgorithm
}

/**
 * Pairs a key with the algorithm that it is for.
 *
 * @param known the algorithm, where the form of the key has told it
 * @throws HereAuthError when the key is for none of HERE's algorithms, or not for the one that the app names
 */
export function algorithmOf(
  key: PrivateCryptoKey | object,
  wanted: SigningAlgorithm | undefined,
  known: SigningAlgorithm | undefined = byName(key as PrivateCryptoKey),
): SigningKey {
  if (known !== undefined && (wanted === undefined || wanted === known)) return { key: key as never, algorithm: known }
  const message =
    known === undefined
      ? 'The private key is neither RSASSA-PKCS1-v1_5 nor ECDSA, which are what HERE takes.'
      : `The private key is for ${known}, and algorithm says ${wanted}. Leave algorithm out, or take another key.`
  throw new HereAuthError(message, { reason: 'invalid-credentials' })
}

function byName({ algorithm }: PrivateCryptoKey): SigningAlgorithm | undefined {
  if (algorithm.name === 'ECDSA') return 'ES256'
  return algorithm.name === 'RSASSA-PKCS1-v1_5' ? 'RS256' : undefined
}

/**
 * Whether a text is a key itself, in whatever form, and not the path of one: an error may name a path, and must not show a
 * key. In base64 every key begins with M.
 */
export function isInlineKey(text: string): boolean {
  return text.includes('-----BEGIN') || /^\s*(\{|M[\w+/=\s\\-]{60,}$)/.test(text)
}
