import { randomBytes } from 'node:crypto'
import type { AccountState } from './account-state.ts'

/** Issues a token that is valid for some seconds. */
export function issueToken(account: AccountState, lifetime: number, scope?: string): string {
  const token = `emulator.${randomBytes(24).toString('base64url')}`
  account.tokens.set(token, { expiresAt: performance.now() + lifetime * 1000, scope })
  return token
}

/** HERE's description of why a bearer token is invalid; `undefined` when it is valid. */
export function findTokenProblem(account: AccountState, token: string | undefined): string | undefined {
  if (token === undefined) return 'No credentials found'
  const issued = account.tokens.get(token)
  if (issued === undefined) return 'Token Validation Failure - invalid token'
  return performance.now() >= issued.expiresAt ? 'Token Validation Failure - invalid time in token' : undefined
}
