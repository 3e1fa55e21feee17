import type { AxiosInstance } from 'axios'
import { wrapper } from 'axios-cookiejar-support'
import { CookieJar } from 'tough-cookie'
import { expect, it } from 'vitest'
import { search, startClient } from '../support/emulator.ts'

it('axios-cookiejar-support sends cookies beside the token, also with the replay after a 401', async () => {
  const { here, emulator } = await startClient()
  const jar = new CookieJar()
  const client = wrapper(here as unknown as AxiosInstance)
  client.defaults.jar = jar
  emulator.handle('/login', () => ({ headers: { 'Set-Cookie': 'session=1' }, body: {} }))
  await client.get('/login')
  emulator.revokeTokens()
  expect((await client.get('/v1/discover', { params: search })).status).toBe(200)
  const sent = emulator.requestsTo('/v1/discover').map(({ headers }) => headers)
  expect(sent.map(({ cookie }) => cookie)).toEqual(['session=1', 'session=1'])
  expect(new Set(sent.map(({ authorization }) => authorization)).size).toBe(2)
})
