import type { WeatherAlert, WeatherPlace, WeatherReport, WeatherReportResponse } from '../../../api/weather.ts'
import { addressNear, cityIn } from '../../world/cities.ts'
import { weatherAt } from '../../world/climate.ts'
import { type LatLng, parsePoint } from '../../world/geography.ts'
import { day, hour, usualTime } from '../../world/time.ts'
import { serviceError } from '../http/errors.ts'
import type { EmulatorRequest } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import { astronomyItem } from './astronomy.ts'
import {
  dailyItem,
  daySegmentItems,
  daySegments,
  hourlyItem,
  observationItem,
  type Units,
  weekdayOf,
} from './forecasts.ts'

/** HERE's Weather v3. */
export const weatherService: Service = { paths: { '/v3/report': { GET: handleReport } } }

type Product = (at: LatLng, units: Units) => WeatherReport

// Each product has its own field in the response, not always of the same name.
const products: Record<string, Product> = {
  observation: (at, units) => ({
    observations: [{ place: weatherPlace(at), ...observationItem(at, units), activeAlerts: alertsAt(at).length }],
  }),
  forecast7days: (at, units) => ({
    extendedDailyForecasts: [
      { place: weatherPlace(at), forecasts: days().flatMap((time) => daySegmentItems(at, time, units)) },
    ],
  }),
  forecast7daysSimple: (at, units) => ({
    dailyForecasts: [{ place: weatherPlace(at), forecasts: days().map((time) => dailyItem(at, time, units)) }],
  }),
  forecastHourly: (at, units) => ({
    hourlyForecasts: [{ place: weatherPlace(at), forecasts: hours().map((time) => hourlyItem(at, time, units)) }],
  }),
  forecastAstronomy: (at) => ({
    astronomyForecasts: [{ place: weatherPlace(at), forecasts: days().map((time) => astronomyItem(at, time)) }],
  }),
  alerts: (at) => ({ alerts: alertsAt(at) }),
  nwsAlerts: () => ({ nwsAlerts: { warnings: [], watches: [] } }),
}

function handleReport({ query }: EmulatorRequest): EmulatorResponse {
  const requested = (query.get('products') ?? '').split(',').filter((name) => name !== '')
  if (requested.length === 0) return weatherError('E611119', "Parameter 'products' is missing.")
  if (!requested.every((name) => Object.hasOwn(products, name))) {
    return weatherError('E611119', `'products' must be of ${Object.keys(products).join(', ')}.`)
  }
  const at = readLocation(query)
  if (at === undefined) return weatherError('E611120', "One of 'location', 'q' and 'zipCode' must name a place.")
  const units = query.get('units') ?? 'metric'
  if (units !== 'metric' && units !== 'imperial') {
    return weatherError('E611121', "'units' must be metric or imperial.")
  }
  const places = requested.map((name) => (products[name] as Product)(at, units))
  return { body: { places } satisfies WeatherReportResponse }
}

function readLocation(query: URLSearchParams): LatLng | undefined {
  if (query.has('location')) return parsePoint(query.get('location'))
  const words = query.get('q')
  if (words) return cityIn(words)
  // ZIP codes are those of the United States, so each is mapped to a point there.
  const [, code] = /^(\d{5})$/.exec(query.get('zipCode') ?? '') ?? []
  if (code === undefined) return undefined
  return { lat: 30 + (Number(code) % 170) / 10, lng: -75 - Math.floor(Number(code) / 2000) }
}

// At most one alert: for the first hour of high winds.
function alertsAt(at: LatLng): WeatherAlert[] {
  const windy = hours().find((time) => weatherAt(at, time).wind > 29)
  if (windy === undefined) return []
  const segment = daySegments[Math.floor(new Date(windy).getUTCHours() / 6)] as string
  return [
    {
      place: weatherPlace(at),
      type: 7,
      description: 'High winds are to be expected.',
      timeSegments: [{ segment, weekday: weekdayOf(windy) }],
    },
  ]
}

function weatherPlace(at: LatLng): WeatherPlace {
  const { countryCode, countryName, state, city } = addressNear(at)
  return { address: { countryCode, countryName, state, city }, location: { lat: at.lat, lng: at.lng }, distance: 0 }
}

// The days and hours of a forecast.
function days(): number[] {
  const first = Math.floor(usualTime / day) * day
  return Array.from({ length: 7 }, (_, index) => first + index * day)
}

function hours(): number[] {
  return Array.from({ length: 7 * 24 }, (_, index) => usualTime + index * hour)
}

function weatherError(code: string, cause: string): EmulatorResponse {
  return serviceError({ title: 'Invalid Request', code, cause, action: 'Correct the request.' })
}
