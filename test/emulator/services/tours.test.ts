import type { AxiosInstance, AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { startPlainClient } from '../plain-client.ts'

describe('a tour', () => {
  const shift = (lat: number) => ({ time: '2026-01-05T08:00:00Z', location: { lat, lng: 13.4 } })
  const type = {
    id: 'van',
    profile: 'car',
    costs: { fixed: 10, distance: 0.001, time: 0.002 },
    shifts: [{ start: shift(52.5), end: { ...shift(52.5), time: '2026-01-05T18:00:00Z' } }],
    capacity: [10],
    amount: 2,
  }
  const jobAt = (id: string, lat: number, demand = 1) => ({
    id,
    tasks: { deliveries: [{ places: [{ location: { lat, lng: 13.4 }, duration: 120 }], demand: [demand] }] },
  })
  const problem = {
    fleet: { types: [type], profiles: [{ name: 'car', type: 'car' }] },
    plan: { jobs: [jobAt('a', 52.51), jobAt('b', 52.52), jobAt('c', 52.53), jobAt('heavy', 52.54, 20)] },
  }
  const solve = (here: AxiosInstance, change = {}): Promise<AxiosResponse> =>
    here.post('/v3/problems', { ...problem, ...change })

  it('a solution assigns the jobs in order, and lists the unassigned ones', async () => {
    const { here } = await startPlainClient()
    const { data } = await solve(here)
    const done = data.tours.map(({ stops }: { stops: Array<{ activities: Array<{ jobId: string }> }> }) =>
      stops.map(({ activities }) => activities[0]?.jobId),
    )
    expect(done).toEqual([
      ['departure', 'a', 'b', 'arrival'],
      ['departure', 'c', 'arrival'],
    ])
    expect(data.unassigned).toMatchObject([{ jobId: 'heavy', reasons: [{ code: 'CAPACITY_CONSTRAINT' }] }])
    expect(data.tours[0].stops.map(({ load }: { load: number[] }) => load)).toEqual([[2], [1], [0], [0]])
    const { distance, duration, times } = data.statistic
    expect(duration).toBe(times.driving + times.serving)
    expect(distance).toBe(data.tours.reduce((sum: number, tour: typeof data) => sum + tour.statistic.distance, 0))
  })

  it.each<[string, object, string]>([
    ['without a fleet', { fleet: undefined }, 'E613200'],
    ['with an unknown profile', { fleet: { ...problem.fleet, profiles: [{ name: 'x', type: 'car' }] } }, 'E613426'],
    ['with a repeated job id', { plan: { jobs: [jobAt('a', 1), jobAt('a', 2)] } }, 'E613410'],
    ['with a latitude above 90 degrees', { plan: { jobs: [jobAt('a', 91)] } }, 'E613401'],
  ])('a problem %s gets 400 with HERE’s code', async (_, change, code) => {
    const { here } = await startPlainClient()
    expect(await solve(here, change)).toMatchObject({ status: 400, data: { code } })
  })

  it('an asynchronous problem is a job with a solution', async () => {
    const { here, emulator } = await startPlainClient()
    const { status, data } = await here.post('/v3/problems/async', problem)
    const { statusId, href } = data
    expect({ status, href }).toEqual({ status: 202, href: `${emulator.url}/v3/status/${statusId}` })
    expect((await here.get(`/v3/problems/${statusId}/solution`)).status).toBe(404)
    expect((await here.get(href)).data).toEqual({ status: 'pending' })
    expect((await here.get(href)).data).toEqual({ status: 'inProgress' })
    const { resource } = (await here.get(href)).data
    expect((await here.get(resource.href)).data).toEqual((await solve(here)).data)
    const canceled = await here.put(`/v3/problems/${statusId}/cancel`)
    expect(canceled.status).toBe(409)
  })

  it('a job can be canceled, and fails with a 200 response', async () => {
    const { here, emulator } = await startPlainClient()
    const { statusId, href } = (await here.post('/v3/problems/async', problem)).data
    const canceled = await here.put(`/v3/problems/${statusId}/cancel`)
    expect(canceled.data).toMatchObject({ id: statusId, status: 'canceled', started: expect.any(String) })
    expect((await here.get(href)).data).toEqual({ status: 'canceled' })
    emulator.setJobs({ outcome: 'failure', polls: 0 })
    const failing = (await here.post('/v3/problems/async', problem)).data
    expect((await here.get(failing.href)).data).toMatchObject({
      status: 'failure',
      error: { message: expect.any(String) },
    })
    const solution = await here.get(`/v3/problems/${failing.statusId}/solution`)
    expect(solution).toMatchObject({ status: 422, data: { code: 'E613000' } })
    const unknown = await here.get('/v3/status/x')
    expect(unknown).toMatchObject({ status: 404, data: { code: 'E613000' } })
  })
})
