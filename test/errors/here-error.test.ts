import { AxiosError, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import { HereAuthError, readHereError, readHereIds } from '../../src/index.ts'

function failure(data: unknown, status = 400, headers = {}): AxiosError {
  const config = { headers: new AxiosHeaders() } as InternalAxiosRequestConfig
  const response = { data, status, statusText: '', headers: AxiosHeaders.from(headers), config }
  return new AxiosError('Request failed', 'ERR_BAD_REQUEST', config, {}, response)
}

describe('readHereError', () => {
  const ids = { correlationId: 'c-1', requestId: 'r-1' }
  it.each<[string, AxiosError, object]>([
    [
      'an error of search',
      failure({ status: 400, title: 'Illegal input', cause: 'No q', action: 'Add q', ...ids }),
      { status: 400, title: 'Illegal input', code: undefined, cause: 'No q', action: 'Add q', ...ids },
    ],
    [
      'an error of routing',
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
      'an error of the gateway',
      failure({ error: 'Unauthorized', error_description: 'No credentials found' }, 401, { 'X-Correlation-ID': 'c-2' }),
      { status: 401, title: 'Unauthorized', cause: 'No credentials found', correlationId: 'c-2' },
    ],
    [
      'an error of the account service',
      failure({ errorId: 'ERROR-1', httpStatus: 401, errorCode: 401300, message: 'Signature mismatch.' }, 401),
      { status: 401, title: 'Signature mismatch.', code: 401300, cause: undefined },
    ],
    [
      'an error of API Lookup',
      failure({ code: 404, message: 'Resource not Found', description: 'No such HRN' }, 404),
      { title: 'Resource not Found', code: 404, cause: 'No such HRN' },
    ],
    [
      'the error of a failed job in its status',
      failure({ status: 'failure', error: { message: 'No solution' } }, 200),
      { status: 200, title: 'No solution' },
    ],
    [
      'the error of a failed matrix in its status',
      failure({ matrixId: 'm', status: 'error', error: { title: 'No', code: 'E601', cause: 'y' } }, 200),
      { title: 'No', code: 'E601', cause: 'y' },
    ],
    [
      'the HTML page of a proxy',
      failure('<html><head><title>502 Bad Gateway</title></head>', 502, { 'x-correlation-id': 'c-3' }),
      { status: 502, title: '502 Bad Gateway', cause: undefined, correlationId: 'c-3' },
    ],
    [
      'the own status and ids in the error of a failed job',
      failure({ status: 'error', error: { title: 'No', status: 500, correlationId: 'c-4' } }, 200, {
        'x-correlation-id': 'c-5',
      }),
      { status: 500, title: 'No', correlationId: 'c-4' },
    ],
    ['the title of an HTML page on one line', failure('<title>\n 502 Bad\n</title>', 502), { title: '502 Bad' }],
    ['no title from bytes that are no text', failure(new Uint8Array([0x89, 0x50, 0, 1]), 500), { title: undefined }],
    [
      'the outer title when the inner error is empty',
      failure({ error: [], title: 'outer', code: 'E1' }),
      { title: 'outer', code: 'E1' },
    ],
    ['an HTML page without a title', failure('<html>', 502), { status: 502, title: undefined }],
    [
      'the first line of text, cut after 200 characters',
      failure(`\n${'x'.repeat(300)}\nmore`, 503),
      { status: 503, title: 'x'.repeat(200) },
    ],
    ['a response without a body', failure('', 404), { status: 404, title: undefined }],
    ['JSON that is no error', failure([1], 400), { status: 400, title: undefined, code: undefined }],
    ['JSON in bytes', failure(new TextEncoder().encode('{"title":"No"}').buffer), { title: 'No' }],
    ['JSON in text', failure('{"title":"No"}'), { title: 'No' }],
  ])('reads %s', (_, error, expected) => {
    expect(readHereError(error)).toMatchObject(expected)
  })

  it('reads a HereAuthError', () => {
    const error = new HereAuthError('No token.', {
      reason: 'rejected',
      status: 401,
      hereErrorCode: 401300,
      hereErrorId: 'e-1',
    })
    expect(readHereError(error)).toMatchObject({ status: 401, title: 'No token.', code: 401300, correlationId: 'e-1' })
    expect(readHereIds(error)).toEqual({ correlationId: 'e-1', requestId: undefined })
  })

  it('reads no title from a successful response', () => {
    expect(readHereError({ data: {}, status: 200, statusText: 'OK', headers: {} })).toMatchObject({ title: undefined })
  })

  it('reads an error whose headers are no object of headers', () => {
    expect(readHereError({ data: { title: 'No' }, status: 400, headers: new Set([1]) })).toMatchObject({ title: 'No' })
  })

  it('reads a response as well as an error', () => {
    expect(readHereError(failure({ title: 'No' }).response)).toMatchObject({ title: 'No', status: 400 })
  })

  it.each([new AxiosError('Network Error', 'ERR_NETWORK'), new Error('x'), undefined, 'text'])(
    'returns undefined for an error without a response (%#)',
    (error) => {
      expect(readHereError(error)).toBeUndefined()
    },
  )
})

describe('readHereIds', () => {
  const headers = { 'x-correlation-id': 'c-1', 'X-Request-ID': 'r-1' }
  it.each<[string, unknown, object]>([
    ['a response', { data: '', headers }, { correlationId: 'c-1', requestId: 'r-1' }],
    ['an error', failure('<html>', 502, headers), { correlationId: 'c-1', requestId: 'r-1' }],
    [
      'the ids in the body of an error rather than its headers',
      failure({ correlationId: 'c-2' }, 400, headers),
      { correlationId: 'c-2', requestId: 'r-1' },
    ],
    [
      'the request id that was sent when there is no response',
      new AxiosError('Network Error', 'ERR_NETWORK', { headers: AxiosHeaders.from({ 'X-Request-ID': 'r-2' }) }),
      { correlationId: undefined, requestId: 'r-2' },
    ],
    ['no ids from undefined', undefined, { correlationId: undefined, requestId: undefined }],
  ])('reads %s', (_, source, expected) => {
    expect(readHereIds(source)).toEqual(expected)
  })
})
