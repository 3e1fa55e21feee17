import type { CredentialSourceContext, JwtCredentials } from '../../credentials/types.ts'
import { HereAuthError } from '../../errors/here-auth-error.ts'
import { clientCredentialsForm } from './access-key.ts'
import type { Grant } from './grant.ts'

/** Reads the private key of credentials, in the formats that the platform can read. */
export type ReadPrivateKey = (
  privateKey: JwtCredentials['privateKey'],
  algorithm: JwtCredentials['algorithm'],
  context: CredentialSourceContext,
) => Promise<{ key: never; algorithm: string }>

// In seconds, as in HERE's Java SDK.
const assertionLifetime = 300

/**
 * The grant of a private key: a signed JWT, new for each token request. (RFC 7523, section 2.2) jose, which signs it, is
 * loaded when it is used.
 */
export function createPrivateKeyGrant(
  credentials: JwtCredentials & { tokenEndpointUrl: string },
  readPrivateKey: ReadPrivateKey,
  context: CredentialSourceContext,
): Grant {
  const { clientId, privateKey, algorithm, tokenEndpointUrl, scope } = credentials
  const url = new URL(tokenEndpointUrl)
  url.hash = ''
  return {
    url: url.href,
    scope,
    identity: clientId,
    secrets: [],
    advice: 'Check client id, key id and private key: is the public key registered with the app?',
    lifetime: undefined,
    parameters: undefined,
    async buildRequest(now) {
      const key = await readPrivateKey(privateKey, algorithm, context)
      const assertion = await signAssertion(credentials, url.href, key, Math.floor(now / 1000))
      const form: [string, string][] = [
        ...clientCredentialsForm(credentials),
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

async function signAssertion(
  { clientId, keyId }: JwtCredentials,
  audience: string,
  { key, algorithm }: Awaited<ReturnType<ReadPrivateKey>>,
  issuedAt: number,
): Promise<string> {
  const { SignJWT } = await import('jose/jwt/sign')
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + assertionLifetime)
    .setJti(crypto.randomUUID())
    .sign(key)
    .catch((error: Error) => {
      const details = { reason: 'invalid-credentials', cause: error } as const
      throw new HereAuthError(`The private key cannot sign: ${error.message}.`, details)
    })
}
