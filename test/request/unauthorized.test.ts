import type { AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { carriedToken } from '../../src/request/unauthorized.ts'
import { createUnauthorizedEndpoints } from '../../src/request/unauthorized-endpoints.ts'
import { stopClock } from '../support/clock.ts'
import { search, startClient } from '../support/emulator.ts'

const scope = 'hrn:here:authorization::realm:project/name'

it('an endpoint is paused from its second refusal on, longer each time', () => {
  const clock = stopClock()
  const refusals = createUnauthorizedEndpoints()
  const pauses: number[] = []
  for (let refusal = 1; refusal <= 8; refusal += 1) {
    refusals.add('a', `token ${refusal}`)
    let pause = 0
    for (; refusals.isPaused('a'); pause += 500) clock.forward(500)
    pauses.push(pause)
    expect(refusals.isPaused('b')).toBe(false)
  }
  expect(pauses).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

it('many refusals of one token count as one', () => {
  const refusals = createUnauthorizedEndpoints()
  for (let request = 0; request < 100; request += 1) refusals.add('a', 'the same')
  expect(refusals.isPaused('a')).toBe(false)
})

it('an endpoint is forgotten a minute after its pause', () => {
  const clock = stopClock()
  const refusals = createUnauthorizedEndpoints()
  for (const token of ['1', '2', '3']) refusals.add('a', token)
  clock.forward(2000 + 59_999)
  refusals.add('b', '4')
  refusals.add('a', '4')
  expect(refusals.isPaused('a')).toBe(true)
  clock.forward(4000 + 60_000)
  refusals.add('a', '5')
  expect(refusals.isPaused('a')).toBe(false)
})

describe('a 401', () => {
  it('that never ends, the first request of a path renews and so does the second, then there is a pause that grows', async () => {
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
    // Another path, or project, is not concerned, nor is a token that another request has renewed.
    await here.tokens.invalidate(await here.tokens.getToken())
    await here.get('/v1/geocode', { params: { q: 'Berlin' } })
    const before = emulator.requestsTo('/oauth2/token').length
    await expect(here.get('/v1/discover', { params: search, here: { scope } })).rejects.toThrow()
    expect(emulator.requestsTo('/oauth2/token').length - before).toBe(2)
  })

  it('that never ends, a storm of them counts as one, and after a minute of calm the path is forgotten', async () => {
    const clock = stopClock()
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 400 })
    const storm = () =>
      Promise.allSettled(Array.from({ length: 100 }, () => here.get('/v1/discover', { params: search })))
    const results = await storm()
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(2)
    await storm()
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(3)
    clock.forward(62_000)
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    emulator.revokeTokens()
    await here.get('/v1/discover', { params: search })
    expect(emulator.requestsTo('/oauth2/token')).toHaveLength(5)
  })

  it('while a path is paused, others of its host recover', async () => {
    const { here, emulator } = await startClient()
    emulator.fail({ status: 401, body: {}, when: '/v1/browse', times: 100 })
    for (let call = 0; call < 3; call += 1) await here.get('/v1/browse', { params: search }).catch(() => {})
    emulator.revokeTokens()
    expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
  })

  it('while a path is paused, a token that was renewed meanwhile is used all the same', async () => {
    const { here, emulator } = await startClient()
    const refuse = (times: number) => emulator.fail({ status: 401, body: {}, when: '/v1/discover', times })
    refuse(4)
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

describe('whether the token was sent', () => {
  it.each<[string, unknown, boolean]>([
    [
      'by Node’s last request, with it',
      { getHeader: (name: string) => (name === 'authorization' ? 'x' : undefined) },
      true,
    ],
    ['by Node’s last request, without', { getHeader: () => undefined }, false],
    ['by an XMLHttpRequest', {}, true],
    ['by an adapter that tells nothing', undefined, true],
  ])('%s', (_, request, expected) => {
    expect(carriedToken({ request } as AxiosResponse)).toBe(expected)
  })
})
