import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JWTVerifyOptions, JWTVerifyResult } from 'jose'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { JWTClaimValidationFailed, JWTExpired } from 'jose/errors'
import { jwtVerify } from 'jose/jwt/verify'
import type { Answer } from '../server/http.ts'
import { accountError } from '../services/http/errors.ts'
import type { AccountState } from './account.ts'

/** The one kind of assertion that HERE takes. (RFC 7523, section 2.2) */
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Says no to an assertion as HERE does; `undefined` when it is right. */
export async function refuseAssertion(
  type: string | undefined,
  assertion: string | undefined,
  audience: string,
  state: AccountState,
): Promise<Answer | undefined> {
  if (type !== assertionType || assertion === undefined) {
    return accountError(400, 400200, 'invalid_request', 'Received invalid data: clientAssertionType is not supported.')
  }
  try {
    const { payload } = await verifyByAny(keysFor(assertion, state), assertion, {
      algorithms: ['RS256', 'ES256'],
      audience,
      issuer: state.clientId,
      subject: state.clientId,
      requiredClaims: ['exp', 'jti'],
      currentDate: new Date(state.now()),
    })
    if (state.usedNonces.has(String(payload.jti))) {
      return accountError(401, 401934, 'invalid_client', 'The jti of the assertion was used already.')
    }
    state.usedNonces.add(String(payload.jti))
    return undefined
  } catch (error) {
    return refusalOf(error)
  }
}

class UnknownKey extends Error {}

function keysFor(assertion: string, { publicKeys }: AccountState): KeyObject[] {
  const { kid } = decodeProtectedHeader(assertion)
  const named = kid === undefined ? Object.values(publicKeys) : Object.hasOwn(publicKeys, kid) ? [publicKeys[kid]] : []
  if (named.length === 0) throw new UnknownKey()
  return named.map((pem) => createPublicKey(pem as string))
}

// Without a key id HERE tries the keys of the app.
async function verifyByAny(keys: KeyObject[], assertion: string, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
  const [key, ...others] = keys
  try {
    return await jwtVerify(assertion, key as KeyObject, options)
  } catch (error) {
    // Of another kind, or another one of that kind.
    const isOtherKey = !(error instanceof JWTClaimValidationFailed || error instanceof JWTExpired)
    if (others.length === 0 || !isOtherKey) throw error
    return verifyByAny(others, assertion, options)
  }
}

function refusalOf(error: unknown): Answer {
  if (error instanceof UnknownKey) return accountError(401, 401953, 'invalid_client', 'The kid is not known.')
  if (error instanceof JWTExpired) return accountError(401, 401933, 'invalid_client', 'The assertion has expired.')
  if (error instanceof JWTClaimValidationFailed && error.claim === 'aud') {
    return accountError(401, 401932, 'invalid_client', 'The aud of the assertion is invalid.')
  }
  return accountError(401, 401952, 'invalid_client', 'The signature of the assertion is invalid.')
}
