import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { startPlainClient } from '../plain-client.ts'

const validateStatus = (): boolean => true
const noRedirects = { maxRedirects: 0 }

describe('a matrix', () => {
  const origins = [
    { lat: 52.5309, lng: 13.3849 },
    { lat: 52.5202, lng: 13.373 },
  ]
  const body = { origins, regionDefinition: { type: 'world' }, matrixAttributes: ['travelTimes', 'distances'] }

  it('a matrix with async=false is returned at once', async () => {
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

  it('an asynchronous matrix is a job whose result is in a storage that receives no token', async () => {
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
    const done = await here.get(statusUrl, noRedirects)
    const resultUrl = `/v8/matrix/${matrixId}`
    expect(done).toMatchObject({ status: 303, data: { matrixId, status: 'completed', resultUrl } })
    expect(done.headers.location).toBe(resultUrl)
    const { headers } = await here.get(resultUrl, noRedirects)
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

  it('the storage rejects a token, a missing signature and another method', async () => {
    const { here, emulator } = await startPlainClient({ jobs: { polls: 0 } })
    const { statusUrl, matrixId } = (await here.post('/v8/matrix', body)).data
    await here.get(statusUrl, noRedirects)
    const { location } = (await here.get(`/v8/matrix/${matrixId}`, noRedirects)).headers
    const responses = [
      await axios.get(location, { validateStatus, headers: { Authorization: 'Bearer x' } }),
      await axios.get(location.split('?')[0], { validateStatus }),
      await axios.put(location, 'x', { validateStatus }),
    ]
    expect(responses.map(({ status }) => status)).toEqual([400, 403, 405])
    expect(responses[0]?.data).toContain('<Code>InvalidArgument</Code>')
    expect(emulator.requests.at(-1)?.path).toBe(`/matrix/${matrixId}.json`)
  })

  it('a matrix result requires Accept-Encoding: gzip', async () => {
    const { here } = await startPlainClient({ jobs: { polls: 0 } })
    const { statusUrl, matrixId } = (await here.post('/v8/matrix', body)).data
    await here.get(statusUrl, noRedirects)
    const headers = { 'Accept-Encoding': 'identity' }
    expect(await here.get(`/v8/matrix/${matrixId}`, { ...noRedirects, headers })).toMatchObject({
      status: 406,
      data: { code: 'E601105' },
    })
  })

  it('an unknown matrix id gets 404 and a malformed one gets 400', async () => {
    const { here } = await startPlainClient()
    const unknown = '/v8/matrix/bc79a808-dbac-4e49-88f2-27ec66a473ef'
    for (const path of [unknown, `${unknown}/status`]) {
      expect(await here.get(path, noRedirects)).toMatchObject({ status: 404, data: { code: 'E601108', status: 404 } })
    }
    expect(await here.get('/v8/matrix/1', noRedirects)).toMatchObject({ status: 400, data: { code: 'E601106' } })
  })

  it.each<[string, object, string]>([
    ['no origins', { origins: undefined }, 'E601101'],
    ['empty origins', { origins: [] }, 'E601213'],
    ['a latitude above 90 degrees', { origins: [{ lat: 91, lng: 0 }] }, 'E601221'],
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
    ['a polygon with two corners', { regionDefinition: { type: 'polygon', outer: origins } }, 'E601204'],
    ['an unknown profile', { profile: 'rocket' }, 'E601218'],
    ['a profile in a limited region', { profile: 'carFast', regionDefinition: { type: 'autoCircle' } }, 'E601217'],
    ['an unknown attribute', { matrixAttributes: ['smells'] }, 'E601101'],
    ['too many pairs', { origins: Array(101).fill(origins[0]) }, 'E601215'],
  ])('a matrix request with %s gets 400 with HERE’s code', async (_, change, code) => {
    const { here } = await startPlainClient()
    const response = await here.post('/v8/matrix', { ...body, ...change }, noRedirects)
    expect(response).toMatchObject({ status: 400, data: { code, status: 400, correlationId: expect.any(String) } })
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
  ])('points outside %s get error code 4', async (_, regionDefinition) => {
    const { here } = await startPlainClient()
    const { data } = await here.post('/v8/matrix?async=false', { ...body, regionDefinition })
    expect(data.matrix.errorCodes).toEqual([0, 4, 4, 4])
  })

  it('setJobs() makes matrices fail or time out', async () => {
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
