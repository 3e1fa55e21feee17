import type { AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { pointsOf, startPlainClient } from './plain-client.ts'

const origin = '52.5308,13.3847'
const destination = '52.5064,13.4286'

describe('routing', () => {
  const params = { origin, destination, transportMode: 'car' }

  it('gives what return asks for, along the streets', async () => {
    const { here } = await startPlainClient()
    const parts = 'polyline,summary,travelSummary,actions,instructions,turnByTurnActions,routeHandle'
    const { data } = await here.get('/v8/routes', { params: { ...params, return: parts, spans: 'names,length' } })
    const [route] = data.routes
    const [section] = route.sections
    const polyline = pointsOf(section.polyline)
    expect(section.actions.map(({ action }: { action: string }) => action)).toEqual([
      'depart',
      ...Array(section.actions.length - 2).fill('turn'),
      'arrive',
    ])
    expect(section.actions[0].instruction).toMatch(/^Start on /)
    expect(section.actions.at(-1).offset).toBe(polyline.length - 1)
    expect(section.turnByTurnActions[0].nextRoad.name[0].value).toEqual(expect.any(String))
    expect(section.travelSummary).toEqual(section.summary)
    expect(section.spans).toEqual([{ offset: 0, length: section.summary.length, names: [expect.any(Object)] }])
    expect(route.routeHandle).toEqual(expect.any(String))
  })

  it('gives alternatives, each another one and slower', async () => {
    const { here } = await startPlainClient()
    const ask = { ...params, alternatives: 2, return: 'polyline,summary' }
    const { routes } = (await here.get('/v8/routes', { params: ask })).data
    const sections = routes.map((route: { sections: unknown[] }) => route.sections[0])
    const durations = sections.map(({ summary }: { summary: { duration: number } }) => summary.duration)
    expect(durations).toEqual([...durations].sort((a, b) => a - b))
    expect(new Set(sections.map(({ polyline }: { polyline: string }) => polyline)).size).toBe(3)
  })

  it('arrives when arrivalTime says', async () => {
    const { here } = await startPlainClient()
    const arrivalTime = '2026-02-03T10:00:00Z'
    const { routes } = (await here.get('/v8/routes', { params: { ...params, arrivalTime } })).data
    expect(routes[0].sections[0].arrival.time).toBe(arrivalTime)
  })

  it('gives a route again for its handle, from elsewhere if asked', async () => {
    const { here } = await startPlainClient()
    const first = (await here.get('/v8/routes', { params: { ...params, return: 'routeHandle,summary' } })).data
      .routes[0]
    const path = `/v8/routes/${first.routeHandle}`
    const again = (await here.get(path, { params: { transportMode: 'car', return: 'summary' } })).data.routes[0]
    expect(again).toEqual({ ...first, routeHandle: undefined })
    const later = await here.get(path, { params: { transportMode: 'car', origin: '52.52,13.41' } })
    expect(later.data.routes[0].sections[0].departure.place.location).toEqual({ lat: 52.52, lng: 13.41 })
    expect(await here.get('/v8/routes/nonsense', { params: { transportMode: 'car' } })).toMatchObject({
      status: 400,
      data: { code: 'E605001' },
    })
  })

  it('takes what is too long for a URL by POST', async () => {
    const { here } = await startPlainClient()
    const { data } = await here.post('/v8/routes', { avoid: { segments: ['here:cm:segment:1'] } }, { params })
    expect(data).toEqual((await here.get('/v8/routes', { params })).data)
    const headers = { 'Content-Type': 'application/json' }
    expect(await here.post('/v8/routes', 'nonsense', { params, headers })).toMatchObject({ status: 400 })
  })

  it('makes a route of a trace', async () => {
    const { here } = await startPlainClient()
    const trace = [
      { lat: 52.5, lng: 13.4 },
      { lat: 52.505, lng: 13.402 },
      { lat: 52.51, lng: 13.41 },
    ]
    const ask = { params: { transportMode: 'car', return: 'polyline,summary' } }
    const [section] = (await here.post('/v8/import', { trace }, ask)).data.routes[0].sections
    expect(pointsOf(section.polyline)).toEqual(trace.map(({ lat, lng }) => [lat, lng]))
    expect(section.summary.length).toBeGreaterThan(1000)
    for (const body of [{}, { trace: [] }, { trace: [{ lat: 100, lng: 0 }, trace[0]] }]) {
      expect(await here.post('/v8/import', body, ask)).toMatchObject({
        status: 400,
        data: { code: 'E605001', cause: expect.stringContaining('trace') },
      })
    }
  })
})

describe('public transport', () => {
  it('answers /v8/routes without a transportMode: a walk, lines, a walk', async () => {
    const { here } = await startPlainClient()
    const ask = { origin, destination, return: ['polyline', 'travelSummary', 'actions', 'intermediate'] }
    const { sections } = (await here.get('/v8/routes', { params: ask })).data.routes[0]
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

  it('walks where it is near, and says in a notice where there is none', async () => {
    const { here } = await startPlainClient()
    const ask = async (to: string) => (await here.get('/v8/routes', { params: { origin, destination: to } })).data
    expect((await ask('52.5318,13.3857')).routes[0].sections).toMatchObject([{ type: 'pedestrian' }])
    expect(await ask('48.85,2.35')).toMatchObject({ routes: [], notices: [{ code: 'noRouteFound' }] })
  })

  it('begins an intermodal route with the vehicle that was asked for', async () => {
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

  it('lists stations near a point, by name and by id, and their departures', async () => {
    const { here } = await startPlainClient()
    const ask = async (path: string, params: object) => (await here.get(path, { params })).data
    const { stations } = await ask('/v8/stations', { in: `${origin};r=1000`, return: 'transport' })
    expect(stations).toHaveLength(5)
    const { id, name } = stations[0].place
    expect(stations[0].transports).toHaveLength(2)
    expect((await ask('/v8/stations', { ids: id })).stations[0].place).toEqual(stations[0].place)
    expect((await ask('/v8/stations', { in: `${origin};r=1000`, name })).stations[0].place.id).toBe(id)
    expect(await ask('/v8/stations', { ids: '1' })).toMatchObject({
      stations: [],
      notices: [{ code: 'noStationsFound' }],
    })
    const { boards } = await ask('/v8/departures', { ids: id, maxPerBoard: 3, time: '2026-03-01T12:00:00Z' })
    expect(boards[0].departures).toHaveLength(3)
    expect(boards[0].departures[0].time >= '2026-03-01T12:00:00Z').toBe(true)
    for (const path of ['/v8/stations', '/v8/departures']) {
      expect(await ask(path, {})).toMatchObject({ status: 400, code: 'E602000' })
    }
  })
})

describe('isolines', () => {
  const params = { origin, transportMode: 'car', range: { type: 'time', values: [300, 600] } }
  const radiiOf = (outer: string): number[] =>
    pointsOf(outer).map(([lat = 0, lng = 0]) => Math.hypot(lat - 52.5308, (lng - 13.3847) * 0.608))

  it('are around the point, and the larger hold the smaller', async () => {
    const { here } = await startPlainClient()
    const ask = (): Promise<AxiosResponse> => here.get('/v8/isolines', { params })
    const { data } = await ask()
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
    expect((await ask()).data).toEqual(data)
  })

  it('end at a destination as well, and are asked for by POST as well', async () => {
    const { here } = await startPlainClient()
    const ask = { ...params, origin: undefined, destination: origin }
    const { data } = await here.post('/v8/isolines', { avoid: { segments: [] } }, { params: ask })
    expect(data).toMatchObject({ arrival: { place: { type: 'place' } }, isolines: expect.any(Array) })
  })

  it.each([
    ['without a point', { origin: undefined }, 'origin'],
    ['with two points', { destination: origin }, 'exclude'],
    ['without a mode', { transportMode: undefined }, 'transportMode'],
    ['with an unknown range', { range: { type: 'fun', values: '1' } }, 'range[type]'],
    ['without values', { range: { type: 'time' } }, 'range[values]'],
  ])('%s are 400 with HERE’s code', async (_, change, cause) => {
    const { here } = await startPlainClient()
    expect(await here.get('/v8/isolines', { params: { ...params, ...change } })).toMatchObject({
      status: 400,
      data: { code: 'E605001', cause: expect.stringContaining(cause) },
    })
  })
})

it('a value of return that HERE does not have, and a range that is too large, are refused', async () => {
  const { here } = await startPlainClient()
  const way = { origin: '52.5,13.4', destination: '52.6,13.4', transportMode: 'car' }
  const route = await here.get('/v8/routes', { params: { ...way, return: 'sumary' } })
  expect(route).toMatchObject({
    status: 400,
    data: { code: 'E605001', cause: "'sumary' is not a value that HERE knows." },
  })
  const range = { type: 'time', values: '3000000' }
  const isoline = await here.get('/v8/isolines', { params: { origin: way.origin, transportMode: 'car', range } })
  expect(isoline.status).toBe(400)
})

it('requests tell when they came', async () => {
  const { here, emulator } = await startPlainClient()
  const before = performance.now()
  await here.get('/v1/geocode', { params: { q: 'Berlin' } })
  const [last] = emulator.requests.slice(-1)
  expect(last?.receivedAt).toBeGreaterThanOrEqual(before)
  expect(last?.receivedAt).toBeLessThanOrEqual(performance.now())
})
