import { decode } from '@here/flexpolyline'
import { describe, expect, it } from 'vitest'
import { startClient } from '../../support/emulator.ts'
import { pointsOf, startPlainClient } from '../plain-client.ts'

const origin = '52.5308,13.3847'
const destination = '52.5064,13.4286'

describe('GET /v8/routes', () => {
  const params = { origin: '52.5308,13.3847', destination: '52.5264,13.3686', transportMode: 'car' }

  it('a route has a section for each leg, with the parts that return names', async () => {
    const { here } = await startClient()
    const sectionsWith = async (more = {}) =>
      (await here.get('/v8/routes', { params: { ...params, ...more } })).data.routes[0]?.sections ?? []
    expect((await sectionsWith())[0]).not.toHaveProperty('summary')
    const sections = await sectionsWith({ return: ['summary', 'polyline'], via: ['52.529,13.375'] })
    expect(sections).toHaveLength(2)
    expect(sections[0]?.summary?.length).toBeGreaterThan(500)
    const { polyline } = decode(sections[0]?.polyline ?? '')
    expect(polyline[0]).toEqual([expect.closeTo(52.5308, 5), expect.closeTo(13.3847, 5)])
    expect(polyline.at(-1)).toEqual([expect.closeTo(52.529, 5), expect.closeTo(13.375, 5)])
    expect(sections[1]?.departure).toEqual(sections[0]?.arrival)
  })

  it('a 200 response has a notice when there is no route', async () => {
    const { here } = await startClient()
    const { status, data } = await here.get('/v8/routes', { params: { ...params, destination: '-33.8,151.2' } })
    expect({ status, routes: data.routes, code: data.notices?.[0]?.code }).toEqual({
      status: 200,
      routes: [],
      code: 'noRouteFound',
    })
  })

  it.each([
    ['without origin', 'origin', undefined],
    ['without destination', 'destination', undefined],
    ['with an unknown transportMode', 'transportMode', 'spaceShuttle'],
    ['with seven alternatives', 'alternatives', 7],
    ['for actions without polyline', 'return', 'actions'],
  ])('a routing request %s gets 400 with HERE’s code', async (_, name, value) => {
    const { here } = await startClient()
    await expect(here.get('/v8/routes', { params: { ...params, [name]: value } })).rejects.toMatchObject({
      response: { status: 400, data: { code: 'E605001', action: expect.stringContaining(name) } },
    })
  })
})

describe('routing', () => {
  const params = { origin, destination, transportMode: 'car' }

  it('a route contains all parts that return names, and follows the streets', async () => {
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

  it('each alternative differs from the others and is slower than the one before', async () => {
    const { here } = await startPlainClient()
    const withAlternatives = { ...params, alternatives: 2, return: 'polyline,summary' }
    const { routes } = (await here.get('/v8/routes', { params: withAlternatives })).data
    const sections = routes.map((route: { sections: unknown[] }) => route.sections[0])
    const durations = sections.map(({ summary }: { summary: { duration: number } }) => summary.duration)
    expect(durations).toEqual([...durations].sort((a, b) => a - b))
    expect(new Set(sections.map(({ polyline }: { polyline: string }) => polyline)).size).toBe(3)
  })

  it('a route arrives at arrivalTime', async () => {
    const { here } = await startPlainClient()
    const arrivalTime = '2026-02-03T10:00:00Z'
    const { routes } = (await here.get('/v8/routes', { params: { ...params, arrivalTime } })).data
    expect(routes[0].sections[0].arrival.time).toBe(arrivalTime)
  })

  it('a route handle returns the same route, or one from another origin', async () => {
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

  it('POST accepts a body with lists that are too long for a URL', async () => {
    const { here } = await startPlainClient()
    const { data } = await here.post('/v8/routes', { avoid: { segments: ['here:cm:segment:1'] } }, { params })
    expect(data).toEqual((await here.get('/v8/routes', { params })).data)
    const headers = { 'Content-Type': 'application/json' }
    expect(await here.post('/v8/routes', 'nonsense', { params, headers })).toMatchObject({ status: 400 })
  })

  it('import returns the route along a trace', async () => {
    const { here } = await startPlainClient()
    const trace = [
      { lat: 52.5, lng: 13.4 },
      { lat: 52.505, lng: 13.402 },
      { lat: 52.51, lng: 13.41 },
    ]
    const config = { params: { transportMode: 'car', return: 'polyline,summary' } }
    const [section] = (await here.post('/v8/import', { trace }, config)).data.routes[0].sections
    expect(pointsOf(section.polyline)).toEqual(trace.map(({ lat, lng }) => [lat, lng]))
    expect(section.summary.length).toBeGreaterThan(1000)
    for (const body of [{}, { trace: [] }, { trace: [{ lat: 100, lng: 0 }, trace[0]] }]) {
      expect(await here.post('/v8/import', body, config)).toMatchObject({
        status: 400,
        data: { code: 'E605001', cause: expect.stringContaining('trace') },
      })
    }
  })
})

it('an unknown value of return and a range that is too large get 400', async () => {
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
