import type { OAuthCredentials } from '../../credentials/types.ts'
import type { HereRegion } from '../../services/service-table.ts'

/** One way to get a token from HERE: what a token request consists of, and how to explain its failure. */
export interface Grant {
  /** Where the token request goes, by POST. */
  readonly url: string
  readonly scope: string | undefined
  /** Names the user or app; never a secret. Part of the key in a token store. */
  readonly identity: string
  /** Values in the request that no message may contain. */
  readonly secrets: readonly string[]
  /** What to check when HERE rejects the request without saying why. */
  readonly advice: string
  /** Lifetime of the token in seconds, for responses without one. Default: the response must contain it. */
  readonly lifetime: number | undefined
  /** Query parameters that go with each request beside the token. */
  readonly parameters: Readonly<Record<string, string>> | undefined
  /**
   * Builds one token request, which is sent only once: nonce and timestamp are new each time.
   *
   * @param now HERE's time as far as it is known, epoch milliseconds
   */
  buildRequest(now: number): Promise<TokenRequest>
}

/** Headers and body of one token request. */
interface TokenRequest {
  headers: Record<string, string>
  body: string
}

/** The token endpoint of each region. */
export const tokenEndpoints: Record<HereRegion, string> = {
  global: 'https://account.api.here.com/oauth2/token',
  // HERE's TypeScript SDK, environment `here-cn`.
  china: 'https://elb.cn-northwest-1.account.hereapi.cn/oauth2/token',
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
