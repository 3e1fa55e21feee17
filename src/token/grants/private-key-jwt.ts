import { readPrivateKey } from '#private-key'
import type { CredentialSourceContext, JwtCredentials } from '../../credentials/types.ts'
import { HereAuthError } from '../../errors/here-auth-error.ts'
import { grantForm } from '../grant-form.ts'
import type { Scheme } from './grant.ts'

// As long as HERE's Java SDK makes it.
const assertionLifetime = 300

/**
 * Signs in with a private key: a JWT in place of a signature, made anew for each attempt. (RFC 7523, section 2.2)
 * What signs it is loaded by those who use it.
 */
export function createAssertionScheme(
  credentials: JwtCredentials & { tokenEndpointUrl: string },
  context: CredentialSourceContext,
): Scheme {
  const { clientId, privateKey, keyId, algorithm, tokenEndpointUrl, scope } = credentials
  const url = new URL(tokenEndpointUrl)
  url.hash = ''
  return {
    url: url.href,
    scope,
    identity: clientId,
    secrets: [],
    advice: 'Check client id, key id and private key: is the public key registered with the app?',
    lifetime: undefined,
    query: undefined,
    async draw(now) {
      const { SignJWT } = await import('jose/jwt/sign')
      const key = await readPrivateKey(privateKey, algorithm, context)
      const issuedAt = Math.floor(now / 1000)
      const assertion = await new SignJWT()
        .setProtectedHeader({ alg: key.algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(url.href)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + assertionLifetime)
        .setJti(crypto.randomUUID())
        .sign(key.key)
        .catch(cannotSign)
      const form: [string, string][] = [
        ...grantForm(credentials),
        ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
        ['client_assertion', assertion],
      ]
      return {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      }
    },
  }
}

function cannotSign(error: Error): never {
  throw new HereAuthError(`The private key cannot sign: ${error.message}.`, {
    reason: 'invalid-credentials',
    cause: error,
  })
}
