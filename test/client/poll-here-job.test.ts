import type { AxiosError, AxiosResponse } from 'axios'
import { describe, expect, expectTypeOf, it, onTestFinished, vi } from 'vitest'
import {
  createHereClient,
  type HereJobProgress,
  type MatrixResult,
  pollHereJob,
  readHereError,
} from '../../src/index.ts'
import { startClient } from '../support/emulator.ts'
import { startHosts } from '../support/hosts.ts'

const berlin = { lat: 52.52, lng: 13.4 }
const matrixRequest = {
  origins: [berlin, { lat: 52.5, lng: 13.3 }],
  regionDefinition: { type: 'circle' as const, center: berlin, radius: 20_000 },
}
const problem = {
  fleet: {
    types: [
      {
        id: 'van',
        profile: 'car',
        costs: { fixed: 1, distance: 0.001, time: 0.001 },
        shifts: [
          {
            start: { time: '2026-01-05T08:00:00Z', location: berlin },
            end: { time: '2026-01-05T18:00:00Z', location: berlin },
          },
        ],
        capacity: [10],
        amount: 1,
      },
    ],
    profiles: [{ type: 'car', name: 'car' }],
  },
  plan: {
    jobs: [
      {
        id: 'parcel',
        tasks: { deliveries: [{ places: [{ location: { lat: 52.5, lng: 13.3 }, duration: 60 }], demand: [1] }] },
      },
    ],
  },
}

/** Skips pauses; returns how long they would have been. Longer timers are time limits. */
function skipPauses(): number[] {
  const pauses: number[] = []
  const { setTimeout } = globalThis
  const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, milliseconds = 0) => {
    if (milliseconds < 100 || milliseconds > 10_000) return setTimeout(run, milliseconds)
    pauses.push(milliseconds)
    return setTimeout(run)
  }) as typeof setTimeout)
  onTestFinished(() => spy.mockRestore())
  return pauses
}

describe('pollHereJob, with a matrix,', () => {
  it('waits for the job, and requests the result from the storage that HERE names without the token', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    const progress: HereJobProgress[] = []
    const started = await here.post('/v8/matrix', matrixRequest)
    const { data, config } = await pollHereJob(here, started, { onProgress: (report) => void progress.push(report) })
    expectTypeOf(data).toEqualTypeOf<MatrixResult>()
    expect(data.matrix).toMatchObject({ numOrigins: 2, numDestinations: 2 })
    expect(data.matrix?.travelTimes).toHaveLength(4)
    expect(progress.map(({ status }) => status)).toEqual(['accepted', 'inProgress', 'inProgress'])
    expect(progress.map(({ polls }) => polls)).toEqual([0, 1, 2])
    expect(progress.every(({ elapsed }) => elapsed >= 0)).toBe(true)
    expect(config.url).toMatch(/\/status$/)
    const [last] = emulator.requests.slice(-1)
    expect(last?.headers).not.toHaveProperty('authorization')
    expect(`http://${last?.headers.host}`).toBe(emulator.storageUrl)
  })

  it('returns the same matrix as a synchronous request', async () => {
    skipPauses()
    const { here } = await startClient()
    const { data } = await pollHereJob(here, await here.post('/v8/matrix', matrixRequest))
    const synchronous = await here.post('/v8/matrix', matrixRequest, { params: { async: false } })
    expect({ ...data, matrixId: '' }).toEqual({ ...synchronous.data, matrixId: '' })
    expect(await pollHereJob(here, synchronous)).toBe(synchronous)
  })

  it('rejects with HERE’s reason when the job fails', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ outcome: 'failure' })
    const error: AxiosError = await pollHereJob(here, await here.post('/v8/matrix', matrixRequest)).catch(
      (error) => error,
    )
    expect(error).toMatchObject({ code: 'ERR_HERE_JOB', isAxiosError: true, response: { data: { status: 'error' } } })
    expect(error.message).toMatch(/^The job of POST \/v8\/matrix ended as error: .*E601600/)
    expect(readHereError(error)).toMatchObject({ code: 'E601600', correlationId: expect.stringMatching(/./) })
    expect(JSON.stringify(error)).not.toMatch(/Bearer/)
  })

  it('rejects when the job takes HERE too long', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ outcome: 'timeout' })
    const result = pollHereJob(here, await here.post('/v8/matrix', matrixRequest))
    await expect(result).rejects.toThrow('The job of POST /v8/matrix ended as timeout')
  })
})

describe('pollHereJob, with tours,', () => {
  it('waits for the job, and requests the result from the URL in its status', async () => {
    skipPauses()
    const { here } = await startClient()
    const statuses: string[] = []
    const started = await here.post('/v3/problems/async', problem)
    const { data } = await pollHereJob(here, started, { onProgress: ({ status }) => void statuses.push(status) })
    expect(data).toHaveProperty('tours')
    expect(statuses[0]).toBe('accepted')
    expect(statuses.length).toBeGreaterThan(1)
  })

  it('rejects when a 200 says that the tours cannot be planned', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ outcome: 'failure' })
    const error = await pollHereJob(here, await here.post('/v3/problems/async', problem)).catch((error) => error)
    expect(error).toMatchObject({ code: 'ERR_HERE_JOB', response: { status: 200 } })
    expect(error.message).toMatch(/^The job of POST \/v3\/problems\/async ended as failure: \w+/)
  })
})

describe('pollHereJob, between two status requests,', () => {
  it('makes a pause that grows from 0.5 s to 5 s', async () => {
    const pauses = skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ polls: 8 })
    await pollHereJob(here, await here.post('/v8/matrix', matrixRequest))
    expect(pauses).toEqual([500, 750, 1125, 1688, 2532, 3797, 5000, 5000, 5000])
  })

  it('makes the pause as long as Retry-After says', async () => {
    const pauses = skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ polls: 2, retryAfter: 7 })
    await pollHereJob(here, await here.post('/v8/matrix', matrixRequest))
    expect(pauses).toEqual([500, 7000, 7000])
  })

  it('ends at once by an abort, and leaves no timer', async () => {
    const { here, emulator } = await startClient()
    const aborter = new AbortController()
    const started = await here.post('/v8/matrix', matrixRequest)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const result = pollHereJob(here, started, { signal: aborter.signal })
    aborter.abort()
    await expect(result).rejects.toMatchObject({ code: 'ERR_CANCELED' })
    expect(vi.getTimerCount()).toBe(0)
    expect(emulator.requests.filter(({ path }) => path.endsWith('/status'))).toEqual([])
  })

  it('ends by an abort during a status request, too', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    const aborter = new AbortController()
    emulator.fail({ when: ({ path }) => path.endsWith('/status'), delay: 60_000 })
    const result = pollHereJob(here, await here.post('/v8/matrix', matrixRequest), { signal: aborter.signal })
    await vi.waitFor(() => expect(emulator.requests.some(({ path }) => path.endsWith('/status'))).toBe(true))
    aborter.abort()
    await expect(result).rejects.toMatchObject({ code: 'ERR_CANCELED' })
  })
})

describe('pollHereJob, with HERE’s hosts,', () => {
  const region = 'routing-matrix-region-1.router.hereapi.com'
  const statusLine = `GET ${region}/v8/matrix/1/status`
  const accepted = { matrixId: '1', status: 'accepted', statusUrl: `https://${region}/v8/matrix/1/status` }

  it('resolves a relative result URL at the host of the status, and sends the token to HERE alone', async () => {
    skipPauses()
    const { agents, received } = await startHosts({
      'POST matrix.router.hereapi.com/v8/matrix': { status: 202, body: accepted },
      [statusLine]: { status: 200, body: { matrixId: '1', status: 'completed', resultUrl: '/v8/matrix/1' } },
      [`GET ${region}/v8/matrix/1`]: {
        status: 303,
        headers: { Location: 'https://bucket.s3.amazonaws.com/1?X-Amz-Signature=x' },
      },
      'GET bucket.s3.amazonaws.com/1?X-Amz-Signature=x': { status: 200, body: { matrixId: '1', matrix: {} } },
    })
    const here = createHereClient(() => 'any-token', { ...agents, proxy: false })
    const { data } = await pollHereJob(here, await here.post('/v8/matrix', matrixRequest))
    expect(data).toEqual({ matrixId: '1', matrix: {} })
    expect(received.map(({ line, authorization }) => `${line} ${authorization ?? '-'}`)).toEqual([
      'POST matrix.router.hereapi.com/v8/matrix Bearer any-token',
      `${statusLine} Bearer any-token`,
      `GET ${region}/v8/matrix/1 Bearer any-token`,
      'GET bucket.s3.amazonaws.com/1?X-Amz-Signature=x -',
    ])
  })

  it('keeps the status URL when later responses do not repeat it, and rejects when there has never been one', async () => {
    skipPauses()
    const responses = { [statusLine]: { status: 200, body: { matrixId: '1', status: 'inProgress' } as object } }
    const { agents, received } = await startHosts(responses)
    const here = createHereClient(() => 'any-token', { ...agents, proxy: false })
    const waiting = pollHereJob(here, { data: accepted, headers: {}, config: {} } as AxiosResponse)
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(3))
    responses[statusLine] = { status: 200, body: { matrixId: '1', matrix: {} } }
    expect((await waiting).data).toEqual({ matrixId: '1', matrix: {} })
    const lost = pollHereJob(here, { data: { status: 'inProgress' }, headers: {}, config: {} } as AxiosResponse)
    await expect(lost).rejects.toThrow('is inProgress, and there is no status URL')
  })
})

describe('pollHereJob', () => {
  const started = { statusId: '1', href: 'https://tourplanning.hereapi.com/v3/status/1' }
  const startedAs = (data: unknown, config: object = { url: '/v3/problems/async', method: 'post' }): AxiosResponse =>
    ({ data, status: 202, statusText: '', headers: {}, config }) as AxiosResponse

  async function createRespondingClient(...bodies: unknown[]) {
    const requested: string[] = []
    const here = createHereClient(() => 'any-token', {
      adapter: async (config) => {
        requested.push(`${config.url} ${config.here?.scope ?? '-'}`)
        const data = bodies.shift()
        return {
          data: typeof data === 'string' ? data : JSON.stringify(data),
          status: 200,
          statusText: 'OK',
          headers: {},
          config,
        }
      },
    })
    return { here, requested }
  }

  it('returns the last response of a job that is done and names no result', async () => {
    skipPauses()
    const { here } = await createRespondingClient({ status: 'inProgress' }, { status: 'completed', resultsHref: 'x' })
    expect((await pollHereJob(here, startedAs(started))).data).toEqual({ status: 'completed', resultsHref: 'x' })
  })

  it.each(['<html>', '', 'null'])('rejects when the status is %j', async (body) => {
    skipPauses()
    const { here } = await createRespondingClient(body)
    const failed = pollHereJob(here, startedAs(started))
    await expect(failed).rejects.toMatchObject({
      code: 'ERR_HERE_JOB',
      message: 'The job of POST /v3/problems/async ended with a response that is not a result',
    })
  })

  it('sends status requests with the scope, and for relative URLs to the host, of the request that started the job', async () => {
    skipPauses()
    const { here, requested } = await createRespondingClient(
      { status: 'completed', resultUrl: '/v8/matrix/1' },
      { matrixId: '1' },
    )
    const scope = 'hrn:here:authorization::realm:project/name'
    const config = {
      method: 'post',
      url: '/v8/matrix',
      baseURL: 'https://region-1.router.hereapi.com',
      here: { scope },
    }
    await pollHereJob(here, startedAs({ status: 'accepted', statusUrl: '/v8/matrix/1/status' }, config))
    expect(requested).toEqual([
      `https://region-1.router.hereapi.com/v8/matrix/1/status ${scope}`,
      `https://region-1.router.hereapi.com/v8/matrix/1 ${scope}`,
    ])
  })

  it('sends status requests below the path of a gateway', async () => {
    skipPauses()
    const { here, requested } = await createRespondingClient(
      { status: 'success', resource: { href: '/v3/problems/1/solution' } },
      { tours: [] },
    )
    const config = { method: 'post', url: '/v3/problems/async', baseURL: 'https://gw.example.com/here/' }
    await pollHereJob(here, startedAs({ statusId: '1', href: '/v3/status/1' }, config))
    expect(requested.map((line) => line.split(' ')[0])).toEqual([
      'https://gw.example.com/here/v3/status/1',
      'https://gw.example.com/here/v3/problems/1/solution',
    ])
  })

  it('rejects when the first response cannot be read, or onProgress fails', async () => {
    const { here } = await createRespondingClient({ status: 'inProgress' })
    await expect(pollHereJob(here, startedAs('<html>'))).rejects.toMatchObject({ code: 'ERR_HERE_JOB' })
    const onProgress = async (): Promise<never> => Promise.reject(new Error('own'))
    await expect(pollHereJob(here, startedAs(started), { onProgress })).rejects.toThrow('own')
  })

  it('returns the result in the type that its caller gives', async () => {
    skipPauses()
    const { here } = await createRespondingClient(
      { status: 'success', resource: { href: 'https://x.hereapi.com/1' } },
      { tours: [] },
    )
    const { data } = await pollHereJob<{ tours: string[] }>(here, startedAs(started))
    expectTypeOf(data).toEqualTypeOf<{ tours: string[] }>()
    expect(data).toEqual({ tours: [] })
  })

  it('waits a minute for a Retry-After of an hour', async () => {
    const { here, emulator } = await startClient()
    emulator.setJobs({ polls: 1, retryAfter: 3600 })
    const pauses: number[] = []
    const { setTimeout } = globalThis
    const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, milliseconds = 0) => {
      if (milliseconds !== 60_000 && milliseconds !== 500) return setTimeout(run, milliseconds)
      pauses.push(milliseconds)
      return setTimeout(run)
    }) as typeof setTimeout)
    onTestFinished(() => spy.mockRestore())
    await pollHereJob(here, await here.post('/v8/matrix', matrixRequest))
    expect(pauses).toEqual([500, 60_000])
  })
})

it('pollHereJob accepts a client whose interceptors unwrap responses', async () => {
  skipPauses()
  const { here } = await startClient()
  const started = await here.post('/v8/matrix', matrixRequest)
  here.interceptors.response.use((response) => response.data)
  expect(await pollHereJob(here, started)).toHaveProperty('matrix')

  const { here: other } = await startClient()
  other.interceptors.response.use(({ data, status }) => ({ data, status }) as AxiosResponse)
  const response = await pollHereJob(other, await other.post('/v8/matrix', matrixRequest))
  expect(response.data).toHaveProperty('matrix')
})
