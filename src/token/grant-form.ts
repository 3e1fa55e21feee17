import type { OAuthCredentials } from '../credentials/types.ts'

/** The form of a token request, as HERE's SDKs and guide send it. (RFC 6749, section 4.4.2) */
export function grantForm({ scope, expiresIn }: Pick<OAuthCredentials, 'scope' | 'expiresIn'>): [string, string][] {
  const form: [string, string][] = [['grant_type', 'client_credentials']]
  if (expiresIn !== undefined) form.push(['expires_in', String(expiresIn)])
  if (scope !== undefined) form.push(['scope', scope])
  return form
}
