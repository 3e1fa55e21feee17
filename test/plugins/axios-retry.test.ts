import axiosRetry from 'axios-retry'
import { describe, expect, it } from 'vitest'
import { search, startClient } from '../support/emulator.ts'

const retryDelay = (): number => 0

describe('axios-retry of the application', () => {
  it('does not multiply attempts, and has its callbacks called', async () => {
    const { here, emulator } = await startClient()
    const retries: number[] = []
    let exceeded = 0
    axiosRetry(here as never, {
      retries: 3,
      retryDelay,
      onRetry: (count) => void retries.push(count),
      onMaxRetryTimesExceeded: () => {
        exceeded += 1
      },
    })
    emulator.fail({ status: 503, times: 100, when: '/v1/discover' })
    const request = { params: search, 'axios-retry': { retryDelay } }
    await expect(here.get('/v1/discover', request)).rejects.toMatchObject({ status: 503 })
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(4)
    expect(exceeded).toBeGreaterThan(0)
    expect(retries.length).toBeLessThanOrEqual(3)
  })

  it('retries when the retries of the client are off', async () => {
    const { here, emulator } = await startClient({ 'axios-retry': { retries: 0 } })
    axiosRetry(here as never, { retries: 2, retryDelay })
    emulator.fail({ status: 503, times: 2, when: '/v1/discover' })
    const { status } = await here.get('/v1/discover', { params: search, 'axios-retry': { retries: 2, retryDelay } })
    expect(status).toBe(200)
  })

  it('decides alone: its callbacks and the interceptors run for each attempt, as in plain axios', async () => {
    const { here, emulator, events } = await startClient({ 'axios-retry': { retries: 7 } })
    const retries: number[] = []
    let exceeded = 0
    let requests = 0
    axiosRetry(here as never, {
      retries: 2,
      retryDelay: () => 0,
      onRetry: (count) => void retries.push(count),
      onMaxRetryTimesExceeded: () => {
        exceeded += 1
      },
    })
    here.interceptors.request.use((config) => {
      requests += 1
      return config
    })
    emulator.fail({ status: 503, times: 100, when: '/v1/discover' })
    const request = { params: search, 'axios-retry': { retries: 2 } }
    await expect(here.get('/v1/discover', request)).rejects.toMatchObject({ status: 503 })
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(3)
    expect({ retries, exceeded, requests }).toEqual({ retries: [1, 2], exceeded: 1, requests: 3 })
    expect(events.filter(({ type }) => type === 'retry')).toEqual([])
  })
})
