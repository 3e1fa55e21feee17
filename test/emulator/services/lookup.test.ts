import { describe, expect, it } from 'vitest'
import { startPlainClient } from '../plain-client.ts'

describe('API Lookup', () => {
  const hrn = 'hrn:here:data::olp-here:rib-2'

  it('API Lookup leads to the data of a catalog at the same origin', async () => {
    const { here, emulator } = await startPlainClient()
    const { data, headers } = await here.get(`/lookup/v1/resources/${hrn}/apis`)
    expect(headers['cache-control']).toMatch(/max-age=\d+/)
    const baseOf = (name: string): string => data.find(({ api }: { api: string }) => api === name).baseURL
    expect(baseOf('metadata')).toBe(`${emulator.url}/metadata/v1/catalogs/${hrn}`)
    expect((await here.get(`${baseOf('metadata')}/versions/latest`)).data).toEqual({ version: 3 })
    const { partitions } = (await here.get(`${baseOf('metadata')}/layers/streets/partitions`)).data
    const blob = await here.get(`${baseOf('blob')}/layers/streets/data/${partitions[0].dataHandle}`)
    expect(blob.data).toMatchObject({ layer: 'streets', partition: partitions[0].partition })
    const [config] = (await here.get('/lookup/v1/platform/apis/config/v1')).data
    const catalog = await here.get(`${config.baseURL}/catalogs/${encodeURIComponent(hrn)}`)
    expect(catalog.data).toMatchObject({ id: 'rib-2', hrn, layers: expect.any(Array) })
  })

  it('API Lookup returns a single API, or an error when it is unknown', async () => {
    const { here } = await startPlainClient()
    const path = `/lookup/v1/resources/${encodeURIComponent(hrn)}/apis`
    expect((await here.get(`${path}/metadata/v1`)).data).toMatchObject([{ api: 'metadata', version: 'v1' }])
    const errors = [
      [`${path}/metadata/v9`, 404],
      ['/lookup/v1/platform/apis/none/v1', 404],
      ['/lookup/v1/resources/hrn:here:pipeline::olp-here:one/apis', 404],
      ['/lookup/v1/resources/nonsense/apis', 400],
    ] as const
    for (const [url, code] of errors) {
      const response = await here.get(url)
      expect(response).toMatchObject({ status: code, data: { code, message: expect.any(String) } })
    }
  })
})
