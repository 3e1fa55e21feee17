import { type AccountError, accountError } from './account-error.ts'
import type { AccountState } from './account-state.ts'
import { issueToken } from './tokens.ts'

/** The parameters of a token request, whether they came in snake_case or camelCase. */
export interface GrantParameters {
  grantType: string | undefined
  scope: string | undefined
  expiresIn: string | undefined
  assertionType: string | undefined
  assertion: string | undefined
}

/** A token that was granted. */
interface Grant {
  token: string
  /** Seconds until it expires. */
  lifetime: number
}

/** Issues a token to an authenticated client. */
export function grantToken(parameters: GrantParameters, account: AccountState): Grant | AccountError {
  const { scope, expiresIn } = parameters
  const error = findGrantTypeError(parameters) ?? findScopeError(parameters) ?? findLifetimeError(parameters)
  if (error !== undefined) return error
  // As at HERE, a longer lifetime than the app's own has no effect.
  const lifetime = Math.min(Number(expiresIn ?? account.tokenLifetime), account.tokenLifetime)
  return { token: issueToken(account, lifetime, scope), lifetime }
}

function findGrantTypeError({ grantType }: GrantParameters): AccountError | undefined {
  if (grantType === 'client_credentials') return undefined
  return grantType === undefined
    ? accountError(400, 400200, 'invalid_request', 'Received invalid data: grantType is missing.')
    : accountError(400, 400290, 'unsupported_grant_type', 'Illegal grant.')
}

function findScopeError({ scope = '' }: GrantParameters): AccountError | undefined {
  const projects = scope.split(' ').filter((part) => part !== '' && part !== 'openid')
  if (projects.length > 1) {
    return accountError(400, 400981, 'invalid_scope', 'Only one project scope is allowed per token.')
  }
  const isProject = /^hrn:here(-\w+)?:authorization::[\w-]+:project\/[\w.-]+$/
  return projects.every((project) => isProject.test(project))
    ? undefined
    : accountError(400, 400907, 'invalid_scope', 'Invalid scope.')
}

function findLifetimeError({ expiresIn = '0' }: GrantParameters): AccountError | undefined {
  return /^\d{1,5}$/.test(expiresIn)
    ? undefined
    : accountError(400, 400200, 'invalid_request', 'Received invalid data: expiresIn must be 0 to 86400.')
}
