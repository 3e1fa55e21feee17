import axios, { type AxiosInstance, type AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { startPlainClient } from './plain-client.ts'

const validateStatus = (): boolean => true
const one = { maxRedirects: 0 }

describe('a matrix', () => {
  const origins = [
    { lat: 52.5309, lng: 13.3849 },
    { lat: 52.5202, lng: 13.373 },
  ]
  const body = { origins, regionDefinition: { type: 'world' }, matrixAttributes: ['travelTimes', 'distances'] }

  it('comes at once with async=false', async () => {
    const { here } = await startPlainClient()
    const destinations = [{ lat: 52.522, lng: 13.4133 }]
    const { data } = await here.post('/v8/matrix', { ...body, destinations }, { params: { async: false } })
    expect(data).toMatchObject({
      matrixId: expect.stringMatching(/^[\da-f-]{36}$/),
      matrix: { numOrigins: 2, numDestinations: 1, travelTimes: [expect.any(Number), expect.any(Number)] },
      regionDefinition: { type: 'world' },
    })
    expect(data.matrix).not.toHaveProperty('errorCodes')
    const { distances } = data.matrix
    const params = { origin: '52.5309,13.3849', destination: '52.522,13.4133', transportMode: 'car', return: 'summary' }
    const route = (await here.get('/v8/routes', { params })).data.routes[0]
    expect(distances[0]).toBe(route.sections[0].summary.length)
  })

  it('is a job otherwise, whose result is in a storage that gets no token', async () => {
    const { here, emulator } = await startPlainClient()
    const { status, data } = await here.post('/v8/matrix', body)
    const { matrixId, statusUrl } = data
    expect({ status, data }).toEqual({
      status: 202,
      data: { matrixId, status: 'accepted', statusUrl: `${emulator.url}/v8/matrix/${matrixId}/status` },
    })
    for (let poll = 0; poll < 2; poll += 1) {
      expect((await here.get(statusUrl)).data).toEqual({ matrixId, status: 'inProgress' })
    }
    const done = await here.get(statusUrl, one)
    const resultUrl = `/v8/matrix/${matrixId}`
    expect(done).toMatchObject({ status: 303, data: { matrixId, status: 'completed', resultUrl } })
    expect(done.headers.location).toBe(resultUrl)
    const { headers } = await here.get(resultUrl, one)
    expect(new URL(headers.location).origin).toBe(emulator.storageUrl)
    expect(emulator.storageUrl).not.toBe(emulator.url)

    const followed = await here.get(statusUrl)
    expect(followed.data.matrix).toMatchObject({
      numOrigins: 2,
      distances: [0, expect.any(Number), expect.any(Number), 0],
    })
    const [stored] = emulator.requestsTo('/matrix/{file}')
    expect(stored?.headers.authorization).toBeUndefined()
    expect((await axios.get(headers.location)).headers['content-type']).toBe('application/json')
  })

  it('is refused by the storage with a token, without the signature and by another method', async () => {
    const { here, emulator } = await startPlainClient({ jobs: { polls: 0 } })
    const { statusUrl, matrixId } = (await here.post('/v8/matrix', body)).data
    await here.get(statusUrl, one)
    const { location } = (await here.get(`/v8/matrix/${matrixId}`, one)).headers
    const answers = [
      await axios.get(location, { validateStatus, headers: { Authorization: 'Bearer x' } }),
      await axios.get(location.split('?')[0], { validateStatus }),
      await axios.put(location, 'x', { validateStatus }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 403, 405])
    expect(answers[0]?.data).toContain('<Code>InvalidArgument</Code>')
    expect(emulator.requests.at(-1)?.path).toBe(`/matrix/${matrixId}.json`)
  })

  it('is 406 for who does not take gzip', async () => {
    const { here } = await startPlainClient({ jobs: { polls: 0 } })
    const { statusUrl, matrixId } = (await here.post('/v8/matrix', body)).data
    await here.get(statusUrl, one)
    const headers = { 'Accept-Encoding': 'identity' }
    expect(await here.get(`/v8/matrix/${matrixId}`, { ...one, headers })).toMatchObject({
      status: 406,
      data: { code: 'E601105' },
    })
  })

  it('is 404 for an unknown id, and 400 for what is none', async () => {
    const { here } = await startPlainClient()
    const unknown = '/v8/matrix/bc79a808-dbac-4e49-88f2-27ec66a473ef'
    for (const path of [unknown, `${unknown}/status`]) {
      expect(await here.get(path, one)).toMatchObject({ status: 404, data: { code: 'E601108', status: 404 } })
    }
    expect(await here.get('/v8/matrix/1', one)).toMatchObject({ status: 400, data: { code: 'E601106' } })
  })

  it.each<[string, object, string]>([
    ['no origins', { origins: undefined }, 'E601101'],
    ['empty origins', { origins: [] }, 'E601213'],
    ['a point beyond the pole', { origins: [{ lat: 91, lng: 0 }] }, 'E601221'],
    ['no region', { regionDefinition: undefined }, 'E601101'],
    ['an unknown region', { regionDefinition: { type: 'moon' } }, 'E601101'],
    ['a circle without a radius', { regionDefinition: { type: 'circle', center: origins[0] } }, 'E601101'],
    [
      'a circle that is too wide',
      { regionDefinition: { type: 'circle', center: origins[0], radius: 300_000 } },
      'E601202',
    ],
    [
      'a box that is upside down',
      { regionDefinition: { type: 'boundingBox', north: 1, south: 2, west: 1, east: 2 } },
      'E601101',
    ],
    ['a polygon of two corners', { regionDefinition: { type: 'polygon', outer: origins } }, 'E601204'],
    ['an unknown profile', { profile: 'rocket' }, 'E601218'],
    ['a profile in a region', { profile: 'carFast', regionDefinition: { type: 'autoCircle' } }, 'E601217'],
    ['an unknown attribute', { matrixAttributes: ['smells'] }, 'E601101'],
    ['too many pairs', { origins: Array(101).fill(origins[0]) }, 'E601215'],
  ])('with %s is 400 with HERE’s code', async (_, change, code) => {
    const { here } = await startPlainClient()
    const answer = await here.post('/v8/matrix', { ...body, ...change }, one)
    expect(answer).toMatchObject({ status: 400, data: { code, status: 400, correlationId: expect.any(String) } })
  })

  it.each([
    ['a circle', { type: 'circle', center: origins[0], radius: 500 }],
    ['a box', { type: 'boundingBox', north: 52.54, south: 52.525, west: 13.38, east: 13.4 }],
    [
      'a polygon',
      {
        type: 'polygon',
        outer: [
          { lat: 52.525, lng: 13.38 },
          { lat: 52.525, lng: 13.4 },
          { lat: 52.54, lng: 13.39 },
        ],
      },
    ],
  ])('marks what is outside of %s with error code 4', async (_, regionDefinition) => {
    const { here } = await startPlainClient()
    const { data } = await here.post('/v8/matrix?async=false', { ...body, regionDefinition })
    expect(data.matrix.errorCodes).toEqual([0, 4, 4, 4])
  })

  it('fails or times out as a test wants', async () => {
    const { here, emulator } = await startPlainClient()
    const statusAfter = async (outcome: 'failure' | 'timeout'): Promise<unknown> => {
      emulator.setJobs({ outcome, polls: 1, retryAfter: 2 })
      const { statusUrl } = (await here.post('/v8/matrix', body)).data
      expect((await here.get(statusUrl)).headers['retry-after']).toBe('2')
      return (await here.get(statusUrl)).data
    }
    expect(await statusAfter('failure')).toMatchObject({ status: 'error', error: { code: 'E601600' } })
    expect(await statusAfter('timeout')).toMatchObject({ status: 'timeout' })
  })
})

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

  it('assigns the jobs in order, and says which it cannot', async () => {
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
    ['with the same job twice', { plan: { jobs: [jobAt('a', 1), jobAt('a', 2)] } }, 'E613410'],
    ['with a place beyond the pole', { plan: { jobs: [jobAt('a', 91)] } }, 'E613401'],
  ])('%s is 400 with HERE’s code', async (_, change, code) => {
    const { here } = await startPlainClient()
    expect(await solve(here, change)).toMatchObject({ status: 400, data: { code } })
  })

  it('is a job as well', async () => {
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

  it('is canceled, and fails inside a 200', async () => {
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
