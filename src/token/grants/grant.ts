import type {
  CredentialSourceContext,
  DataLensCredentials,
  JwtCredentials,
  OAuthCredentials,
  SignInCredentials,
} from '../../credentials/types.ts'
import type { HereRegion } from '../../services/resolve-host.ts'
import { createOAuthScheme } from './access-key.ts'
import { createDataLensScheme } from './data-lens.ts'
import { createAssertionScheme } from './private-key-jwt.ts'

/** One way to ask HERE for a token. */
export interface Scheme {
  /** Where the token request goes, by POST. */
  readonly url: string
  readonly scope: string | undefined
  /** Who asks; never a secret. Tokens in a store are told apart by it. */
  readonly identity: string
  /** What the request holds and no message may show. */
  readonly secrets: readonly string[]
  /** What to look at when HERE refuses and does not say why. */
  readonly advice: string
  /** Seconds that a token is good where the answer does not say. Default: it must say. */
  readonly lifetime: number | undefined
  /** Query parameters that go with each request beside the token. */
  readonly query: Readonly<Record<string, string>> | undefined
  /**
   * Draws one attempt. Nothing of it is ever sent twice.
   *
   * @param now HERE's time as far as it is known, epoch milliseconds
   */
  draw(now: number): Promise<Attempt>
}

/** What one attempt sends. */
interface Attempt {
  headers: Record<string, string>
  body: string
}

/** Where tokens come from, by region. */
export const tokenEndpoints: Record<HereRegion, string> = {
  global: 'https://account.api.here.com/oauth2/token',
  // HERE's TypeScript SDK, environment `here-cn`.
  china: 'https://elb.cn-northwest-1.account.hereapi.cn/oauth2/token',
}

/**
 * Chooses the way to sign in that credentials are for.
 *
 * @param scope the project that the token is for; Data Lens knows none
 */
export function createScheme(
  credentials: SignInCredentials,
  region: HereRegion,
  scope: string | undefined,
  context: CredentialSourceContext,
): Scheme {
  if (isDataLensUser(credentials)) return createDataLensScheme(credentials)
  const wanted = {
    ...credentials,
    tokenEndpointUrl: credentials.tokenEndpointUrl ?? tokenEndpoints[region],
    scope: scope ?? credentials.scope,
  }
  return isAccessKey(wanted) ? createOAuthScheme(wanted) : createAssertionScheme(wanted, context)
}

// By its own fields: anybody may put one on Object.prototype.
function isDataLensUser(credentials: SignInCredentials): credentials is DataLensCredentials {
  return Object.hasOwn(credentials, 'email')
}

function isAccessKey<T extends OAuthCredentials | JwtCredentials>(credentials: T): credentials is T & OAuthCredentials {
  return Object.hasOwn(credentials, 'accessKeyId')
}
