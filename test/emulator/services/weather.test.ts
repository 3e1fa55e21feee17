import { describe, expect, it } from 'vitest'
import { startPlainClient } from '../plain-client.ts'

describe('weather', () => {
  const location = '52.53,13.38'

  it('each product is in its own field, and some numbers are strings as at HERE', async () => {
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

  it('a report accepts the name of a city, a ZIP code and imperial units', async () => {
    const { here } = await startPlainClient()
    const observe = async (params: object) =>
      (await here.get('/v3/report', { params: { products: 'observation', ...params } })).data.places[0].observations[0]
    expect((await observe({ q: 'Paris' })).place.address.city).toBe('Paris')
    expect((await observe({ zipCode: '60602' })).place.address.countryCode).toBe('USA')
    const [celsius, fahrenheit] = [await observe({ location }), await observe({ location, units: 'imperial' })]
    expect(fahrenheit.temperature).toBeCloseTo(celsius.temperature * 1.8 + 32, 1)
  })

  it.each([
    ['without products', { location }],
    ['with an unknown product', { products: 'mood', location }],
    ['without a place', { products: 'observation' }],
    ['with a malformed location', { products: 'observation', location: 'there' }],
    ['with unknown units', { products: 'observation', location, units: 'cubits' }],
  ])('a weather request %s gets 400 with HERE’s code', async (_, params) => {
    const { here } = await startPlainClient()
    const response = await here.get('/v3/report', { params })
    expect(response).toMatchObject({ status: 400, data: { code: expect.stringMatching(/^E611\d{3}$/), status: 400 } })
  })
})
