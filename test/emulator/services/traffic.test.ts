import { encode } from '@here/flexpolyline'
import { describe, expect, it } from 'vitest'
import type { FlowResponse, IncidentsResponse } from '../../../src/api/traffic.ts'
import { startPlainClient } from '../plain-client.ts'

const circle = { in: 'circle:52.53,13.38;r=2000', locationReferencing: 'shape' }

describe('traffic flow', () => {
  it('flow is reported for streets of several links, in metres per second, the same for each request', async () => {
    const { here } = await startPlainClient()
    const get = async (): Promise<FlowResponse> => (await here.get('/v7/flow', { params: circle })).data
    const response = await get()
    expect(response.results.length).toBeGreaterThan(50)
    for (const { location, currentFlow } of response.results) {
      const links = location.shape?.links ?? []
      expect(location.length).toBe(links.reduce((sum, { length }) => sum + length, 0))
      expect(links.every(({ points }) => points.length >= 2)).toBe(true)
      expect(currentFlow.jamFactor).toBeGreaterThanOrEqual(0)
      expect(currentFlow.jamFactor).toBeLessThanOrEqual(10)
      expect(currentFlow.speed).toBeLessThanOrEqual(currentFlow.freeFlow)
    }
    expect(response.results.some(({ location }) => (location.shape?.links.length ?? 0) > 2)).toBe(true)
    expect(await get()).toEqual(response)
  })

  it('flow changes smoothly along a street', async () => {
    const { here } = await startPlainClient()
    const { results }: FlowResponse = (await here.get('/v7/flow', { params: circle })).data
    const open = results.filter(({ currentFlow }) => currentFlow.traversability === 'open')
    const steps = open.flatMap(({ currentFlow: { subSegments = [] } }) =>
      subSegments.slice(1).map(({ jamFactor }, index) => Math.abs(jamFactor - (subSegments[index]?.jamFactor ?? 0))),
    )
    expect(Math.max(...steps)).toBeLessThan(4)
  })

  it('flow is reported for boxes, corridors and POST requests, filtered by jam factor and class', async () => {
    const { here } = await startPlainClient()
    const get = async (params: object): Promise<FlowResponse> => (await here.get('/v7/flow', { params })).data
    const box = await get({ ...circle, in: 'bbox:13.36,52.52,13.40,52.54' })
    const line = [
      [52.53, 13.36],
      [52.53, 13.4],
    ]
    const corridor = await get({ ...circle, in: `corridor:${encode({ polyline: line })};r=100` })
    expect(box.results.length).toBeGreaterThan(corridor.results.length)
    expect(corridor.results.length).toBeGreaterThan(5)
    const posted = await here.post('/v7/flow', {
      in: { type: 'circle', center: { lat: 52.53, lng: 13.38 }, radius: 2000 },
      locationReferencing: ['shape'],
    })
    expect(posted.data).toEqual(await get(circle))
    const jammed = await get({ ...circle, minJamFactor: 4, functionalClasses: '1,2,3' })
    expect(jammed.results.every(({ currentFlow }) => currentFlow.jamFactor >= 4)).toBe(true)
    expect(jammed.results.length).toBeLessThan((await get(circle)).results.length)
  })

  it.each([
    ['without an area', { in: undefined }, 'E608002'],
    ['with an unknown type of area', { in: 'moon:1' }, 'E608004'],
    ['with a malformed circle', { in: 'circle:1' }, 'E608013'],
    ['with a malformed box', { in: 'bbox:1,2,3' }, 'E608005'],
    ['with a box that is too large', { in: 'bbox:10,50,12,52' }, 'E608006'],
    ['with a circle that is too large', { in: 'circle:1,2;r=60000' }, 'E608017'],
    ['with a malformed corridor', { in: 'corridor:A;r=1' }, 'E608019'],
    ['without location referencing', { locationReferencing: undefined }, 'E608051'],
    ['with unknown location referencing', { locationReferencing: 'stars' }, 'E608046'],
    ['with both none and another location referencing', { locationReferencing: 'none,olr' }, 'E608052'],
    ['with a minimum jam factor above the maximum', { minJamFactor: 5, maxJamFactor: 4 }, 'E608050'],
  ])('a flow request %s gets 400 with HERE’s code', async (_, change, code) => {
    const { here } = await startPlainClient()
    const response = await here.get('/v7/flow', { params: { ...circle, ...change } })
    expect(response).toMatchObject({ status: 400, data: { code, status: 400, correlationId: expect.any(String) } })
  })
})

describe('incidents', () => {
  it('incidents are listed for an area, and returned by id', async () => {
    const { here } = await startPlainClient()
    const get = async (params: object): Promise<IncidentsResponse> => (await here.get('/v7/incidents', { params })).data
    const { results } = await get(circle)
    expect(results.length).toBeGreaterThan(2)
    const { originalId = '', type } = results[0]?.incidentDetails ?? {}
    const params = { locationReferencing: 'shape' }
    for (const id of [originalId, `here:traffic:incident:${originalId}`]) {
      expect((await here.get(`/v7/incidents/${id}`, { params })).data).toEqual(results[0])
    }
    const ofType = await get({ ...circle, type })
    expect(ofType.results.every(({ incidentDetails }) => incidentDetails?.type === type)).toBe(true)
    const bare = await get({ ...circle, locationReferencing: 'none' })
    expect(bare.results[0]).not.toHaveProperty('location')
  })

  it('a road closure closes the street in the flow too', async () => {
    const { here } = await startPlainClient()
    const params = { ...circle, in: 'circle:52.53,13.38;r=4000' }
    const incidents: IncidentsResponse = (await here.get('/v7/incidents', { params })).data
    const flow: FlowResponse = (await here.get('/v7/flow', { params })).data
    const isClosed = incidents.results.some(({ incidentDetails }) => incidentDetails?.roadClosed)
    const closed = flow.results.filter(({ currentFlow }) => currentFlow.traversability === 'closed')
    expect(isClosed).toBe(true)
    expect(closed.length).toBeGreaterThan(0)
    expect(closed.every(({ currentFlow }) => currentFlow.jamFactor === 10)).toBe(true)
  })

  it('an unknown incident gets 404 with HERE’s code', async () => {
    const { here } = await startPlainClient()
    for (const id of ['1', '10000000100000001', '90006922800041952']) {
      const response = await here.get(`/v7/incidents/${id}`, { params: { locationReferencing: 'shape' } })
      expect(response).toMatchObject({ status: 404, data: { code: 'E608038' } })
    }
    expect((await here.get('/v7/incidents', { params: { ...circle, type: 'fun' } })).data.code).toBe('E608041')
    expect((await here.get('/v7/incidents', { params: { ...circle, criticality: 'x' } })).data.code).toBe('E608040')
  })
})
