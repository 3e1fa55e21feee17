import axios, { AxiosError, type AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import type { HereAuthError } from '../../src/index.ts'
import { hereCodeOf, toHereAuthError } from '../../src/token/token-error.ts'

const endpoint = 'https://account.example/oauth2/token'
const advice = 'Check the credentials, the scope and the token endpoint URL.'
const grant = { url: `${endpoint}?key=private`, secrets: ['very-secret'], advice }

function rejectionWith(status: number, data: unknown): HereAuthError {
  const response = { status, data, headers: {} } as AxiosResponse
  const code = status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE'
  return toHereAuthError(new AxiosError('failed', code, undefined, undefined, response), grant, undefined)
}

describe('the message of a failed token request', () => {
  it.each<[string, unknown, number | undefined, object, string]>([
    [
      'the network fails',
      new AxiosError('connect ECONNREFUSED', 'ECONNREFUSED'),
      undefined,
      { reason: 'unavailable', cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' } },
      'connect ECONNREFUSED. Check the network, the proxy and the token endpoint URL.',
    ],
    [
      'the time limit is over',
      new AxiosError('canceled', 'ERR_CANCELED'),
      500,
      { reason: 'unavailable' },
      'no token within 500 ms. Check the network and the proxy, or raise here.tokenRequest.timeout.',
    ],
    [
      'the response is too large',
      new AxiosError('maxContentLength size of 1 exceeded', 'ERR_BAD_RESPONSE'),
      undefined,
      { reason: 'bad-response' },
      "maxContentLength size of 1 exceeded. Is this HERE's token endpoint?",
    ],
    ['the adapter rejects with another error', new TypeError('broken'), undefined, { reason: 'unavailable' }, 'broken'],
    ['the adapter rejects with undefined', undefined, undefined, { reason: 'unavailable' }, 'undefined'],
    ['the adapter rejects with text', 'out of order', undefined, { reason: 'unavailable' }, 'out of order'],
  ])('says what happened, to which request, and what to do when %s', (_, failure, expiredAfter, expected, message) => {
    const error = toHereAuthError(failure, grant, expiredAfter)
    expect(error).toMatchObject({ name: 'HereAuthError', code: 'ERR_HERE_AUTH', ...expected })
    expect(error.message).toBe(`POST ${endpoint}: ${message}`)
    expect(axios.isAxiosError(error)).toBe(true)
  })

  it('has a cause without a code when the failure had none', () => {
    expect(toHereAuthError(new TypeError('broken'), grant, undefined).cause).not.toHaveProperty('code')
  })

  it.each<[number, unknown, string, string]>([
    [400, { errorCode: 400290, message: 'Illegal.' }, 'rejected', '(400290 Illegal.). The app may not use this grant'],
    [400, { errorCode: 400907 }, 'rejected', '(400907). The scope is not valid: it must be the HRN of a project.'],
    [400, { errorCode: 400909 }, 'rejected', 'The scope is not valid: it must be the HRN of a project.'],
    [400, { errorCode: 400927 }, 'rejected', 'The scope is not valid: it must be the HRN of a project.'],
    [400, { errorCode: 400981 }, 'rejected', 'A token is for one project only'],
    [401, { errorCode: 401204 }, 'clock-skew', 'The clock of this machine is off'],
    [401, { errorCode: 401207 }, 'rejected', 'The nonce was used before, twice in a row'],
    [401, { errorCode: 401300 }, 'rejected', 'The access key secret does not fit the access key id'],
    [401, { errorCode: 401302 }, 'rejected', 'The app has no access to the token endpoint'],
    [401, { errorCode: 401310 }, 'rejected', 'This is the client id of the app'],
    [401, { errorCode: 401424 }, 'rejected', 'The access key is disabled'],
    [403, { errorCode: 403109 }, 'rejected', 'The app is not a member of the project'],
    [403, { errorCode: 403403 }, 'rejected', 'The app is not authorised for the project'],
    [
      400,
      '<h1>Bad</h1>',
      'rejected',
      'HERE responded with 400. Check the credentials, the scope and the token endpoint URL.',
    ],
    [404, '', 'rejected', 'Check the token endpoint URL.'],
    [
      429,
      '',
      'rate-limited',
      'HERE responded with 429. Too many token requests: share one token between clients and processes.',
    ],
    [500, '', 'unavailable', 'HERE could not serve the token request, also when it was repeated: try later.'],
    [400, { code: 'constructor', title: 'No' }, 'rejected', '(constructor No). Check the credentials'],
    [302, '', 'bad-response', 'A redirect is not followed, as the signature is for one URL'],
  ])('says what to do when HERE responds with %i %j', (status, body, reason, advice) => {
    const error = rejectionWith(status, body)
    expect(error).toMatchObject({ status, reason })
    expect(error.message).toContain(`POST ${endpoint}: HERE responded with ${status}`)
    expect(error.message).toContain(advice)
  })

  it('contains code, and title or else cause, of an error in the style of HERE’s platform', () => {
    const body = { title: 'No access', code: 'E110000', cause: 'because', correlationId: 'c-1' }
    const error = rejectionWith(418, body)
    expect(error).toMatchObject({ hereErrorCode: 'E110000', hereErrorId: 'c-1', reason: 'rejected' })
    expect(error.message).toContain('HERE responded with 418 (E110000 No access). Check')
    expect(rejectionWith(418, { cause: 'because' }).message).toContain('HERE responded with 418 (because).')
    expect(rejectionWith(418, { title: 'No', errorId: 7, correlationId: 'c-2' }).hereErrorId).toBe('c-2')
  })

  it('contains a code that is quoted in the description, and no other number', () => {
    const described = (cause: string) =>
      hereCodeOf({ status: 401, data: { error: 'x', error_description: cause } } as AxiosResponse)
    expect(described("errorCode: '401300'. Signature mismatch.")).toBe(401300)
    expect(described('offset 401300')).toBeUndefined()
    expect(hereCodeOf({ status: 401, data: { title: 'No' } } as AxiosResponse)).toBeUndefined()
  })
})

describe('text of a server or an adapter', () => {
  const quoted = (text: string): string =>
    toHereAuthError(new TypeError(text), grant, undefined).message.replace(`POST ${endpoint}: `, '')

  it.each([
    ['without the secret', 'key very-secret!', 'key …!'],
    ['without a signature', `by ${'aB3+/'.repeat(9)}=, no`, 'by …, no'],
    ['without a signature in a header', `oauth_signature="${'aB%2B'.repeat(8)}%3D"`, 'oauth_signature="…"'],
    ['without line breaks and control characters', 'a\r\n\tb\u001b[31mc', 'a b [31mc'],
    ['with ids, which are no secrets', 'ERROR-1, hrn:here:account::HERE:app', 'ERROR-1, hrn:here:account::HERE:app'],
    ['with 200 characters', 'a b '.repeat(50), 'a b '.repeat(50)],
    ['without its end after 200 characters', 'a b '.repeat(51), `${'a b '.repeat(50)}…`],
  ])('is quoted %s', (_, text, expected) => {
    expect(quoted(text)).toBe(expected)
  })
})
