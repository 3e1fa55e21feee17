import nock from 'nock'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHereClient } from '../../src/index.ts'

beforeEach(() => {
  nock.disableNetConnect()
})

afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
  nock.restore()
  nock.activate()
})

it('nock responds to token request and request, sees the token, and gets another token request after a 401', async () => {
  const tokens = nock('https://account.api.here.com')
    .post('/oauth2/token', 'grant_type=client_credentials')
    .matchHeader('authorization', /^OAuth /)
    .reply(200, { access_token: 'first', token_type: 'bearer', expires_in: 3600 })
    .post('/oauth2/token')
    .reply(200, { access_token: 'second', token_type: 'bearer', expires_in: 3600 })
  const service = nock('https://discover.search.hereapi.com')
    .get('/v1/discover?q=a')
    .matchHeader('authorization', 'Bearer first')
    .reply(401)
    .get('/v1/discover?q=a')
    .matchHeader('authorization', 'Bearer second')
    .reply(200, { items: [] })
  const here = createHereClient({ accessKeyId: 'id', accessKeySecret: 'secret' })
  expect((await here.get('/v1/discover', { params: { q: 'a' } })).data).toEqual({ items: [] })
  expect([tokens.isDone(), service.isDone()]).toEqual([true, true])
})
