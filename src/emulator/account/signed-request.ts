import { type AccountError, accountError } from './account-error.ts'
import type { AccountState } from './account-state.ts'
import { isSignatureValid, type OAuthHeader, parseOAuthHeader } from './oauth-signature.ts'

/** The parts of a token request that its OAuth 1.0 signature covers. */
export interface SignedRequest {
  method: string
  url: URL
  /** The parameters of a form body: RFC 5849, section 3.4.1.3.1, has no other body signed. */
  form: URLSearchParams | undefined
  /** The header `Authorization`. */
  authorization: string | undefined
}

// HERE does not document its window. Its SDKs report 401204 for a clock that is half an hour off.
const timestampWindow = 5 * 60_000

/** Verifies the signature of a token request, in HERE's order of checks, and uses up its nonce. */
export function verifySignedRequest(request: SignedRequest, account: AccountState): AccountError | undefined {
  if (request.authorization === undefined) {
    return accountError(401, 401200, 'invalid_request', 'Authorization header is missing.')
  }
  const oauth = parseOAuthHeader(request.authorization)
  if (oauth === undefined) {
    const message = 'Malformed OAuth authorization header: a parameter is missing or repeated.'
    return accountError(401, 401202, 'invalid_request', message)
  }
  return findParameterError(oauth, account) ?? findKeyError(request, oauth, account) ?? useNonce(oauth, account)
}

function findParameterError(oauth: OAuthHeader, account: AccountState): AccountError | undefined {
  if (oauth.get('oauth_signature_method') !== 'HMAC-SHA256') {
    return accountError(401, 401205, 'invalid_request', 'Unsupported signature method.')
  }
  if ((oauth.get('oauth_version') ?? '1.0') !== '1.0') {
    return accountError(401, 401206, 'invalid_request', 'Unsupported OAuth version.')
  }
  const timestamp = oauth.get('oauth_timestamp') ?? ''
  const offset = Number(timestamp) * 1000 - account.now()
  if (/^\d+$/.test(timestamp) && Math.abs(offset) <= timestampWindow) return undefined
  const seconds = Math.round(offset / 1000)
  return accountError(401, 401204, 'invalid_request', `Time stamp is outside the valid period, offset ${seconds} s.`)
}

function findKeyError(request: SignedRequest, oauth: OAuthHeader, account: AccountState): AccountError | undefined {
  const key = oauth.get('oauth_consumer_key')
  if (key === account.clientId) {
    return accountError(401, 401310, 'invalid_client', 'The client id was used in place of the access key id.')
  }
  if (key === account.accessKeyId && isSignatureValid(request, oauth, account.accessKeySecret)) return undefined
  const message = 'Signature mismatch. Authorization signature or client credential is wrong.'
  return accountError(401, 401300, 'invalid_client', message)
}

function useNonce(oauth: OAuthHeader, { usedNonces }: AccountState): AccountError | undefined {
  const nonce = oauth.get('oauth_nonce') ?? ''
  if (usedNonces.has(nonce)) return accountError(401, 401207, 'invalid_request', 'Nonce was used already.')
  usedNonces.add(nonce)
  return undefined
}
