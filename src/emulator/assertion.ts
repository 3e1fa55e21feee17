import { createPublicKey, type KeyObject } from 'node:crypto'
import { JWTClaimValidationFailed, JWTExpired } from 'jose/errors'
import { jwtVerify } from 'jose/jwt/verify'
import type { AccountState } from './account.ts'
import { accountError } from './errors.ts'
import type { Answer } from './http.ts'

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
    const { payload } = await jwtVerify(assertion, ({ kid }) => keyNamed(kid, state), {
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

function keyNamed(keyId: string | undefined, { publicKeys }: AccountState): KeyObject {
  const pem = keyId === undefined ? Object.values(publicKeys)[0] : publicKeys[keyId]
  if (pem === undefined) throw new UnknownKey()
  return createPublicKey(pem)
}

function refusalOf(error: unknown): Answer {
  if (error instanceof UnknownKey) return accountError(401, 401953, 'invalid_client', 'The kid is not known.')
  if (error instanceof JWTExpired) return accountError(401, 401933, 'invalid_client', 'The assertion has expired.')
  if (error instanceof JWTClaimValidationFailed && error.claim === 'aud') {
    return accountError(401, 401932, 'invalid_client', 'The aud of the assertion is invalid.')
  }
  return accountError(401, 401952, 'invalid_client', 'The signature of the assertion is invalid.')
}
