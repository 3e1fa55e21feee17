import { describe, expect, it } from 'vitest'
import { pointsOf, startPlainClient } from '../plain-client.ts'

const origin = '52.5308,13.3847'
const destination = '52.5064,13.4286'

describe('public transport', () => {
  it('/v8/routes without transportMode returns a walk, lines and a walk', async () => {
    const { here } = await startPlainClient()
    const params = { origin, destination, return: ['polyline', 'travelSummary', 'actions', 'intermediate'] }
    const { sections } = (await here.get('/v8/routes', { params })).data.routes[0]
    expect(sections.map(({ type }: { type: string }) => type)).toEqual([
      'pedestrian',
      'transit',
      'transit',
      'pedestrian',
    ])
    expect(sections[1]).toMatchObject({
      departure: { place: { type: 'station', id: expect.stringMatching(/^\d+$/) } },
      transport: { mode: expect.stringMatching(/^(bus|subway)$/), headsign: expect.any(String) },
      agency: { name: expect.any(String) },
      intermediateStops: expect.any(Array),
    })
    const times = sections.flatMap(({ departure, arrival }: Record<string, { time: string }>) => [
      departure?.time,
      arrival?.time,
    ])
    expect(times).toEqual([...times].sort())
    expect(pointsOf(sections[3].polyline).at(-1)).toEqual([52.5064, 13.4286])
  })

  it('a short journey is a walk, and a journey that is too long gets a notice', async () => {
    const { here } = await startPlainClient()
    const routesTo = async (to: string) => (await here.get('/v8/routes', { params: { origin, destination: to } })).data
    expect((await routesTo('52.5318,13.3857')).routes[0].sections).toMatchObject([{ type: 'pedestrian' }])
    expect(await routesTo('48.85,2.35')).toMatchObject({ routes: [], notices: [{ code: 'noRouteFound' }] })
  })

  it('an intermodal route starts with the requested vehicle', async () => {
    const { here } = await startPlainClient()
    const typeWith = async (params: object) =>
      (await here.get('/v8/routes', { params: { origin, destination, ...params } })).data.routes[0].sections[0]
    expect(await typeWith({ taxi: { enable: 'routeHead' } })).toMatchObject({
      type: 'taxi',
      transport: { mode: 'car' },
    })
    expect(await typeWith({ 'rented[modes]': 'kickScooter' })).toMatchObject({
      type: 'rented',
      transport: { mode: 'kickScooter' },
    })
    expect(await typeWith({ 'vehicle[enable]': 'routeHead' })).toMatchObject({ type: 'vehicle' })
  })

  it('stations are found near a point, by name and by id, with their departures', async () => {
    const { here } = await startPlainClient()
    const get = async (path: string, params: object) => (await here.get(path, { params })).data
    const { stations } = await get('/v8/stations', { in: `${origin};r=1000`, return: 'transport' })
    expect(stations).toHaveLength(5)
    const { id, name } = stations[0].place
    expect(stations[0].transports).toHaveLength(2)
    expect((await get('/v8/stations', { ids: id })).stations[0].place).toEqual(stations[0].place)
    expect((await get('/v8/stations', { in: `${origin};r=1000`, name })).stations[0].place.id).toBe(id)
    expect(await get('/v8/stations', { ids: '1' })).toMatchObject({
      stations: [],
      notices: [{ code: 'noStationsFound' }],
    })
    const { boards } = await get('/v8/departures', { ids: id, maxPerBoard: 3, time: '2026-03-01T12:00:00Z' })
    expect(boards[0].departures).toHaveLength(3)
    expect(boards[0].departures[0].time >= '2026-03-01T12:00:00Z').toBe(true)
    for (const path of ['/v8/stations', '/v8/departures']) {
      expect(await get(path, {})).toMatchObject({ status: 400, code: 'E602000' })
    }
  })
})
