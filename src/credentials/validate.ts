import { HereAuthError } from '../errors/here-auth-error.ts'
import { isSecure } from '../http/trusted-hosts.ts'
import {
  checkScope,
  type DataLensCredentials,
  type JwtCredentials,
  type OAuthCredentials,
  type SignInCredentials,
  type TokenProvider,
} from './types.ts'

/** Whether a value looks like credentials for a token request, correct or not. */
export function isSignIn(value: unknown): value is Record<string, unknown> {
  return isObject(value) && checkFor(Object.assign(Object.create(null), value)) !== undefined
}

/**
 * Checks credentials and gives back a copy, which the caller cannot change any more.
 *
 * @throws TypeError that names the wrong field, never its value
 */
export function checkCredentials(credentials: unknown): SignInCredentials {
  // Own fields only, so that a polluted `Object.prototype` cannot add any.
  const own: Record<string, unknown> = Object.assign(Object.create(null), credentials)
  const misplaced = configKeys.find((name) => own[name] !== undefined)
  if (misplaced !== undefined) {
    throw new TypeError(`credentials.${misplaced} is not a credential; the axios config is the second argument`)
  }
  if (own.apiKey !== undefined) {
    throw new TypeError('credentials.apiKey is not supported: send an API key as the query parameter apiKey')
  }
  const check = isObject(credentials) ? checkFor(own) : undefined
  if (check === undefined) {
    throw new TypeError(
      'credentials must be { accessKeyId, accessKeySecret }, { clientId, privateKey }, { appId, appCode, email, password }, ' +
        'a function or a token provider; the axios config is the second argument',
    )
  }
  return check(own)
}

// Keys of an axios config that was given in place of the credentials.
const configKeys = ['baseURL', 'here', 'headers', 'timeout', 'adapter', 'proxy', 'params']

type Fields = Record<string, unknown>

function checkFor(fields: Fields): ((fields: Fields) => SignInCredentials) | undefined {
  // First, because the file of an app with an access key contains its client id too.
  const hasAny = (...names: string[]): boolean => names.some((name) => fields[name] !== undefined)
  if (hasAny('accessKeyId', 'accessKeySecret')) return checkOAuth
  if (hasAny('clientId', 'privateKey')) return checkJwt
  return hasAny('appId', 'appCode', 'email', 'password') ? checkDataLens : undefined
}

function checkOAuth(fields: Fields): OAuthCredentials {
  return {
    accessKeyId: checkString(fields.accessKeyId, 'accessKeyId'),
    accessKeySecret: checkString(fields.accessKeySecret, 'accessKeySecret'),
    ...checkTokenFields(fields),
  }
}

function checkJwt(fields: Fields): JwtCredentials {
  const { clientId, privateKey, keyId, algorithm } = fields
  if (algorithm !== undefined && algorithm !== 'RS256' && algorithm !== 'ES256') {
    throw new TypeError("credentials.algorithm must be 'RS256' or 'ES256'")
  }
  return {
    clientId: checkString(clientId, 'clientId'),
    privateKey: checkPrivateKey(privateKey),
    keyId: keyId === undefined ? undefined : checkString(keyId, 'keyId'),
    algorithm,
    ...checkTokenFields(fields),
  }
}

function checkDataLens({ appId, appCode, email, password, signInUrl }: Fields): DataLensCredentials {
  return {
    appId: checkString(appId, 'appId'),
    appCode: checkString(appCode, 'appCode'),
    email: checkString(email, 'email'),
    password: checkPassword(password),
    signInUrl: checkUrl(signInUrl, 'signInUrl'),
  }
}

function checkTokenFields({
  tokenEndpointUrl,
  scope,
  expiresIn,
}: Fields): Pick<OAuthCredentials, 'tokenEndpointUrl' | 'scope' | 'expiresIn'> {
  return {
    tokenEndpointUrl: checkUrl(tokenEndpointUrl, 'tokenEndpointUrl'),
    scope: checkScope(scope, 'credentials.scope'),
    expiresIn: checkExpiresIn(expiresIn),
  }
}

function checkString(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '')
    throw new TypeError(`credentials.${name} must be a string, and not empty`)
  if (value !== value.trim()) throw new TypeError(`credentials.${name} begins or ends with white space`)
  return value
}

// A password may begin or end with white space.
function checkPassword(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError('credentials.password must be a string, and not empty')
}

function checkPrivateKey(value: unknown): JwtCredentials['privateKey'] {
  if (typeof value === 'string' && value.trim() !== '') return value
  if (isObject(value) && isObject(value.algorithm) && value.type === 'private') {
    return value as unknown as JwtCredentials['privateKey']
  }
  throw new TypeError('credentials.privateKey must be PEM, the path of a PEM file, or a private CryptoKey')
}

function checkUrl(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !URL.canParse(value)) {
    throw new TypeError(`credentials.${name} must be an absolute URL`)
  }
  const url = new URL(value)
  if (!isSecure(url)) throw new TypeError(`credentials.${name} must be an https URL, or http on this machine`)
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`credentials.${name} must not hold a user name or password`)
  }
  return value
}

// HERE's limit is 24 hours (OpenAPI description "OAuth 2.0 Access Token").
function checkExpiresIn(value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 86_400) return value
  throw new TypeError('credentials.expiresIn must be a whole number of seconds, 1 to 86400')
}

/** Whether credentials are a token provider, to be shared as it is. */
export function isTokenProvider(credentials: unknown): credentials is TokenProvider {
  const { getToken, invalidate } = Object(credentials)
  return typeof getToken === 'function' && typeof invalidate === 'function'
}

/** Whether credentials are those of a Data Lens user, correct or not. */
export function isDataLens(credentials: unknown): boolean {
  return isObject(credentials) && Object.hasOwn(credentials, 'appCode')
}

/** Whether a value has fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Checks credentials that were read from a file or from the environment.
 *
 * @param place where they were, for the error message: `The credentials file /home/me/…`
 * @param names the names of the fields there
 * @throws HereAuthError that names the place and the key that is wrong, never its value
 */
export function checkCredentialsOf(
  credentials: SignInCredentials,
  place: string,
  names: Readonly<Record<string, string>>,
): SignInCredentials {
  try {
    return checkCredentials(credentials)
  } catch (error) {
    const message = (error as TypeError).message.replace(/credentials\.(\w+)/g, (all, field: string) =>
      Object.hasOwn(names, field) ? (names[field] as string) : all,
    )
    throw new HereAuthError(`${place}: ${message}.`, { reason: 'invalid-credentials', cause: error })
  }
}
