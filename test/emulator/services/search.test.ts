import type { AxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import type { SearchItem } from '../../../src/index.ts'
import { search, startClient } from '../../support/emulator.ts'
import { startPlainClient } from '../plain-client.ts'

describe('the search services', () => {
  it('discover returns the requested number of places around a point, nearest first, the same for each request', async () => {
    const { here } = await startClient()
    const get = async () => (await here.get('/v1/discover', { params: { ...search, limit: 30 } })).data.items
    const items = await get()
    expect(items).toHaveLength(30)
    expect(items[0]).toMatchObject({
      title: expect.any(String),
      id: expect.stringMatching(/^here:pds:place:/),
      resultType: 'place',
      address: { city: 'Berlin', countryCode: 'DEU', label: expect.stringContaining('10178 Berlin') },
      categories: [{ id: expect.stringMatching(/^100-1000/), primary: true }],
    })
    const distances = items.map(({ distance }) => distance ?? Number.NaN)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    expect(Math.max(...distances)).toBeLessThan(2000)
    expect(await get()).toEqual(items)
  })

  it('discover returns other places for another point and for another query', async () => {
    const { here } = await startClient()
    const get = async (params: object) =>
      (await here.get('/v1/discover', { params: { ...search, ...params } })).data.items[0]
    const [berlin, paris, coffee] = [await get({}), await get({ at: '48.85,2.35' }), await get({ q: 'coffee' })]
    expect(paris?.address.city).toBe('Paris')
    expect(coffee?.categories?.[0]?.name).toBe('Coffee Shop')
    expect(new Set([berlin?.id, paris?.id, coffee?.id]).size).toBe(3)
  })

  it.each([
    ['a circle', 'circle:52.52,13.41;r=500', ({ distance = Number.NaN }: SearchItem) => distance <= 500],
    [
      'a box',
      'bbox:13.40,52.51,13.42,52.53',
      ({ position: { lat, lng } = { lat: 0, lng: 0 } }: SearchItem) =>
        lat >= 52.51 && lat <= 52.53 && lng >= 13.4 && lng <= 13.42,
    ],
  ])('discover accepts %s instead of a point, and returns places inside it', async (_, area, isInside) => {
    const { here } = await startClient()
    const { items } = (await here.get('/v1/discover', { params: { q: 'coffee', in: area, limit: 10 } })).data
    expect(items.length).toBeGreaterThan(3)
    expect(items.every(isInside)).toBe(true)
  })

  it('discover returns 20 places by default', async () => {
    const { here } = await startClient()
    expect((await here.get('/v1/discover', { params: { at: search.at, q: 'x' } })).data.items).toHaveLength(20)
  })

  it.each<[string, AxiosRequestConfig['params'] | string, RegExp]>([
    ['without q', { at: '1,2' }, /'q'/],
    ['without at', { q: 'x' }, /'at'/],
    ['with a malformed at', { q: 'x', at: 'Berlin' }, /'at'/],
    ['with a malformed area', { q: 'x', in: 'bbox:1,2,3' }, /'at'/],
    ['with a latitude above 90 degrees', { q: 'x', at: '91,0' }, /'at'/],
    ['with a limit of 0', { q: 'x', at: '1,2', limit: 0 }, /'limit'/],
    ['with a limit of 101', { q: 'x', at: '1,2', limit: 101 }, /'limit'/],
  ])('discover %s gets 400 in HERE’s format', async (_, params, cause) => {
    const { here } = await startClient()
    await expect(here.get('/v1/discover', { params })).rejects.toMatchObject({
      status: 400,
      response: {
        data: {
          status: 400,
          title: 'Illegal input for parameter',
          cause: expect.stringMatching(cause),
          action: expect.any(String),
          correlationId: expect.any(String),
          requestId: expect.any(String),
        },
      },
    })
  })

  it('a repeated parameter gets 400', async () => {
    const { here } = await startClient()
    await expect(here.get('/v1/discover?q=a&q=b&at=1,2')).rejects.toMatchObject({ status: 400 })
  })

  it('the other search services respond in their own formats', async () => {
    const { here } = await startClient()
    const get = async (path: string, params: object) => (await here.get(path, { params })).data
    const street = await get('/v1/geocode', { q: 'Karl-Liebknecht-Straße 5, Berlin' })
    expect(street.items[0]).toMatchObject({ resultType: 'houseNumber', scoring: { queryScore: 1 } })
    expect(street.items[0].address).toMatchObject({
      street: 'Karl-Liebknecht-Straße',
      houseNumber: '5',
      city: 'Berlin',
    })
    expect((await get('/v1/geocode', { q: 'Atlantis' })).items).toEqual([])
    const reverse = await get('/v1/revgeocode', { at: '51.5,-0.12' })
    expect(reverse.items[0]).toMatchObject({ address: { city: 'London' }, mapView: { west: expect.any(Number) } })
    const suggest = await get('/v1/autosuggest', { at: search.at, q: 'coffee', limit: 3 })
    expect(suggest.items).toHaveLength(3)
    expect(suggest.items[0]).toMatchObject({
      resultType: 'categoryQuery',
      href: expect.stringContaining('hereapi.com'),
    })
    expect(suggest.queryTerms).toEqual([])
    const complete = await get('/v1/autocomplete', { q: 'Berlin', limit: 2 })
    expect(complete.items).toHaveLength(2)
    expect(complete.items[0]).not.toHaveProperty('position')
    const browse = await get('/v1/browse', { at: search.at, categories: '500-5000-0053', limit: 1 })
    expect(browse.items[0].categories[0].name).toBe('Hotel')
    const { id } = browse.items[0]
    expect(await get('/v1/lookup', { id })).toMatchObject({ id, title: expect.any(String) })
    await expect(get('/v1/lookup', { id: 'nothing' })).rejects.toMatchObject({ status: 404 })
  })
})

describe('multi-revgeocode', () => {
  it('multi-revgeocode returns a result for each line', async () => {
    const { here } = await startPlainClient()
    const headers = { 'Content-Type': 'text/plain; charset=UTF-8' }
    const { data } = await here.post('/v1/multi-revgeocode', 'id=1&at=52.4,13.4\nid=2&at=x\r\n', { headers })
    expect(data.results).toMatchObject([
      { id: '1', items: [{ address: { city: 'Berlin' } }] },
      { id: '2', error: { title: expect.stringContaining("'at'") } },
    ])
    const many = 'id=1&at=1,2\n'.repeat(101)
    for (const [body, type] of [
      [many, 'text/plain'],
      ['', 'text/plain'],
      ['id=1&at=1,2', 'text/csv'],
    ] as const) {
      const response = await here.post('/v1/multi-revgeocode', body, { headers: { 'Content-Type': type } })
      expect(response).toMatchObject({ status: 400, data: { title: 'Illegal input for parameter' } })
    }
  })
})
