import axios, { AxiosError, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import { HereAuthError, isHereAuthError } from '../../src/index.ts'

function failure(data: unknown, status = 400, headers = {}): AxiosError {
  const config = { headers: new AxiosHeaders() } as InternalAxiosRequestConfig
  const response = { data, status, statusText: '', headers: AxiosHeaders.from(headers), config }
  return new AxiosError('Request failed', 'ERR_BAD_REQUEST', config, {}, response)
}

describe('HereAuthError', () => {
  const cause = new Error('why')
  const error = new HereAuthError('No token.', { reason: 'rejected', status: 401, hereErrorCode: 401300, cause })

  it('is an AxiosError without config and response', () => {
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

  it('contains its reason in JSON', () => {
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ reason: 'rejected', hereErrorCode: 401300, status: 401 })
  })

  it('is recognized by isHereAuthError, also from another copy of the package', () => {
    const foreign = Object.assign(new Error('x'), { code: 'ERR_HERE_AUTH', reason: 'rejected' })
    expect([error, foreign, failure({}), null].map(isHereAuthError)).toEqual([true, true, false, false])
  })
})
