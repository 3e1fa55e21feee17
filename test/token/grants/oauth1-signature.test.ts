import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import OAuth from 'oauth-1.0a'
import { describe, expect, it } from 'vitest'
import { isSignatureValid, parseOAuthHeader } from '../../../src/emulator/account/oauth-signature.ts'
import { type SignatureInput, signatureBaseString, signRequest } from '../../../src/token/grants/oauth1-signature.ts'
import vectors from './signature-vectors.json' with { type: 'json' }

const example: SignatureInput = {
  method: 'POST',
  url: 'https://account.api.here.com/oauth2/token',
  form: [['grant_type', 'client_credentials']],
  consumerKey: 'access-key-id-1234',
  consumerSecret: 'access-key-secret',
  nonce: 'LIIpk4',
  timestamp: 1456945283,
}

async function signatureOf(input: SignatureInput): Promise<string> {
  const header = await signRequest(input)
  return decodeURIComponent(/oauth_signature="([^"]*)"/.exec(header)?.[1] ?? '')
}

describe('signRequest and signatureBaseString', () => {
  it.each(vectors)(
    'return base string and signature of the published vector $name',
    async ({ baseString, signature, query, url, form, ...rest }) => {
      const input = { ...rest, url: query === '' ? url : `${url}?${query}`, form: form as [string, string][] }
      expect(signatureBaseString(input)).toBe(baseString)
      expect(await signatureOf(input)).toBe(signature)
    },
  )
})

describe('signRequest', () => {
  it('writes six oauth_ parameters into the header, with a percent-encoded signature', async () => {
    expect(await signRequest(example)).toBe(
      'OAuth oauth_consumer_key="access-key-id-1234", oauth_nonce="LIIpk4", oauth_signature_method="HMAC-SHA256", ' +
        'oauth_timestamp="1456945283", oauth_version="1.0", oauth_signature="2xEIe513Mo8yqq0R89sj7jPKtYlILS10DvT1195b7Mk%3D"',
    )
  })

  it('returns the same signature for the same input at any time', async () => {
    expect(await signRequest(example)).toBe(await signRequest(example))
  })

  it('percent-encodes the secret in the signing key', async () => {
    const consumerSecret = "a&b%c d!'()*"
    const key = 'a%26b%25c%20d%21%27%28%29%2A&'
    const expected = createHmac('sha256', key).update(signatureBaseString(example)).digest('base64')
    expect(await signatureOf({ ...example, consumerSecret })).toBe(expected)
  })
})

describe('signatureBaseString', () => {
  it("encodes ! ' ( ) * as RFC 3986 requires", () => {
    expect(signatureBaseString({ ...example, form: [['a', "!'()*"]] })).toContain('a%3D%2521%2527%2528%2529%252A')
  })

  it('converts scheme and host to lower case, and drops a default port, but no other', () => {
    const baseOf = (url: string): string => signatureBaseString({ ...example, url })
    expect(baseOf('HTTPS://Account.API.here.com:443/oauth2/token')).toBe(baseOf(example.url))
    expect(baseOf('http://localhost:80/t')).toBe(baseOf('http://localhost/t'))
    expect(baseOf('https://localhost:8443/t')).toContain('localhost%3A8443')
  })

  it('sorts parameters by encoded name, and equal names by encoded value', () => {
    const form = [
      ['b', '2'],
      ['a', 'ü'],
      ['a', 'z'],
      ['a~', '1'],
      ['a b', '1'],
    ] as const
    const parameters = signatureBaseString({ ...example, form }).split('&')[2]
    expect(decodeURIComponent(parameters ?? '')).toMatch(/^a=%C3%BC&a=z&a%20b=1&a~=1&b=2&oauth_consumer_key/)
  })
})

const text = fc.string({ unit: fc.constantFrom(...'abcXYZ019-._~!\'()*&=%+ /?#:;,@"<>ü漢😀') })
const inputs = fc.record({
  method: fc.constantFrom('POST', 'GET', 'put'),
  query: fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => `q${name}`, maxLength: 4 }),
  form: fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => `f${name}`, maxLength: 4 }),
  consumerKey: fc.string({ unit: fc.constantFrom(...'abcXYZ019-._~!\'()*&=%+ /?#:;,@"<>ü漢😀'), minLength: 1 }),
  consumerSecret: text,
  nonce: fc.stringMatching(/^[A-Za-z0-9]{6,32}$/),
  timestamp: fc.integer({ min: 0, max: 4_000_000_000 }),
})

const plainName = fc.stringMatching(/^[A-Za-z0-9._~-]{1,8}$/)
const plainPairs = fc.uniqueArray(fc.tuple(plainName, text), { selector: ([name]) => name, maxLength: 4 })

// RFC 3986 encoding, so that neither implementation has to decode `+` or a bare `%`.
function urlWith(query: Array<[string, string]>): string {
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return `https://account.api.here.com/oauth2/token${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`
}

describe('the signature of any request', () => {
  it('equals the one that the package oauth-1.0a computes', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, plainPairs, async ({ form, query: _, ...input }, query) => {
        // oauth-1.0a does not decode names in a query, and stores parameters in an object: it cannot handle a name in the query
        // that needs encoding, a name in query and form, an empty name, or a name of `Object.prototype`.
        const names = [...query, ...form].map(([name]) => name)
        fc.pre(new Set(names).size === names.length && names.every((name) => name !== '' && !(name in {})))
        const second = new OAuth({
          consumer: { key: input.consumerKey, secret: input.consumerSecret },
          signature_method: 'HMAC-SHA256',
          hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64'),
        })
        const url = urlWith(query)
        const data = {
          ...Object.fromEntries(form),
          oauth_consumer_key: input.consumerKey,
          oauth_nonce: input.nonce,
          oauth_signature_method: 'HMAC-SHA256',
          oauth_timestamp: input.timestamp,
          oauth_version: '1.0',
        }
        const expected = second.getSignature({ url, method: input.method, data }, '', data)
        expect(await signatureOf({ ...input, url, form })).toBe(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('is accepted by the emulator, which implements the RFC on its own, also with names that occur twice', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async ({ query, form, ...input }) => {
        const url = urlWith([...query, ...query.slice(0, 1)])
        const twice = [...form, ...form.slice(0, 1)]
        const oauth = parseOAuthHeader(await signRequest({ ...input, url, form: twice }))
        const sent = { method: input.method.toUpperCase(), url: new URL(url), form: new URLSearchParams(twice) }
        expect(isSignatureValid(sent, oauth ?? new Map(), input.consumerSecret)).toBe(true)
        expect(isSignatureValid(sent, oauth ?? new Map(), `${input.consumerSecret}x`)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
