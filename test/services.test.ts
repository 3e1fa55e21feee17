import { describe, expect, it } from 'vitest'
import { hereServices, serviceOrigin } from '../src/services.ts'

describe('serviceOrigin', () => {
  it.each([
    ['/v1/geocode', 'geocode.search'],
    ['/v1/revgeocode', 'revgeocode.search'],
    ['/v1/discover', 'discover.search'],
    ['/v1/autosuggest', 'autosuggest.search'],
    ['/v1/autocomplete', 'autocomplete.search'],
    ['/v1/browse', 'browse.search'],
    ['/v1/lookup', 'lookup.search'],
    ['/v1/multi-revgeocode', 'multi-revgeocode.search'],
    ['/v8/routes', 'router'],
    ['/v8/routes/a%2Fhandle', 'router'],
    ['/v8/import', 'router'],
    ['v1/discover', 'discover.search'],
    ['/v1/discover?q=/v8/routes#/v8/import', 'discover.search'],
  ])('%s is at %s.hereapi.com', (path, host) => {
    expect(serviceOrigin(path, 'global')).toBe(`https://${host}.hereapi.com`)
    expect(serviceOrigin(path, 'china')).toBe(`https://${host}.hereapi.cn`)
  })

  it('takes the service that is named', () => {
    expect(serviceOrigin('/v8/health', 'global', 'routing')).toBe('https://router.hereapi.com')
  })

  it.each(['', '/', '/v1/discover/', '/v1/discovery', '/V1/discover', '/v8/routes/', '/v1', '\\\\evil.example\\v1'])(
    'of %j throws, and names the nearest paths',
    (path) => {
      expect(() => serviceOrigin(path, 'global')).toThrow(expect.objectContaining({ code: 'ERR_HERE_ROUTE' }))
    },
  )
})

it('no two services own the same path', () => {
  const paths = Object.values(hereServices).flatMap((service) => service.paths)
  expect(new Set(paths).size).toBe(paths.length)
})
