import type { AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { pointsOf, startPlainClient } from '../plain-client.ts'

const origin = '52.5308,13.3847'

describe('isolines', () => {
  const params = { origin, transportMode: 'car', range: { type: 'time', values: [300, 600] } }
  const radiiOf = (outer: string): number[] =>
    pointsOf(outer).map(([lat = 0, lng = 0]) => Math.hypot(lat - 52.5308, (lng - 13.3847) * 0.608))

  it('isolines surround the origin, and larger ranges contain smaller ones', async () => {
    const { here } = await startPlainClient()
    const get = (): Promise<AxiosResponse> => here.get('/v8/isolines', { params })
    const { data } = await get()
    expect(data.departure.place.location).toEqual({ lat: 52.5308, lng: 13.3847 })
    expect(data.isolines.map(({ range }: { range: unknown }) => range)).toEqual([
      { type: 'time', value: 300 },
      { type: 'time', value: 600 },
    ])
    const [small, large] = data.isolines.map(({ polygons }: { polygons: Array<{ outer: string }> }) =>
      radiiOf(polygons[0]?.outer as string),
    )
    expect(small.every((radius: number, index: number) => radius > 0 && radius < large[index])).toBe(true)
    expect(small.at(-1)).toBe(small[0])
    expect((await get()).data).toEqual(data)
  })

  it('isolines can surround a destination and be requested by POST', async () => {
    const { here } = await startPlainClient()
    const toDestination = { ...params, origin: undefined, destination: origin }
    const { data } = await here.post('/v8/isolines', { avoid: { segments: [] } }, { params: toDestination })
    expect(data).toMatchObject({ arrival: { place: { type: 'place' } }, isolines: expect.any(Array) })
  })

  it.each([
    ['without a point', { origin: undefined }, 'origin'],
    ['with two points', { destination: origin }, 'exclude'],
    ['without a mode', { transportMode: undefined }, 'transportMode'],
    ['with an unknown type of range', { range: { type: 'fun', values: '1' } }, 'range[type]'],
    ['without values', { range: { type: 'time' } }, 'range[values]'],
  ])('an isoline request %s gets 400 with HERE’s code', async (_, change, cause) => {
    const { here } = await startPlainClient()
    expect(await here.get('/v8/isolines', { params: { ...params, ...change } })).toMatchObject({
      status: 400,
      data: { code: 'E605001', cause: expect.stringContaining(cause) },
    })
  })
})
