import { expect, it } from 'vitest'
import { search, startClient } from '../support/emulator.ts'

// The refresh interceptor that many applications have: after a 401 it refreshes, marks the request and sends it again.
it('a refresh interceptor of the application sees only a 401 that the client could not recover from, and ends', async () => {
  const { here, emulator } = await startClient()
  let refreshed = 0
  here.interceptors.response.use(null, async (error) => {
    const { config, response } = error
    if (response?.status !== 401 || config.isSecondTime) throw error
    refreshed += 1
    return here.request({ ...config, isSecondTime: true })
  })
  await here.get('/v1/discover', { params: search })
  emulator.revokeTokens()
  expect((await here.get('/v1/discover', { params: search })).status).toBe(200)
  expect(refreshed).toBe(0)
  emulator.fail({ status: 401, body: {}, when: '/v1/discover', times: 100 })
  await expect(here.get('/v1/discover', { params: search })).rejects.toMatchObject({ status: 401 })
  expect(refreshed).toBe(1)
})
