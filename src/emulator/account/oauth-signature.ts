import { createHmac, timingSafeEqual } from 'node:crypto'

// Written from RFC 5849 independently: it shares no code with the library's own signing, so that each tests the other.

/** The oauth_ parameters of an Authorization header. */
export type OAuthHeader = ReadonlyMap<string, string>

interface RequestToSign {
  method: string
  url: URL
  form: URLSearchParams | undefined
}

const requiredNames = [
  'oauth_consumer_key',
  'oauth_nonce',
  'oauth_signature',
  'oauth_signature_method',
  'oauth_timestamp',
]

/** Parses an `OAuth` header (RFC 5849, 3.5.1); `undefined` when malformed, or when a parameter is missing or repeated. */
export function parseOAuthHeader(header: string): OAuthHeader | undefined {
  const scheme = /^OAuth\s+/i.exec(header)
  if (scheme === null) return undefined
  const parameters = new Map<string, string>()
  for (const part of header.slice(scheme[0].length).split(',')) {
    const match = /^\s*([^=\s]+)="([^"]*)"\s*$/.exec(part)
    const [name, value] = [match?.[1], percentDecode(match?.[2])]
    if (name === undefined || value === undefined || parameters.has(name)) return undefined
    parameters.set(name, value)
  }
  return requiredNames.every((name) => parameters.get(name)) ? parameters : undefined
}

/** Whether the signature in the header is the request's signature with this secret (RFC 5849, 3.4). */
export function isSignatureValid(request: RequestToSign, oauth: OAuthHeader, secret: string): boolean {
  const base = baseString(request, oauth)
  const expected = createHmac('sha256', `${percentEncode(secret)}&`)
    .update(base)
    .digest()
  const actual = Buffer.from(oauth.get('oauth_signature') ?? '', 'base64')
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

// RFC 5849, 3.4.1.1.
function baseString({ method, url, form }: RequestToSign, oauth: OAuthHeader): string {
  const signed = [...oauth].filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
  const parameters = normalize([...signed, ...url.searchParams, ...(form ?? [])])
  return `${method}&${percentEncode(`${url.protocol}//${url.host}${url.pathname}`)}&${percentEncode(parameters)}`
}

// RFC 5849, 3.4.1.3.2. Sorted by name, then value: whole pairs would sort wrongly, because '=' comes after '%'.
function normalize(parameters: ReadonlyArray<readonly [name: string, value: string]>): string {
  return parameters
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compareBytes(nameA, nameB) || compareBytes(valueA, valueB))
    .map((pair) => pair.join('='))
    .join('&')
}

function compareBytes(a: string, b: string): number {
  return Buffer.from(a).compare(Buffer.from(b))
}

// RFC 3986, 2.3: unreserved characters stay as they are, each byte of the others is escaped.
function percentEncode(text: string): string {
  let encoded = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte)
    encoded += /[A-Za-z0-9\-._~]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`
  }
  return encoded
}

function percentDecode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return undefined
  }
}
