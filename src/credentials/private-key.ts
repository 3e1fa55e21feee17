import { createPrivateKey, type KeyObject } from 'node:crypto'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { readCredentialsFile } from './credentials-file.ts'
import { isInlineKey } from './fields.ts'
import { type SigningAlgorithm, type SigningKey, toSigningKey } from './signing-key.ts'
import type { CredentialSourceContext, JwtCredentials } from './types.ts'

/**
 * Reads a private key in any of its formats.
 *
 * @param privateKey PEM (PKCS#8, PKCS#1, SEC1), its base64 alone (PKCS#8, as HERE's Java SDK accepts it), the path of a PEM file, or a `CryptoKey`
 * @param wanted the algorithm in the credentials, if there is one; the key must be for it
 * @throws HereAuthError that says what is wrong, and never contains the key
 */
export async function readPrivateKey(
  privateKey: JwtCredentials['privateKey'],
  wanted: SigningAlgorithm | undefined,
  context?: CredentialSourceContext,
): Promise<SigningKey> {
  if (typeof privateKey !== 'string') return toSigningKey(privateKey, wanted)
  const pem = isInlineKey(privateKey) ? privateKey : await readPem(privateKey, context)
  const key = parsePem(pem, isInlineKey(privateKey) ? 'The private key' : `The private key file ${privateKey}`)
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'rsa') return toSigningKey(key, wanted, 'RS256')
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return toSigningKey(key, wanted, 'ES256')
  throw invalidKey('The private key is neither RSA nor P-256, which are what HERE accepts.')
}

async function readPem(path: string, context: CredentialSourceContext | undefined): Promise<string> {
  const text = await readCredentialsFile(path, context)
  if (text === undefined) throw invalidKey(`There is no private key file ${path}.`)
  return text
}

function parsePem(pem: string, name: string): KeyObject {
  if (pem.includes('ENCRYPTED')) throw invalidKey(`${name} is encrypted. Give it without a passphrase.`)
  try {
    return createPrivateKey(normalizePem(pem))
  } catch (error) {
    throw invalidKey(`${name} cannot be read as PEM (PKCS#8, PKCS#1 or SEC1).`, error)
  }
}

// A key in an environment variable or a properties file has often lost its line breaks, and openssl puts the parameters
// before the key.
function normalizePem(pem: string): string {
  const [, label = 'PRIVATE KEY', body = pem] =
    /-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----(.+?)-----END/s.exec(pem) ?? []
  const lines =
    body
      .replaceAll('\\n', '')
      .replace(/\s/g, '')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}

function invalidKey(message: string, cause?: unknown): HereAuthError {
  return new HereAuthError(message, { reason: 'invalid-credentials', cause })
}
