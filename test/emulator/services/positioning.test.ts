import { describe, expect, it } from 'vitest'
import { startPlainClient } from '../plain-client.ts'

describe('positioning', () => {
  const wlan = [{ mac: '00:1a:2b:3c:4d:5e' }, { mac: '00:1a:2b:3c:4d:5f' }]

  it('positioning locates a device by its measurements, the same for each request', async () => {
    const { here } = await startPlainClient()
    const locate = async (body: object, params = {}) => (await here.post('/v2/locate', body, { params })).data
    const first = await locate({ wlan })
    expect(first.location).toEqual({ lat: expect.any(Number), lng: expect.any(Number), accuracy: expect.any(Number) })
    expect(await locate({ wlan })).toEqual(first)
    const cell = await locate({ nr: [{ mcc: '262', mnc: '01', cid: 2 }] }, { desired: 'altitude' })
    expect(cell.location.accuracy).toBeGreaterThan(first.location.accuracy)
    expect(cell.location).toMatchObject({ alt: expect.any(Number), altAccuracy: expect.any(Number) })
    expect((await locate({ wlan: wlan.slice(1) }, { fallback: 'singleWifi' })).location).toBeDefined()
  })

  it.each<[string, unknown, number, string | undefined]>([
    ['an empty body', {}, 400, 'body'],
    ['an unknown field', { wifi: wlan }, 400, 'body.wifi'],
    ['an empty list', { wlan: [] }, 400, 'body.wlan'],
    ['a malformed MAC address', { wlan: [{ mac: 'x' }] }, 400, 'body.wlan[0].mac'],
    ['a cell without an id', { lte: [{ mcc: 262, mnc: 1 }] }, 400, 'body.lte[0]'],
    ['a cell id that is not a number', { lte: [{ mcc: 262, mnc: 1, cid: 'x' }] }, 400, 'body.lte[0].cid'],
    ['a single access point', { wlan: wlan.slice(1) }, 400, undefined],
    ['unknown access points', { wlan: wlan.map(({ mac }) => ({ mac: mac.replace('00', '02') })) }, 404, undefined],
    ['malformed JSON', '{', 400, undefined],
    ['a body that is too large', { wlan: Array(2000).fill(wlan[0]) }, 413, undefined],
  ])('positioning responds to %s with HERE’s error', async (_, body, status, source) => {
    const { here } = await startPlainClient()
    const headers = { 'Content-Type': 'application/json' }
    const { data } = await here.post('/v2/locate', body, { headers })
    expect(data).toMatchObject({ status, code: `E606${status}`, correlationId: expect.any(String) })
    expect(data.details?.[0].source).toBe(source)
  })

  it('positioning requires the content type JSON', async () => {
    const { here } = await startPlainClient()
    const response = await here.post('/v2/locate', 'wlan=1')
    expect(response).toMatchObject({ status: 415, data: { code: 'E606415' } })
  })
})
