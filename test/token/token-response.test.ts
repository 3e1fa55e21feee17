import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../support/failure.ts'
import { providerFor, respond } from '../support/token-endpoint.ts'

const validToken = { access_token: 'a.token', token_type: 'bearer', expires_in: 3600 }

describe('the response of a token request', () => {
  it.each([
    ['names in snake_case', { access_token: 'a.token', token_type: 'Bearer', expires_in: 3600, scope: 's' }],
    ['names in camelCase', { accessToken: 'a.token', tokenType: 'bearer', expiresIn: 3600, scope: 's' }],
    ['an expires_in that is text', { access_token: 'a.token', expires_in: '3600', scope: 's' }],
    ['a token of the maximum length', { access_token: 'a.token'.padEnd(16_384, 'x'), expires_in: 1, scope: 's' }],
  ])('is read with %s', async (_, body) => {
    const { tokens } = await providerFor((_request, response) => respond(response, body))
    const { accessToken, scope } = await tokens.getToken()
    expect(accessToken.startsWith('a.token')).toBe(true)
    expect(scope).toBe('s')
  })

  it.each([
    ['access_token', { ...validToken, access_token: undefined }],
    ['access_token', { ...validToken, access_token: '' }],
    ['access_token', { ...validToken, access_token: 'a\r\nX-Evil: 1' }],
    ['access_token', { ...validToken, access_token: 'a b' }],
    ['access_token', { ...validToken, access_token: 'schlüssel' }],
    ['access_token', { ...validToken, access_token: 17 }],
    ['token_type', { ...validToken, token_type: 'mac' }],
    ['token_type', { ...validToken, token_type: 7 }],
    ['token_type', { accessToken: 'a.token', tokenType: 'mac', expiresIn: 1 }],
    ['expires_in', { ...validToken, expires_in: '60 seconds' }],
    ['expires_in', { ...validToken, expires_in: 'in 60' }],
    ['expires_in', { ...validToken, expires_in: [60] }],
    ['expires_in', { ...validToken, expires_in: undefined }],
    ['expires_in', { ...validToken, expires_in: -1 }],
    ['expires_in', { ...validToken, expires_in: 'soon' }],
    ['scope', { ...validToken, scope: { a: 1 } }],
    ['JSON object', []],
  ])('is rejected for its wrong %s, by name and without a retry (%j)', async (field, body) => {
    const { tokens, requestCount } = await providerFor((_request, response) => respond(response, body))
    const error = await failureOf(tokens.getToken())
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'bad-response' })
    expect(error.message).toContain(field)
    expect(requestCount()).toBe(1)
  })

  it('is rejected without a retry when it is too large', async () => {
    const { tokens, requestCount } = await providerFor((_request, response) => respond(response, 'x'.repeat(2_000_000)))
    expect(await failureOf(tokens.getToken())).toMatchObject({ reason: 'bad-response' })
    expect(requestCount()).toBe(1)
  })
})

describe('a hostile response', () => {
  it.each<[string, string]>([
    ['deep JSON', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
    ['a deep list', '['.repeat(500_000)],
    ['fields in __proto__', '{"__proto__":{"access_token":"a.token","expires_in":60}}'],
    ['a token that no server would accept', JSON.stringify({ ...validToken, access_token: 'x'.repeat(20_000) })],
    ['null', 'null'],
    ['a number', '1e999'],
  ])('is rejected with a clear error when it is %s', async (_, body) => {
    const { tokens } = await providerFor((_request, response) => respond(response, body))
    const error = await failureOf(tokens.getToken())
    expect(error).toMatchObject({ code: 'ERR_HERE_AUTH', reason: 'bad-response' })
    expect(error.message).toMatch(
      /the response is not a token: (it is not JSON|it is not a JSON object|access_token must)/,
    )
    expect(error.message.length).toBeLessThan(400)
  })

  it('is rejected with a clear error when a few bytes decompress to 100 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000))
    const { tokens, requestCount } = await providerFor((_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
    )
    expect(await failureOf(tokens.getToken())).toMatchObject({
      reason: 'bad-response',
      message: expect.stringContaining('maxContentLength'),
    })
    expect(requestCount()).toBe(1)
  })

  it('is quoted on one line and in a few words', async () => {
    const body = {
      errorCode: 'E\u001b[31m1'.repeat(1000),
      message: `line\r\nbreak ${'word '.repeat(100_000)}`,
      errorId: 'x'.repeat(100_000),
    }
    const { tokens } = await providerFor((_request, response) => respond(response, body, 400))
    const error = await failureOf(tokens.getToken())
    expect(error.message).toMatch(/HERE responded with 400 \(.*line break word/)
    expect(error.message).not.toMatch(/\p{Cc}/u)
    expect(error.message.length).toBeLessThan(800)
    expect(String(error.hereErrorCode).length).toBeLessThan(300)
    expect(error.hereErrorId?.length).toBeLessThan(300)
  })

  it('gets no fields from a polluted Object.prototype', async () => {
    const polluted = { access_token: 'evil', accessToken: 'evil', expires_in: 60, expiresIn: 60, errorCode: 401204 }
    const { tokens } = await providerFor((_request, response, count) =>
      count === 1 ? respond(response, {}) : respond(response, {}, 403),
    )
    for (const [name, value] of Object.entries(polluted)) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
    }
    const errors = []
    try {
      errors.push(await tokens.getToken().catch((error) => error))
      errors.push(await tokens.getToken().catch((error) => error))
    } finally {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name)
    }
    expect(errors.map(({ reason }) => reason)).toEqual(['bad-response', 'rejected'])
  })
})
