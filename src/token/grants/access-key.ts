import type { OAuthCredentials } from '../../credentials/types.ts'
import type { Grant } from './grant.ts'
import { signRequest } from './oauth1-signature.ts'

/** The grant of an access key: a form, signed by OAuth 1.0 (RFC 5849). */
export function createAccessKeyGrant(credentials: OAuthCredentials & { tokenEndpointUrl: string }): Grant {
  const { accessKeyId, accessKeySecret, tokenEndpointUrl, scope } = credentials
  const form = clientCredentialsForm(credentials)
  return {
    url: tokenEndpointUrl,
    scope,
    identity: accessKeyId,
    secrets: [accessKeySecret],
    advice: 'Check the credentials, the scope and the token endpoint URL.',
    lifetime: undefined,
    parameters: undefined,
    async buildRequest(now) {
      const authorization = await signRequest({
        method: 'POST',
        url: tokenEndpointUrl,
        form,
        consumerKey: accessKeyId,
        consumerSecret: accessKeySecret,
        nonce: createNonce(),
        timestamp: Math.floor(now / 1000),
      })
      return {
        headers: { Authorization: authorization, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      }
    },
  }
}

function createNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The form of a token request, as HERE's SDKs and guide send it. (RFC 6749, section 4.4.2) */
export function clientCredentialsForm({
  scope,
  expiresIn,
}: Pick<OAuthCredentials, 'scope' | 'expiresIn'>): [string, string][] {
  const form: [string, string][] = [['grant_type', 'client_credentials']]
  if (expiresIn !== undefined) form.push(['expires_in', String(expiresIn)])
  if (scope !== undefined) form.push(['scope', scope])
  return form
}
