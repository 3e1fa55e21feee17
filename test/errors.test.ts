import axios, { AxiosError, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import { HereAuthError, isHereAuthError, readHereError } from '../src/index.ts'

function failure(data: unknown, status = 400, headers = {}): AxiosError {
  const config = { headers: new AxiosHeaders() } as InternalAxiosRequestConfig
  const response = { data, status, statusText: '', headers: AxiosHeaders.from(headers), config }
  return new AxiosError('Request failed', 'ERR_BAD_REQUEST', config, {}, response)
}

describe('readHereError reads', () => {
  const ids = { correlationId: 'c-1', requestId: 'r-1' }
  it.each<[string, AxiosError, object]>([
    [
      'search',
      failure({ status: 400, title: 'Illegal input', cause: 'No q', action: 'Add q', ...ids }),
      { status: 400, title: 'Illegal input', code: undefined, cause: 'No q', action: 'Add q', ...ids },
    ],
    [
      'routing',
      failure({
        status: 400,
        title: 'Malformed request',
        code: 'E605001',
        cause: 'x',
        action: 'y',
        correlationId: 'c-1',
      }),
      { code: 'E605001', correlationId: 'c-1', requestId: undefined },
    ],
    [
      'the gateway',
      failure({ error: 'Unauthorized', error_description: 'No credentials found' }, 401, { 'X-Correlation-ID': 'c-2' }),
      { status: 401, title: 'Unauthorized', cause: 'No credentials found', correlationId: 'c-2' },
    ],
    [
      'the account service',
      failure({ errorId: 'ERROR-1', httpStatus: 401, errorCode: 401300, message: 'Signature mismatch.' }, 401),
      { status: 401, title: 'Signature mismatch.', code: 401300, cause: undefined },
    ],
    ['JSON that came as bytes', failure(new TextEncoder().encode('{"title":"No"}').buffer), { title: 'No' }],
    ['JSON that came as text', failure('{"title":"No"}'), { title: 'No' }],
  ])('%s', (_, error, expected) => {
    expect(readHereError(error)).toMatchObject(expected)
  })

  it.each([
    failure('<html>'),
    failure(''),
    failure({}),
    failure(null),
    failure([1]),
    new Error('x'),
    undefined,
    'text',
  ])('nothing where there is nothing of HERE’s (%#)', (error) => {
    expect(readHereError(error)).toBeUndefined()
  })
})

describe('HereAuthError', () => {
  const cause = new Error('why')
  const error = new HereAuthError('No token.', { reason: 'rejected', status: 401, hereErrorCode: 401300, cause })

  it('is an AxiosError with neither config nor response', () => {
    expect(axios.isAxiosError(error)).toBe(true)
    expect(error).toMatchObject({
      name: 'HereAuthError',
      code: 'ERR_HERE_AUTH',
      message: 'No token.',
      status: 401,
      cause,
    })
    expect(error.config).toBeUndefined()
    expect(error.response).toBeUndefined()
  })

  it('tells its reason in JSON', () => {
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ reason: 'rejected', hereErrorCode: 401300, status: 401 })
  })

  it('is known by isHereAuthError, also from another copy of the package', () => {
    const foreign = Object.assign(new Error('x'), { code: 'ERR_HERE_AUTH', reason: 'rejected' })
    expect([error, foreign, failure({}), null].map(isHereAuthError)).toEqual([true, true, false, false])
  })
})
