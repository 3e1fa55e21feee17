import type { OAuthCredentials } from '../../credentials/types.ts'
import { grantForm } from '../grant-form.ts'
import type { Scheme } from './grant.ts'
import { signRequest } from './oauth1-signature.ts'

/** Signs in with an access key: a form, signed by OAuth 1.0 (RFC 5849). */
export function createOAuthScheme(credentials: OAuthCredentials & { tokenEndpointUrl: string }): Scheme {
  const { accessKeyId, accessKeySecret, tokenEndpointUrl, scope } = credentials
  const form = grantForm(credentials)
  return {
    url: tokenEndpointUrl,
    scope,
    identity: accessKeyId,
    secrets: [accessKeySecret],
    advice: 'Check the credentials, the scope and the token endpoint URL.',
    lifetime: undefined,
    query: undefined,
    async draw(now) {
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
