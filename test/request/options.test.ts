import axios from 'axios'
import { expect, it } from 'vitest'
import { createHereClient } from '../../src/index.ts'

it.each([
  ['here.service', { service: 'x' }],
  ['here.scope', { scope: 7 }],
  ['here.region', { region: 'china' }],
  ['here', 'scope'],
])('a request with a wrong %s rejects with an AxiosError that names the option', async (name, options) => {
  const here = createHereClient(() => 'a.token')
  const error = await here.get('/v1/discover', { here: options as never }).catch((reason) => reason)
  expect(error).toMatchObject({ name: 'AxiosError', code: 'ERR_BAD_OPTION_VALUE', config: { url: '/v1/discover' } })
  expect(error.message).toContain(name)
})

it('a request that names no service uses the service of the client', async () => {
  const urls: string[] = []
  const here = createHereClient(() => 'a.token', {
    adapter: async (config) => {
      urls.push(axios.getUri(config))
      return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
    },
    here: { service: 'routing' },
  })
  await here.get('/v1/of/mine')
  await here.get('/v1/of/mine', { here: { service: 'discover' } })
  expect(urls).toEqual(['https://router.hereapi.com/v1/of/mine', 'https://discover.search.hereapi.com/v1/of/mine'])
})
