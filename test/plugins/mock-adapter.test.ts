import MockAdapter from 'axios-mock-adapter'
import { expect, it } from 'vitest'
import { createHereClient, type HereClient } from '../../src/index.ts'

// Its CommonJS types expect the CommonJS types of axios; an instance of plain axios would cause the same type error here.
const mockOf = (here: HereClient): MockAdapter => new MockAdapter(here as never)

it('axios-mock-adapter on the client responds to requests by path, and sees their token', async () => {
  const here = createHereClient(() => 'any-token')
  const mock = mockOf(here)
  mock.onGet('/v1/discover').reply(200, { items: [] })
  expect((await here.get('/v1/discover', { params: { q: 'x' } })).data).toEqual({ items: [] })
  expect(mock.history.get?.[0]?.headers?.Authorization).toBe('Bearer any-token')
})

it('axios-mock-adapter gets the token request, and another one after it has responded with 401', async () => {
  const here = createHereClient({ accessKeyId: 'id', accessKeySecret: 'secret' })
  const mock = mockOf(here)
  mock.onPost(/\/oauth2\/token$/).reply(200, { access_token: 'mocked', token_type: 'bearer', expires_in: 3600 })
  mock.onGet('/v1/discover').replyOnce(401).onGet('/v1/discover').reply(200, { items: [] })
  expect((await here.get('/v1/discover')).status).toBe(200)
  expect(mock.history.post).toHaveLength(2)
})

it('axios-mock-adapter is named in the error when it does not respond to the token request', async () => {
  const here = createHereClient({ accessKeyId: 'id', accessKeySecret: 'secret' })
  mockOf(here).onGet('/v1/discover').reply(200)
  await expect(here.get('/v1/discover')).rejects.toThrow(/mock adapter must respond to it too/)
})

it('axios-mock-adapter may respond without headers, and the caller gets an AxiosError', async () => {
  const here = createHereClient(() => 'any-token')
  mockOf(here).onGet('/v8/routes').reply(404).onAny().reply(503)
  const notFound = here.get('/v8/routes')
  await expect(notFound).rejects.toMatchObject({ isAxiosError: true, response: { status: 404 } })
  const unavailable = here.get('/v8/isolines', { 'axios-retry': { retryDelay: () => 0 } })
  await expect(unavailable).rejects.toMatchObject({ isAxiosError: true, response: { status: 503 } })
})
