import type { AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { carriedToken } from '../../src/request/unauthorized.ts'
import { createUnauthorizedEndpoints } from '../../src/request/unauthorized-endpoints.ts'
import { stopClock } from '../support/clock.ts'
import { search, startClient } from '../support/emulator.ts'

const scope = 'hrn:here:authorization::realm:project/name'

it('an endpoint is paused from its second rejected token on, longer each time', () => {
  const clock = stopClock()
  const endpoints = createUnauthorizedEndpoints()
  const pauses: number[] = []
  for (let rejected = 1; rejected <= 8; rejected += 1) {
    endpoints.add('a', `token ${rejected}`)
    let pause = 0
    for (; endpoints.isPaused('a'); pause += 500) clock.forward(500)
    pauses.push(pause)
    expect(endpoints.isPaused('b')).toBe(false)
  }
  expect(pauses).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

it('many rejections of one token count as one', () => {
  const endpoints = createUnauthorizedEndpoints()
  for (let request = 0; request < 100; request += 1) endpoints.add('a', 'the same')
  expect(endpoints.isPaused('a')).toBe(false)
})

it('an endpoint is forgotten a minute after its pause', () => {
  const clock = stopClock()
  const endpoints = createUnauthorizedEndpoints()
  for (const token of ['1', '2', '3']) endpoints.add('a', token)
  clock.forward(2000 + 59_999)
  endpoints.add('b', '4')
  endpoints.add('a', '4')
  expect(endpoints.isPaused('a')).toBe(true)
  clock.forward(4000 + 60_000)
  endpoints.add('a', '5')
  expect(endpoints.isPaused('a')).toBe(false)
})

describe('an endpoint that always responds with 401', () => {
  it('causes a refresh for each of its first two requests, and then one after each of the growing pauses', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 1000 })
    const tokenRequests = async (): Promise<number> => {
      const before = emulator.requestsTo('/oauth2/token').length
      for (let call = 0; call < 5; call += 1) {
        await expect(here.get('/v1/discover', { params: search })).rejects.toMatchObject({ status: 401 })
        clock.forward(1)
      }
      return emulator.requestsTo('/oauth2/token').length - before
    }
    // The first token, and one for each of two calls.
    expect(await tokenRequests()).toBe(3)
    const pauses: number[] = []
    for (let pause = 0; pauses.length < 7; pause += 500) {
      if ((await tokenRequests()) > 0) {
        pauses.push(Math.round(pause / 1000))
        pause = 0
      }
      clock.forward(495)
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30])
    // Another path or project is not paused, nor is a request for which the token was refreshed already.
    await here.tokens.invalidate(await here.tokens.getToken())
    await here.get('/v1/geocode', { params: { q: 'Berlin' } })
    const before = emulator.requestsTo('/oauth2/token').length
    await expect(here.get('/v1/discover', { params: search, here: { scope } })).rejects.toThrow()
    expect(emulator.requestsTo('/oauth2/token').length - before).toBe(2)
  })

  it('counts 100 concurrent requests as one rejection, and is forgotten after a minute', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 400 })
    const sendMany = () =>
      Promise.allSettled(Array.from({ length: 100 }, () => here.get('/v1/discover', { params: search })))
    const results = await sendMany()
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
    await sendMany()
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(3)
    clock.forward(62_000)
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(5)
  })

  it('does not keep other paths of its host from a refresh while it is paused', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/browse', times: 100 })
    for (let call = 0; call < 3; call += 1) await here.get('/v1/browse', { params: search }).catch(() => {})
    emulator.revokeTokens()
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
  })

  it('gets a token that was refreshed meanwhile, also while it is paused', async () => {
    const { here, emulator } = await startClient()
    const rejectNext = (times: number) => emulator.fail({ status: 401, body: {}, when: '/v1/discover', times })
    rejectNext(4)
    await here.get('/v1/discover', { params: search }).catch(() => {})
    await here.get('/v1/discover', { params: search }).catch(() => {})
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', delay: 100 })
    const late = here.get('/v1/discover', { params: search })
    await new Promise((resolve) => setTimeout(resolve, 30))
    emulator.revokeTokens()
    await here.get('/v1/geocode', { params: { q: 'Berlin' } }).catch(() => {})
    await here.tokens.invalidate(await here.tokens.getToken())
    await here.tokens.getToken()
    expect((await late).status).toBe(200)
  })
})

describe('carriedToken', () => {
  it.each<[string, unknown, boolean]>([
    [
      'Node’s last request has an Authorization header',
      { getHeader: (name: string) => (name === 'authorization' ? 'x' : undefined) },
      true,
    ],
    ['Node’s last request has no Authorization header', { getHeader: () => undefined }, false],
    ['it was sent by an XMLHttpRequest', {}, true],
    ['the adapter does not show its request', undefined, true],
  ])('decides whether the token was sent when %s', (_, request, expected) => {
    expect(carriedToken({ request } as AxiosResponse)).toBe(expected)
  })
})

it('an endpoint is forgotten by its own time, also behind one that is paused for longer', () => {
  const clock = stopClock()
  const endpoints = createUnauthorizedEndpoints()
  for (let token = 1; token <= 8; token += 1) endpoints.add('long', `long ${token}`)
  endpoints.add('short', 'short 1')
  clock.forward(60_001)
  endpoints.add('short', 'short 2')
  expect(endpoints.isPaused('short')).toBe(false)
})
