import { isSafe } from '../http/trusted-hosts.ts'
import {
  checkScope,
  type DataLensCredentials,
  isObject,
  type JwtCredentials,
  type OAuthCredentials,
  type SignInCredentials,
} from './types.ts'

/** Whether a value looks like credentials that sign in, right or wrong. */
export function isSignIn(value: unknown): value is Record<string, unknown> {
  return isObject(value) && kindOf(Object.assign(Object.create(null), value)) !== undefined
}

/**
 * Checks credentials and gives back a copy, which the caller cannot change any more.
 *
 * @throws TypeError that names the wrong field, never its value
 */
export function checkCredentials(credentials: unknown): SignInCredentials {
  // Own fields alone: what somebody put on Object.prototype is no credential.
  const own: Record<string, unknown> = Object.assign(Object.create(null), credentials)
  const stray = strayNames.find((name) => own[name] !== undefined)
  if (stray !== undefined) throw new TypeError(`credentials.${stray} is no credential; an axios config comes second`)
  if (own.apiKey !== undefined) {
    throw new TypeError(
      'credentials.apiKey is not to sign in with: HERE takes an API key as the query parameter apiKey',
    )
  }
  const check = isObject(credentials) ? kindOf(own) : undefined
  if (check === undefined) {
    throw new TypeError(
      'credentials must be { accessKeyId, accessKeySecret }, { clientId, privateKey }, { appId, appCode, email, password }, ' +
        'a function or a token provider; an axios config comes second',
    )
  }
  return check(own)
}

// Of a config that was mixed in.
const strayNames = ['baseURL', 'here', 'headers', 'timeout', 'adapter', 'proxy', 'params']

type Fields = Record<string, unknown>

function kindOf(fields: Fields): ((fields: Fields) => SignInCredentials) | undefined {
  // The file of an app with an access key names its client id too.
  const hasAny = (...names: string[]): boolean => names.some((name) => fields[name] !== undefined)
  if (hasAny('accessKeyId', 'accessKeySecret')) return checkOAuth
  if (hasAny('clientId', 'privateKey')) return checkJwt
  return hasAny('appId', 'appCode', 'email', 'password') ? checkDataLens : undefined
}

function checkOAuth(fields: Fields): OAuthCredentials {
  return {
    accessKeyId: checkText(fields.accessKeyId, 'accessKeyId'),
    accessKeySecret: checkText(fields.accessKeySecret, 'accessKeySecret'),
    ...checkTokenFields(fields),
  }
}

function checkJwt(fields: Fields): JwtCredentials {
  const { clientId, privateKey, keyId, algorithm } = fields
  if (algorithm !== undefined && algorithm !== 'RS256' && algorithm !== 'ES256') {
    throw new TypeError("credentials.algorithm must be 'RS256' or 'ES256'")
  }
  return {
    clientId: checkText(clientId, 'clientId'),
    privateKey: checkPrivateKey(privateKey),
    keyId: keyId === undefined ? undefined : checkText(keyId, 'keyId'),
    algorithm,
    ...checkTokenFields(fields),
  }
}

function checkDataLens({ appId, appCode, email, password, signInUrl }: Fields): DataLensCredentials {
  return {
    appId: checkText(appId, 'appId'),
    appCode: checkText(appCode, 'appCode'),
    email: checkText(email, 'email'),
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

function checkText(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '')
    throw new TypeError(`credentials.${name} must be a string, and not empty`)
  if (value !== value.trim()) throw new TypeError(`credentials.${name} begins or ends with white space`)
  return value
}

// It may hold anything, white space too.
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
  if (!isSafe(url)) throw new TypeError(`credentials.${name} must be an https URL, or http on this machine`)
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
