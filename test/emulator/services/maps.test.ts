import { inflateSync } from 'node:zlib'
import type { AxiosInstance } from 'axios'
import { describe, expect, it } from 'vitest'
import { startPlainClient } from '../plain-client.ts'

interface Pixels {
  width: number
  height: number
  at(column: number, row: number): number[]
}

async function getPicture(here: AxiosInstance, path: string): Promise<Pixels> {
  const { data, headers } = await here.get<Buffer>(path, { responseType: 'arraybuffer' })
  expect(headers['content-type']).toBe('image/png')
  expect(data.subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'))
  const [width, height] = [data.readUInt32BE(16), data.readUInt32BE(20)]
  const start = data.indexOf('IDAT')
  const rows = inflateSync(data.subarray(start + 4, start + 4 + data.readUInt32BE(start - 4)))
  expect(rows).toHaveLength(height * (1 + width * 4))
  return {
    width,
    height,
    at: (column, row) => [...rows.subarray(row * (1 + width * 4) + 1 + column * 4).subarray(0, 4)],
  }
}

describe('map tiles', () => {
  it('tiles are PNG images of the requested size, the same for each request', async () => {
    const { here } = await startPlainClient()
    const path = '/v3/base/mc/14/8802/5373/png'
    const tile = await getPicture(here, path)
    expect([tile.width, tile.height]).toEqual([256, 256])
    expect((await getPicture(here, `${path}?size=512`)).width).toBe(512)
    const bytes = async (): Promise<Buffer> => (await here.get(path, { responseType: 'arraybuffer' })).data
    expect(await bytes()).toEqual(await bytes())
    const colours = new Set(Array.from({ length: 256 }, (_, column) => String(tile.at(column, 100))))
    expect(colours.size).toBeGreaterThan(3)
  })

  it('adjacent tiles show adjacent parts of one map', async () => {
    const { here } = await startPlainClient()
    const centre = `${Math.atan(Math.sinh(Math.PI * (1 - (2 * 5373.5) / 2 ** 14))) * (180 / Math.PI)},${(8803 / 2 ** 14) * 360 - 180}`
    const whole = await getPicture(here, `/mia/v3/base/mc/center:${centre};zoom=14/512x256/png`)
    const [left, right] = [
      await getPicture(here, '/v3/base/mc/14/8802/5373/png'),
      await getPicture(here, '/v3/base/mc/14/8803/5373/png'),
    ]
    let different = 0
    for (let row = 0; row < 256; row += 16) {
      for (let column = 0; column < 256; column += 16) {
        const pairs = [
          [whole.at(column, row), left.at(column, row)],
          [whole.at(256 + column, row), right.at(column, row)],
        ]
        for (const [a = [], b = []] of pairs)
          if (a.some((value, channel) => Math.abs(value - (b[channel] ?? 0)) > 12)) different += 1
      }
    }
    expect(different).toBeLessThan(10)
  })

  it('maps are available at the legacy path and for boxes and circles', async () => {
    const { here } = await startPlainClient()
    expect((await getPicture(here, '/maptile/2.1/maptile/newest/normal.day/12/2200/1343/256/png8')).width).toBe(256)
    expect((await getPicture(here, '/mia/v3/base/mc/bbox:13.3,52.5,13.4,52.6/300x200/png')).height).toBe(200)
    expect((await getPicture(here, '/mia/v3/base/mc/center:52.5,13.4;r=500/64x64/png')).width).toBe(64)
    expect((await getPicture(here, '/v3/label/mc/12/2200/1343/png')).at(9, 9)).toEqual([0, 0, 0, 0])
    expect((await here.get('/v3/info')).data).toMatchObject({ imageFormats: ['png', 'png8'], projections: ['mc'] })
  })

  it.each([
    ['an unsupported format', '/v3/base/mc/13/4400/2686/jpeg', 'format'],
    ['a column outside the map', '/v3/base/mc/2/4/0/png', 'column'],
    ['a row outside the map', '/v3/base/mc/2/0/4/png', 'row'],
    ['a zoom level above the maximum', '/v3/base/mc/21/0/0/png', 'zoom'],
    ['an unsupported tile size', '/v3/base/mc/2/0/0/png?size=300', 'size'],
    ['an unknown resource', '/v3/moon/mc/2/0/0/png', 'resource'],
    ['a malformed view', '/mia/v3/base/mc/here/100x100/png', 'view'],
    ['a malformed image size', '/mia/v3/base/mc/center:1,2;zoom=3/100/png', 'size'],
  ])('a map request with %s gets 400 with HERE’s code', async (_, path, parameter) => {
    const { here } = await startPlainClient()
    expect(await here.get(path)).toMatchObject({ status: 400, data: { code: 'E622002', parameter } })
  })
})
