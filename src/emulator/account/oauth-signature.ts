import { createHmac, timingSafeEqual } from 'node:crypto'

// This is the other side of the wire: written from RFC 5849 again, and sharing nothing with the library's own signing.

/** The oauth_ parameters of an Authorization header. */
export type OAuthHeader = ReadonlyMap<string, string>

const requiredNames = [
  'oauth_consumer_key',
  'oauth_nonce',
  'oauth_signature',
  'oauth_signature_method',
  'oauth_timestamp',
]

/** Reads an `OAuth` header (RFC 5849, 3.5.1); `undefined` when it is malformed, or a parameter is missing or there twice. */
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

/** Whether the signature in the header is the one that the secret gives for this request (RFC 5849, 3.4). */
export function isSignatureRight(
  request: { method: string; url: URL; form: URLSearchParams | undefined },
  oauth: OAuthHeader,
  secret: string,
): boolean {
  const { method, url, form } = request
  const collected: string[] = []
  const collect = (name: string, value: string): void =>
    void collected.push(`${percentEncode(name)}=${percentEncode(value)}`)
  for (const [name, value] of oauth) if (name !== 'oauth_signature' && name !== 'realm') collect(name, value)
  url.searchParams.forEach((value, name) => {
    collect(name, value)
  })
  form?.forEach((value, name) => {
    collect(name, value)
  })
  // '=' sorts after '%', so whole pairs cannot be compared: name first, then value.
  const normalized = collected
    .map((pair) => pair.split('='))
    .sort(([nameA = '', valueA = ''], [nameB = '', valueB = '']) =>
      nameA === nameB
        ? Buffer.from(valueA).compare(Buffer.from(valueB))
        : Buffer.from(nameA).compare(Buffer.from(nameB)),
    )
    .map((pair) => pair.join('='))
    .join('&')
  const base = `${method}&${percentEncode(`${url.protocol}//${url.host}${url.pathname}`)}&${percentEncode(normalized)}`
  const wanted = createHmac('sha256', `${percentEncode(secret)}&`)
    .update(base)
    .digest()
  const given = Buffer.from(oauth.get('oauth_signature') ?? '', 'base64')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

// RFC 3986, 2.3: these bytes stay as they are, all others are escaped one by one.
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
