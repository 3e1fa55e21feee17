import { describe, expect, it } from 'vitest'
import { startPlainClient } from './plain-client.ts'

describe('multi-revgeocode', () => {
  it('answers each line on its own', async () => {
    const { here } = await startPlainClient()
    const headers = { 'Content-Type': 'text/plain; charset=UTF-8' }
    const { data } = await here.post('/v1/multi-revgeocode', 'id=1&at=52.4,13.4\nid=2&at=x\r\n', { headers })
    expect(data.results).toMatchObject([
      { id: '1', items: [{ address: { city: 'Berlin' } }] },
      { id: '2', error: { title: expect.stringContaining("'at'") } },
    ])
    const many = 'id=1&at=1,2\n'.repeat(101)
    for (const [body, type] of [
      [many, 'text/plain'],
      ['', 'text/plain'],
      ['id=1&at=1,2', 'text/csv'],
    ] as const) {
      const answer = await here.post('/v1/multi-revgeocode', body, { headers: { 'Content-Type': type } })
      expect(answer).toMatchObject({ status: 400, data: { title: 'Illegal input for parameter' } })
    }
  })
})

describe('weather', () => {
  const location = '52.53,13.38'

  it('gives each product in its own field, with the texts that HERE has for some numbers', async () => {
    const { here } = await startPlainClient()
    const products = [
      'observation',
      'forecast7days',
      'forecast7daysSimple',
      'forecastHourly',
      'forecastAstronomy',
      'alerts',
      'nwsAlerts',
    ]
    const { places } = (await here.get('/v3/report', { params: { products, location } })).data
    expect(places.map((place: object) => Object.keys(place)[0])).toEqual([
      'observations',
      'extendedDailyForecasts',
      'dailyForecasts',
      'hourlyForecasts',
      'astronomyForecasts',
      'alerts',
      'nwsAlerts',
    ])
    const decimal = expect.stringMatching(/^-?\d+\.\d\d$/)
    expect(places[0].observations[0]).toMatchObject({
      place: { address: { city: 'Berlin' } },
      temperature: expect.any(Number),
      comfort: decimal,
      highTemperature: decimal,
      lowTemperature: decimal,
      humidity: expect.stringMatching(/^\d+$/),
    })
    expect(places[1].extendedDailyForecasts[0].forecasts).toHaveLength(28)
    expect(places[2].dailyForecasts[0].forecasts).toHaveLength(7)
    expect(places[3].hourlyForecasts[0].forecasts).toHaveLength(168)
    expect(places[4].astronomyForecasts[0].forecasts[0]).toMatchObject({ sunRise: expect.stringMatching(/^0[78]:/) })
  })

  it('takes the name of a city, a ZIP code, and other units', async () => {
    const { here } = await startPlainClient()
    const ask = async (params: object) =>
      (await here.get('/v3/report', { params: { products: 'observation', ...params } })).data.places[0].observations[0]
    expect((await ask({ q: 'Paris' })).place.address.city).toBe('Paris')
    expect((await ask({ zipCode: '60602' })).place.address.countryCode).toBe('USA')
    const [celsius, fahrenheit] = [await ask({ location }), await ask({ location, units: 'imperial' })]
    expect(fahrenheit.temperature).toBeCloseTo(celsius.temperature * 1.8 + 32, 1)
  })

  it.each([
    ['without products', { location }],
    ['with an unknown product', { products: 'mood', location }],
    ['without a place', { products: 'observation' }],
    ['with a place that is none', { products: 'observation', location: 'there' }],
    ['with unknown units', { products: 'observation', location, units: 'cubits' }],
  ])('%s is 400 with HERE’s code', async (_, params) => {
    const { here } = await startPlainClient()
    const answer = await here.get('/v3/report', { params })
    expect(answer).toMatchObject({ status: 400, data: { code: expect.stringMatching(/^E611\d{3}$/), status: 400 } })
  })
})

describe('positioning', () => {
  const wlan = [{ mac: '00:1a:2b:3c:4d:5e' }, { mac: '00:1a:2b:3c:4d:5f' }]

  it('locates a device by what it sees, the same each time', async () => {
    const { here } = await startPlainClient()
    const ask = async (body: object, params = {}) => (await here.post('/v2/locate', body, { params })).data
    const first = await ask({ wlan })
    expect(first.location).toEqual({ lat: expect.any(Number), lng: expect.any(Number), accuracy: expect.any(Number) })
    expect(await ask({ wlan })).toEqual(first)
    const cell = await ask({ nr: [{ mcc: '262', mnc: '01', cid: 2 }] }, { desired: 'altitude' })
    expect(cell.location.accuracy).toBeGreaterThan(first.location.accuracy)
    expect(cell.location).toMatchObject({ alt: expect.any(Number), altAccuracy: expect.any(Number) })
    expect((await ask({ wlan: wlan.slice(1) }, { fallback: 'singleWifi' })).location).toBeDefined()
  })

  it.each<[string, unknown, number, string | undefined]>([
    ['nothing', {}, 400, 'body'],
    ['an unknown field', { wifi: wlan }, 400, 'body.wifi'],
    ['an empty list', { wlan: [] }, 400, 'body.wlan'],
    ['an address that is none', { wlan: [{ mac: 'x' }] }, 400, 'body.wlan[0].mac'],
    ['a cell without its id', { lte: [{ mcc: 262, mnc: 1 }] }, 400, 'body.lte[0]'],
    ['a cell id that is no number', { lte: [{ mcc: 262, mnc: 1, cid: 'x' }] }, 400, 'body.lte[0].cid'],
    ['one access point alone', { wlan: wlan.slice(1) }, 400, undefined],
    ['what nobody knows', { wlan: wlan.map(({ mac }) => ({ mac: mac.replace('00', '02') })) }, 404, undefined],
    ['what is no JSON', '{', 400, undefined],
    ['too much', { wlan: Array(2000).fill(wlan[0]) }, 413, undefined],
  ])('answers %s with HERE’s error', async (_, body, status, source) => {
    const { here } = await startPlainClient()
    const headers = { 'Content-Type': 'application/json' }
    const { data } = await here.post('/v2/locate', body, { headers })
    expect(data).toMatchObject({ status, code: `E606${status}`, correlationId: expect.any(String) })
    expect(data.details?.[0].source).toBe(source)
  })

  it('wants JSON', async () => {
    const { here } = await startPlainClient()
    const answer = await here.post('/v2/locate', 'wlan=1')
    expect(answer).toMatchObject({ status: 415, data: { code: 'E606415' } })
  })
})

describe('API Lookup', () => {
  const hrn = 'hrn:here:data::olp-here:rib-2'

  it('leads to the data of a catalog, at the same origin', async () => {
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

  it('gives one API, or says that it is unknown', async () => {
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
      const answer = await here.get(url)
      expect(answer).toMatchObject({ status: code, data: { code, message: expect.any(String) } })
    }
  })
})
