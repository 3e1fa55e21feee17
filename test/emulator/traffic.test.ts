import { encode } from '@here/flexpolyline'
import { describe, expect, it } from 'vitest'
import type { FlowResponse, IncidentsResponse } from '../../src/api/traffic.ts'
import { startPlainClient } from './plain-client.ts'

const circle = { in: 'circle:52.53,13.38;r=2000', locationReferencing: 'shape' }

describe('traffic flow', () => {
  it('is told for streets of several links, in metres per second, the same each time', async () => {
    const { here } = await startPlainClient()
    const ask = async (): Promise<FlowResponse> => (await here.get('/v7/flow', { params: circle })).data
    const answer = await ask()
    expect(answer.results.length).toBeGreaterThan(50)
    for (const { location, currentFlow } of answer.results) {
      const links = location.shape?.links ?? []
      expect(location.length).toBe(links.reduce((sum, { length }) => sum + length, 0))
      expect(links.every(({ points }) => points.length >= 2)).toBe(true)
      expect(currentFlow.jamFactor).toBeGreaterThanOrEqual(0)
      expect(currentFlow.jamFactor).toBeLessThanOrEqual(10)
      expect(currentFlow.speed).toBeLessThanOrEqual(currentFlow.freeFlow)
    }
    expect(answer.results.some(({ location }) => (location.shape?.links.length ?? 0) > 2)).toBe(true)
    expect(await ask()).toEqual(answer)
  })

  it('changes smoothly along a street', async () => {
    const { here } = await startPlainClient()
    const { results }: FlowResponse = (await here.get('/v7/flow', { params: circle })).data
    const open = results.filter(({ currentFlow }) => currentFlow.traversability === 'open')
    const steps = open.flatMap(({ currentFlow: { subSegments = [] } }) =>
      subSegments.slice(1).map(({ jamFactor }, index) => Math.abs(jamFactor - (subSegments[index]?.jamFactor ?? 0))),
    )
    expect(Math.max(...steps)).toBeLessThan(4)
  })

  it('is told for boxes, corridors and by POST, by jam factor and class', async () => {
    const { here } = await startPlainClient()
    const ask = async (params: object): Promise<FlowResponse> => (await here.get('/v7/flow', { params })).data
    const box = await ask({ ...circle, in: 'bbox:13.36,52.52,13.40,52.54' })
    const line = [
      [52.53, 13.36],
      [52.53, 13.4],
    ]
    const corridor = await ask({ ...circle, in: `corridor:${encode({ polyline: line })};r=100` })
    expect(box.results.length).toBeGreaterThan(corridor.results.length)
    expect(corridor.results.length).toBeGreaterThan(5)
    const posted = await here.post('/v7/flow', {
      in: { type: 'circle', center: { lat: 52.53, lng: 13.38 }, radius: 2000 },
      locationReferencing: ['shape'],
    })
    expect(posted.data).toEqual(await ask(circle))
    const jammed = await ask({ ...circle, minJamFactor: 4, functionalClasses: '1,2,3' })
    expect(jammed.results.every(({ currentFlow }) => currentFlow.jamFactor >= 4)).toBe(true)
    expect(jammed.results.length).toBeLessThan((await ask(circle)).results.length)
  })

  it.each([
    ['without an area', { in: undefined }, 'E608002'],
    ['in an unknown area', { in: 'moon:1' }, 'E608004'],
    ['in a bad circle', { in: 'circle:1' }, 'E608013'],
    ['in a bad box', { in: 'bbox:1,2,3' }, 'E608005'],
    ['in a large box', { in: 'bbox:10,50,12,52' }, 'E608006'],
    ['in a large circle', { in: 'circle:1,2;r=60000' }, 'E608017'],
    ['in a bad corridor', { in: 'corridor:A;r=1' }, 'E608019'],
    ['without a reference', { locationReferencing: undefined }, 'E608051'],
    ['with an unknown reference', { locationReferencing: 'stars' }, 'E608046'],
    ['with none and another reference', { locationReferencing: 'none,olr' }, 'E608052'],
    ['with jam factors that cross', { minJamFactor: 5, maxJamFactor: 4 }, 'E608050'],
  ])('%s is 400 with HERE’s code', async (_, change, code) => {
    const { here } = await startPlainClient()
    const answer = await here.get('/v7/flow', { params: { ...circle, ...change } })
    expect(answer).toMatchObject({ status: 400, data: { code, status: 400, correlationId: expect.any(String) } })
  })
})

describe('incidents', () => {
  it('are told for an area, and one by one', async () => {
    const { here } = await startPlainClient()
    const ask = async (params: object): Promise<IncidentsResponse> => (await here.get('/v7/incidents', { params })).data
    const { results } = await ask(circle)
    expect(results.length).toBeGreaterThan(2)
    const { originalId = '', type } = results[0]?.incidentDetails ?? {}
    const params = { locationReferencing: 'shape' }
    for (const id of [originalId, `here:traffic:incident:${originalId}`]) {
      expect((await here.get(`/v7/incidents/${id}`, { params })).data).toEqual(results[0])
    }
    const ofType = await ask({ ...circle, type })
    expect(ofType.results.every(({ incidentDetails }) => incidentDetails?.type === type)).toBe(true)
    const bare = await ask({ ...circle, locationReferencing: 'none' })
    expect(bare.results[0]).not.toHaveProperty('location')
  })

  it('close a street in the flow as well', async () => {
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

  it('are 404 with HERE’s code when they are unknown', async () => {
    const { here } = await startPlainClient()
    for (const id of ['1', '10000000100000001', '90006922800041952']) {
      const answer = await here.get(`/v7/incidents/${id}`, { params: { locationReferencing: 'shape' } })
      expect(answer).toMatchObject({ status: 404, data: { code: 'E608038' } })
    }
    expect((await here.get('/v7/incidents', { params: { ...circle, type: 'fun' } })).data.code).toBe('E608041')
    expect((await here.get('/v7/incidents', { params: { ...circle, criticality: 'x' } })).data.code).toBe('E608040')
  })
})
