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
const question = {
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

/** Pauses take no time; gives those that were asked for. Longer timers are time limits. */
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

describe('a matrix', () => {
  it('is waited for, and got from the storage that HERE names, which sees no token', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    const progress: HereJobProgress[] = []
    const started = await here.post('/v8/matrix', question)
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

  it('is the same as the one that is waited for on the line', async () => {
    skipPauses()
    const { here } = await startClient()
    const { data } = await pollHereJob(here, await here.post('/v8/matrix', question))
    const atOnce = await here.post('/v8/matrix', question, { params: { async: false } })
    expect({ ...data, matrixId: '' }).toEqual({ ...atOnce.data, matrixId: '' })
    expect(await pollHereJob(here, atOnce)).toBe(atOnce)
  })

  it('that fails rejects with HERE’s reason', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ outcome: 'failure' })
    const error: AxiosError = await pollHereJob(here, await here.post('/v8/matrix', question)).catch((error) => error)
    expect(error).toMatchObject({ code: 'ERR_HERE_JOB', isAxiosError: true, response: { data: { status: 'error' } } })
    expect(error.message).toMatch(/^The job of POST \/v8\/matrix ended as error: .*E601600/)
    expect(readHereError(error)).toMatchObject({ code: 'E601600', correlationId: expect.stringMatching(/./) })
    expect(JSON.stringify(error)).not.toMatch(/Bearer/)
  })

  it('that takes HERE too long rejects', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ outcome: 'timeout' })
    const answer = pollHereJob(here, await here.post('/v8/matrix', question))
    await expect(answer).rejects.toThrow('The job of POST /v8/matrix ended as timeout')
  })
})

describe('tours', () => {
  it('are waited for, and got from where their status says', async () => {
    skipPauses()
    const { here } = await startClient()
    const statuses: string[] = []
    const started = await here.post('/v3/problems/async', problem)
    const { data } = await pollHereJob(here, started, { onProgress: ({ status }) => void statuses.push(status) })
    expect(data).toHaveProperty('tours')
    expect(statuses[0]).toBe('accepted')
    expect(statuses.length).toBeGreaterThan(1)
  })

  it('that cannot be planned are told of in a 200, and reject', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ outcome: 'failure' })
    const error = await pollHereJob(here, await here.post('/v3/problems/async', problem)).catch((error) => error)
    expect(error).toMatchObject({ code: 'ERR_HERE_JOB', response: { status: 200 } })
    expect(error.message).toMatch(/^The job of POST \/v3\/problems\/async ended as failure: \w+/)
  })
})

describe('between two questions', () => {
  it('there is a pause that grows from 0.5 s to 5 s', async () => {
    const pauses = skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ polls: 8 })
    await pollHereJob(here, await here.post('/v8/matrix', question))
    expect(pauses).toEqual([500, 750, 1125, 1688, 2532, 3797, 5000, 5000, 5000])
  })

  it('the pause is as long as Retry-After says', async () => {
    const pauses = skipPauses()
    const { here, emulator } = await startClient()
    emulator.setJobs({ polls: 2, retryAfter: 7 })
    await pollHereJob(here, await here.post('/v8/matrix', question))
    expect(pauses).toEqual([500, 7000, 7000])
  })

  it('an abort ends the wait at once, and leaves no timer', async () => {
    const { here, emulator } = await startClient()
    const aborter = new AbortController()
    const started = await here.post('/v8/matrix', question)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const answer = pollHereJob(here, started, { signal: aborter.signal })
    aborter.abort()
    await expect(answer).rejects.toMatchObject({ code: 'ERR_CANCELED' })
    expect(vi.getTimerCount()).toBe(0)
    expect(emulator.requests.filter(({ path }) => path.endsWith('/status'))).toEqual([])
  })

  it('an abort while HERE is being asked ends that, too', async () => {
    skipPauses()
    const { here, emulator } = await startClient()
    const aborter = new AbortController()
    emulator.fail({ when: ({ path }) => path.endsWith('/status'), delay: 60_000 })
    const answer = pollHereJob(here, await here.post('/v8/matrix', question), { signal: aborter.signal })
    await vi.waitFor(() => expect(emulator.requests.some(({ path }) => path.endsWith('/status'))).toBe(true))
    aborter.abort()
    await expect(answer).rejects.toMatchObject({ code: 'ERR_CANCELED' })
  })
})

describe('with HERE’s hosts', () => {
  const region = 'routing-matrix-region-1.router.hereapi.com'
  const statusLine = `GET ${region}/v8/matrix/1/status`
  const accepted = { matrixId: '1', status: 'accepted', statusUrl: `https://${region}/v8/matrix/1/status` }

  it('a relative result URL is meant for the host of the status, and the token goes to HERE alone', async () => {
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
    const { data } = await pollHereJob(here, await here.post('/v8/matrix', question))
    expect(data).toEqual({ matrixId: '1', matrix: {} })
    expect(received.map(({ line, authorization }) => `${line} ${authorization ?? '-'}`)).toEqual([
      'POST matrix.router.hereapi.com/v8/matrix Bearer any-token',
      `${statusLine} Bearer any-token`,
      `GET ${region}/v8/matrix/1 Bearer any-token`,
      'GET bucket.s3.amazonaws.com/1?X-Amz-Signature=x -',
    ])
  })

  it('the URL to ask is kept, as later answers do not name it, and an answer that names none is an error', async () => {
    skipPauses()
    const answers = { [statusLine]: { status: 200, body: { matrixId: '1', status: 'inProgress' } as object } }
    const { agents, received } = await startHosts(answers)
    const here = createHereClient(() => 'any-token', { ...agents, proxy: false })
    const waiting = pollHereJob(here, { data: accepted, headers: {}, config: {} } as AxiosResponse)
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(3))
    answers[statusLine] = { status: 200, body: { matrixId: '1', matrix: {} } }
    expect((await waiting).data).toEqual({ matrixId: '1', matrix: {} })
    const lost = pollHereJob(here, { data: { status: 'inProgress' }, headers: {}, config: {} } as AxiosResponse)
    await expect(lost).rejects.toThrow('is inProgress, and there is no status URL')
  })
})

describe('a job', () => {
  const started = { statusId: '1', href: 'https://tourplanning.hereapi.com/v3/status/1' }
  const startedAs = (data: unknown, config: object = { url: '/v3/problems/async', method: 'post' }): AxiosResponse =>
    ({ data, status: 202, statusText: '', headers: {}, config }) as AxiosResponse

  async function clientOf(...answers: unknown[]) {
    const asked: string[] = []
    const here = createHereClient(() => 'any-token', {
      adapter: async (config) => {
        asked.push(`${config.url} ${config.here?.scope ?? '-'}`)
        const data = answers.shift()
        return {
          data: typeof data === 'string' ? data : JSON.stringify(data),
          status: 200,
          statusText: 'OK',
          headers: {},
          config,
        }
      },
    })
    return { here, asked }
  }

  it('that is done and names no result gives its last answer', async () => {
    skipPauses()
    const { here } = await clientOf({ status: 'inProgress' }, { status: 'completed', resultsHref: 'x' })
    expect((await pollHereJob(here, startedAs(started))).data).toEqual({ status: 'completed', resultsHref: 'x' })
  })

  it.each(['<html>', '', 'null'])('that is answered with %j has failed', async (answer) => {
    skipPauses()
    const { here } = await clientOf(answer)
    const failed = pollHereJob(here, startedAs(started))
    await expect(failed).rejects.toMatchObject({
      code: 'ERR_HERE_JOB',
      message: 'The job of POST /v3/problems/async ended with a response that is not a result',
    })
  })

  it('is asked for with the scope that it was started with, at the host that was asked where URLs are relative', async () => {
    skipPauses()
    const { here, asked } = await clientOf({ status: 'completed', resultUrl: '/v8/matrix/1' }, { matrixId: '1' })
    const scope = 'hrn:here:authorization::realm:project/name'
    const config = {
      method: 'post',
      url: '/v8/matrix',
      baseURL: 'https://region-1.router.hereapi.com',
      here: { scope },
    }
    await pollHereJob(here, startedAs({ status: 'accepted', statusUrl: '/v8/matrix/1/status' }, config))
    expect(asked).toEqual([
      `https://region-1.router.hereapi.com/v8/matrix/1/status ${scope}`,
      `https://region-1.router.hereapi.com/v8/matrix/1 ${scope}`,
    ])
  })

  it('at a gateway is asked for below its path', async () => {
    skipPauses()
    const { here, asked } = await clientOf(
      { status: 'success', resource: { href: '/v3/problems/1/solution' } },
      { tours: [] },
    )
    const config = { method: 'post', url: '/v3/problems/async', baseURL: 'https://gw.example.com/here/' }
    await pollHereJob(here, startedAs({ statusId: '1', href: '/v3/status/1' }, config))
    expect(asked.map((line) => line.split(' ')[0])).toEqual([
      'https://gw.example.com/here/v3/status/1',
      'https://gw.example.com/here/v3/problems/1/solution',
    ])
  })

  it('whose first answer cannot be read, or whose onProgress fails, is told of', async () => {
    const { here } = await clientOf({ status: 'inProgress' })
    await expect(pollHereJob(here, startedAs('<html>'))).rejects.toMatchObject({ code: 'ERR_HERE_JOB' })
    const onProgress = async (): Promise<never> => Promise.reject(new Error('own'))
    await expect(pollHereJob(here, startedAs(started), { onProgress })).rejects.toThrow('own')
  })

  it('can have its result typed', async () => {
    skipPauses()
    const { here } = await clientOf({ status: 'success', resource: { href: 'https://x.hereapi.com/1' } }, { tours: [] })
    const { data } = await pollHereJob<{ tours: string[] }>(here, startedAs(started))
    expectTypeOf(data).toEqualTypeOf<{ tours: string[] }>()
    expect(data).toEqual({ tours: [] })
  })

  it('whose Retry-After is an hour is asked for after a minute', async () => {
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
    await pollHereJob(here, await here.post('/v8/matrix', question))
    expect(pauses).toEqual([500, 60_000])
  })
})

it('a client whose interceptors unwrap answers can wait as well', async () => {
  skipPauses()
  const { here } = await startClient()
  const started = await here.post('/v8/matrix', question)
  here.interceptors.response.use((response) => response.data)
  expect(await pollHereJob(here, started)).toHaveProperty('matrix')

  const { here: other } = await startClient()
  other.interceptors.response.use(({ data, status }) => ({ data, status }) as AxiosResponse)
  const answer = await pollHereJob(other, await other.post('/v8/matrix', question))
  expect(answer.data).toHaveProperty('matrix')
})
