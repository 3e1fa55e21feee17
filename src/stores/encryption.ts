import type { webcrypto } from 'node:crypto'

/** The key that values are encrypted with: 32 bytes, as they are or in base64, or a `CryptoKey` for AES-GCM. */
export type EncryptionKey =
  | Uint8Array
  | string
  | { readonly type: string; readonly algorithm: { readonly name: string } }

/** Converts tokens into the text of a token store, and back. */
export interface Codec {
  /** @param key the key in the store; the text can be decoded for this key only */
  encode(value: unknown, key: string): Promise<string>
  /** The value that was encoded; the text itself, which is not a token, when it cannot be decoded. */
  decode(text: string, key: string): Promise<unknown>
}

/** Creates a codec of JSON, encrypted by AES-GCM if there is a key. */
export function createCodec(encryptionKey: EncryptionKey | undefined): Codec {
  return encryptionKey === undefined ? plain : encrypted(importKey(encryptionKey))
}

const plain: Codec = {
  encode: async (value) => JSON.stringify(value),
  decode: async (text) => decodeJson(text),
}

const ivLength = 12

function encrypted(getKey: () => Promise<webcrypto.CryptoKey>): Codec {
  const parameters = (iv: Uint8Array<ArrayBuffer>, key: string): webcrypto.AesGcmParams => ({
    name: 'AES-GCM',
    iv,
    additionalData: new TextEncoder().encode(key),
  })
  return {
    async encode(value, key) {
      const iv = crypto.getRandomValues(new Uint8Array(ivLength))
      const bytes = new TextEncoder().encode(JSON.stringify(value))
      const sealed = await crypto.subtle.encrypt(parameters(iv, key), await getKey(), bytes)
      return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64')
    },
    async decode(text, key) {
      const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
      try {
        const opened = await crypto.subtle.decrypt(
          parameters(bytes.slice(0, ivLength), key),
          await getKey(),
          bytes.slice(ivLength),
        )
        return decodeJson(new TextDecoder().decode(opened))
      } catch {
        return text
      }
    },
  }
}

/** @throws TypeError at once for what cannot be a key */
function importKey(key: EncryptionKey): () => Promise<webcrypto.CryptoKey> {
  if (typeof key === 'object' && 'algorithm' in key) {
    if (key.algorithm.name === 'AES-GCM') return async () => key as webcrypto.CryptoKey
    throw new TypeError('encryptionKey must be a CryptoKey for AES-GCM')
  }
  const bytes = typeof key === 'string' ? Uint8Array.from(Buffer.from(key, 'base64')) : Uint8Array.from(key)
  if (bytes.length !== 32) throw new TypeError('encryptionKey must be 32 bytes, as they are or in base64')
  const imported = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return () => imported
}

function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
