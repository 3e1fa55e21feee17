/** One request to sign. Timestamp and nonce are part of it, so the same input always gives the same signature. */
export interface SignatureInput {
  method: string
  /** Absolute URL; its query is signed. */
  url: string
  /** Decoded name and value pairs of a form body. Empty for any other kind of body, which is not signed. */
  form: ReadonlyArray<readonly [name: string, value: string]>
  consumerKey: string
  consumerSecret: string
  /** New for each request: HERE responds with 401207 to a nonce that was used before. */
  nonce: string
  /** Epoch seconds. */
  timestamp: number | string
}

type Pairs = ReadonlyArray<readonly [name: string, value: string]>

/**
 * Signs a request by OAuth 1.0 with HMAC-SHA256 and returns the value of its `Authorization` header.
 *
 * @see RFC 5849, sections 3.4 (signature) and 3.5.1 (header)
 * @example
 * await signRequest({
 *   method: 'POST',
 *   url: 'https://account.api.here.com/oauth2/token',
 *   form: [['grant_type', 'client_credentials']],
 *   consumerKey: accessKeyId,
 *   consumerSecret: accessKeySecret,
 *   nonce: 'LIIpk4',
 *   timestamp: 1456945283,
 * }) // 'OAuth oauth_consumer_key="…", …, oauth_signature="…"'
 */
export async function signRequest(input: SignatureInput): Promise<string> {
  const signature = await hmacSha256(signingKey(input.consumerSecret), signatureBaseString(input))
  const parameters: Pairs = [...oauthParameters(input), ['oauth_signature', signature]]
  return `OAuth ${parameters.map(([name, value]) => `${name}="${encode(value)}"`).join(', ')}`
}

/**
 * The signature base string: the text that is signed.
 *
 * @see RFC 5849, section 3.4.1.1
 */
export function signatureBaseString(input: SignatureInput): string {
  return [
    input.method.toUpperCase(),
    encode(baseStringUri(input.url)),
    encode(normalizedParameters([...oauthParameters(input), ...queryParameters(input.url), ...input.form])),
  ].join('&')
}

// RFC 5849, 3.1: these go into the header, and into the base string.
function oauthParameters(input: SignatureInput): Pairs {
  return [
    ['oauth_consumer_key', input.consumerKey],
    ['oauth_nonce', input.nonce],
    ['oauth_signature_method', 'HMAC-SHA256'],
    ['oauth_timestamp', String(input.timestamp)],
    ['oauth_version', '1.0'],
  ]
}

// RFC 5849, 3.4.1.2. `URL` puts scheme and host in lower case and drops a default port.
function baseStringUri(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}

// RFC 5849, 3.4.1.3.1: decoded, `+` is a space, a missing value is empty, the same name may come twice.
function queryParameters(url: string): Pairs {
  return [...new URL(url).searchParams]
}

// RFC 5849, 3.4.1.3.2: sorted after encoding, by name and then by value.
function normalizedParameters(parameters: Pairs): string {
  return parameters
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

// RFC 5849, 3.6. encodeURIComponent leaves five reserved characters as they are.
function encode(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

// RFC 5849, 3.4.2. There is no token secret, so nothing follows the `&`.
function signingKey(consumerSecret: string): string {
  return `${encode(consumerSecret)}&`
}

async function hmacSha256(key: string, message: string): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new Error('signing needs WebCrypto, which browsers offer to https pages and localhost only')
  }
  const bytes = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const cryptoKey = await crypto.subtle.importKey('raw', bytes.encode(key), algorithm, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', cryptoKey, bytes.encode(message))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}
