import { createPrivateKey, type KeyObject } from 'node:crypto'
import { HereAuthError } from '../errors/here-auth-error.ts'
import { readCredentialsFile } from './credentials-file.ts'
import { algorithmOf, isInlineKey, type SigningAlgorithm, type SigningKey } from './signing-key.ts'
import type { CredentialSourceContext, JwtCredentials } from './types.ts'

/**
 * Reads a private key in any of its forms.
 *
 * @param privateKey PEM (PKCS#8, PKCS#1, SEC1), its base64 alone (PKCS#8, as Java's SDK takes it), the path of a file that holds PEM, or a `CryptoKey`
 * @param wanted the algorithm, where the app names one; the key must be for it
 * @throws HereAuthError that names what is wrong, and never shows the key
 */
export async function readPrivateKey(
  privateKey: JwtCredentials['privateKey'],
  wanted: SigningAlgorithm | undefined,
  context?: CredentialSourceContext,
): Promise<SigningKey> {
  if (typeof privateKey !== 'string') return algorithmOf(privateKey, wanted)
  const pem = isInlineKey(privateKey) ? privateKey : await readPem(privateKey, context)
  const key = parse(pem, isInlineKey(privateKey) ? 'The private key' : `The private key file ${privateKey}`)
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'rsa') return algorithmOf(key, wanted, 'RS256')
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return algorithmOf(key, wanted, 'ES256')
  throw wrongKey('The private key is neither RSA nor P-256, which are what HERE takes.')
}

async function readPem(path: string, context: CredentialSourceContext | undefined): Promise<string> {
  const text = await readCredentialsFile(path, context)
  if (text === undefined) throw wrongKey(`There is no private key file ${path}.`)
  return text
}

function parse(pem: string, name: string): KeyObject {
  if (pem.includes('ENCRYPTED')) throw wrongKey(`${name} is encrypted. Give it without a passphrase.`)
  try {
    return createPrivateKey(withLines(pem))
  } catch (error) {
    throw wrongKey(`${name} cannot be read as PEM (PKCS#8, PKCS#1 or SEC1).`, error)
  }
}

// A key in a variable or in a properties file has often lost its line breaks, and openssl puts the parameters before it.
function withLines(pem: string): string {
  const [, label = 'PRIVATE KEY', body = pem] =
    /-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----(.+?)-----END/s.exec(pem) ?? []
  const lines =
    body
      .replaceAll('\\n', '')
      .replace(/\s/g, '')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}

function wrongKey(message: string, cause?: unknown): HereAuthError {
  return new HereAuthError(message, { reason: 'invalid-credentials', cause })
}
