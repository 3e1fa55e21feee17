import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JWTVerifyOptions, JWTVerifyResult } from 'jose'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { JWTClaimValidationFailed, JWTExpired } from 'jose/errors'
import { jwtVerify } from 'jose/jwt/verify'
import { type AccountError, accountError } from './account-error.ts'
import type { AccountState } from './account-state.ts'

/** The only type of assertion that HERE accepts (RFC 7523, section 2.2). */
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The assertion of a token request. */
interface ClientAssertion {
  assertionType: string | undefined
  assertion: string | undefined
}

/** Verifies the client assertion of a token request (RFC 7523, section 3), and uses up its `jti`. */
export async function verifyAssertion(
  { assertionType, assertion }: ClientAssertion,
  audience: string,
  account: AccountState,
): Promise<AccountError | undefined> {
  if (assertionType !== jwtBearer || assertion === undefined) {
    return accountError(400, 400200, 'invalid_request', 'Received invalid data: clientAssertionType is not supported.')
  }
  try {
    const { payload } = await verifyWithKeys(keysFor(assertion, account), assertion, {
      algorithms: ['RS256', 'ES256'],
      audience,
      issuer: account.clientId,
      subject: account.clientId,
      requiredClaims: ['exp', 'jti'],
      currentDate: new Date(account.now()),
    })
    return useAssertionId(String(payload.jti), account)
  } catch (error) {
    return verificationError(error)
  }
}

class UnknownKey extends Error {}

function keysFor(assertion: string, { publicKeys }: AccountState): KeyObject[] {
  const { kid } = decodeProtectedHeader(assertion)
  const keys = kid === undefined ? Object.values(publicKeys) : Object.hasOwn(publicKeys, kid) ? [publicKeys[kid]] : []
  if (keys.length === 0) throw new UnknownKey()
  return keys.map((pem) => createPublicKey(pem as string))
}

// For an assertion without a key id HERE tries all keys of the app.
async function verifyWithKeys(
  keys: KeyObject[],
  assertion: string,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  const [key, ...others] = keys
  try {
    return await jwtVerify(assertion, key as KeyObject, options)
  } catch (error) {
    // Wrong claims mean that the key was the right one. All other errors may come from a wrong key.
    const isRightKey = error instanceof JWTClaimValidationFailed || error instanceof JWTExpired
    if (others.length === 0 || isRightKey) throw error
    return verifyWithKeys(others, assertion, options)
  }
}

function useAssertionId(jti: string, { usedNonces }: AccountState): AccountError | undefined {
  if (usedNonces.has(jti)) {
    return accountError(401, 401934, 'invalid_client', 'The jti of the assertion was used already.')
  }
  usedNonces.add(jti)
  return undefined
}

function verificationError(error: unknown): AccountError {
  if (error instanceof UnknownKey) return accountError(401, 401953, 'invalid_client', 'The kid is not known.')
  if (error instanceof JWTExpired) return accountError(401, 401933, 'invalid_client', 'The assertion has expired.')
  if (error instanceof JWTClaimValidationFailed && error.claim === 'aud') {
    return accountError(401, 401932, 'invalid_client', 'The aud of the assertion is invalid.')
  }
  return accountError(401, 401952, 'invalid_client', 'The signature of the assertion is invalid.')
}
