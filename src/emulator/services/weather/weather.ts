import type {
  AstronomyItem,
  WeatherAlert,
  WeatherItem,
  WeatherPlace,
  WeatherReport,
  WeatherReportResponse,
} from '../../../api/weather.ts'
import { type LatLng, parsePoint } from '../../world/geography.ts'
import { smoothNoise } from '../../world/noise.ts'
import { addressNear, cityIn } from '../../world/places.ts'
import { usualTime } from '../../world/time.ts'
import { serviceError } from '../http/errors.ts'
import type { EmulatorRequest } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'

/** HERE's Weather v3. */
export const weatherService: Service = { paths: { '/v3/report': { GET: answerReport } } }

const hour = 3_600_000
const day = 24 * hour

type Product = (at: LatLng, units: Units) => WeatherReport

// Each product has a field of its own, some not named after it.
const products: Record<string, Product> = {
  observation: (at, units) => ({ observations: [{ place: placeOf(at), ...observation(at, units) }] }),
  forecast7days: (at, units) => ({
    extendedDailyForecasts: [{ place: placeOf(at), forecasts: days().flatMap((time) => segments(at, time, units)) }],
  }),
  forecast7daysSimple: (at, units) => ({
    dailyForecasts: [{ place: placeOf(at), forecasts: days().map((time) => dayOf(at, time, units)) }],
  }),
  forecastHourly: (at, units) => ({
    hourlyForecasts: [{ place: placeOf(at), forecasts: hours().map((time) => hourOf(at, time, units)) }],
  }),
  forecastAstronomy: (at) => ({
    astronomyForecasts: [{ place: placeOf(at), forecasts: days().map((time) => skyOf(at, time)) }],
  }),
  alerts: (at) => ({ alerts: alertsAt(at) }),
  nwsAlerts: () => ({ nwsAlerts: { warnings: [], watches: [] } }),
}

function answerReport({ query }: EmulatorRequest): EmulatorResponse {
  const wanted = (query.get('products') ?? '').split(',').filter((name) => name !== '')
  if (wanted.length === 0) return refuse('E611119', "Parameter 'products' is missing.")
  if (!wanted.every((name) => Object.hasOwn(products, name))) {
    return refuse('E611119', `'products' must be of ${Object.keys(products).join(', ')}.`)
  }
  const at = locate(query)
  if (at === undefined) return refuse('E611120', "One of 'location', 'q' and 'zipCode' must name a place.")
  const units = query.get('units') ?? 'metric'
  if (units !== 'metric' && units !== 'imperial') return refuse('E611121', "'units' must be metric or imperial.")
  const places = wanted.map((name) => (products[name] as Product)(at, units))
  return { body: { places } satisfies WeatherReportResponse }
}

function locate(query: URLSearchParams): LatLng | undefined {
  if (query.has('location')) return parsePoint(query.get('location'))
  const words = query.get('q')
  if (words) return cityIn(words)
  // Of the United States alone; each code is somewhere there.
  const [, code] = /^(\d{5})$/.exec(query.get('zipCode') ?? '') ?? []
  if (code === undefined) return undefined
  return { lat: 30 + (Number(code) % 170) / 10, lng: -75 - Math.floor(Number(code) / 2000) }
}

/** What the weather is at a place and time, in metric units. */
interface Weather {
  temperature: number
  humidity: number
  wind: number
  direction: number
  clouds: number
  /** Centimetres in an hour. */
  rain: number
  pressure: number
}

// Places near each other have nearly the same weather, and hours after each other too.
function weatherAt({ lat, lng }: LatLng, time: number): Weather {
  const days = time / day
  const noise = (seed: number, reach: number): number => smoothNoise(lat / reach + days / 2.3, lng / reach, seed)
  const season = Math.sin(((days - 80) / 365) * 2 * Math.PI) * Math.sign(lat || 1)
  const sun = Math.sin((((time / hour + lng / 15) % 24) / 24 - 0.33) * 2 * Math.PI)
  const clouds = noise(61, 4)
  const temperature = 28 - Math.abs(lat) * 0.45 + season * Math.abs(lat) * 0.17 + sun * 4 + (noise(62, 6) - 0.5) * 10
  return {
    temperature,
    humidity: Math.round(45 + clouds * 50),
    wind: 2 + noise(63, 3) * 30,
    direction: Math.round(noise(64, 8) * 359),
    clouds,
    rain: Math.max(0, Number(((clouds - 0.68) * 0.9).toFixed(2))),
    pressure: 1035 - clouds * 40,
  }
}

type Units = 'metric' | 'imperial'

interface Sky {
  upTo: number
  skyInfo: number
  skyDesc: string
  iconId: number
  iconName: string
}

// By how much of the sky is covered.
const skies: readonly Sky[] = [
  { upTo: 0.25, skyInfo: 1, skyDesc: 'Sunny', iconId: 1, iconName: 'sunny' },
  { upTo: 0.45, skyInfo: 7, skyDesc: 'Passing clouds', iconId: 2, iconName: 'mostlySunny' },
  { upTo: 0.6, skyInfo: 10, skyDesc: 'Partly cloudy', iconId: 4, iconName: 'partlyCloudy' },
  { upTo: 0.75, skyInfo: 17, skyDesc: 'Cloudy', iconId: 7, iconName: 'cloudy' },
  { upTo: 1.1, skyInfo: 18, skyDesc: 'Overcast', iconId: 7, iconName: 'overcast' },
]
// Clockwise from the north.
const winds = [
  ['North', 'N'],
  ['Northeast', 'NE'],
  ['East', 'E'],
  ['Southeast', 'SE'],
  ['South', 'S'],
  ['Southwest', 'SW'],
  ['West', 'W'],
  ['Northwest', 'NW'],
] as const
// Km/h at which each degree of Beaufort's scale begins.
const beaufort = [0, 1, 6, 12, 20, 29, 39, 50, 62, 75, 89, 103, 118]

// Some numbers are texts in HERE's answers: comfort, humidity, and the highest and lowest temperature.
function itemOf(at: LatLng, time: number, units: Units): WeatherItem {
  const { temperature, humidity, wind, direction, clouds, rain } = weatherAt(at, time)
  const { upTo: _, ...sky } = skies.find(({ upTo }) => clouds < upTo) as Sky
  const [windDesc, windDescShort] = winds[Math.round(direction / 45) % 8] as (typeof winds)[number]
  const mood = temperature < 5 ? 'Cold' : temperature < 15 ? 'Cool' : temperature < 24 ? 'Mild' : 'Warm'
  return {
    daylight: isDay(at, time) ? 'day' : 'night',
    description: `${sky.skyDesc}. ${mood}.`,
    ...sky,
    iconLink: `https://weather.hereapi.com/static/weather/icon/${sky.iconId}.png`,
    temperatureDesc: mood,
    comfort: degrees(temperature - wind / 12, units).toFixed(2),
    humidity: String(humidity),
    dewPoint: degrees(temperature - (100 - humidity) / 5, units),
    precipitationProbability: Math.round(clouds * 100),
    precipitationDesc: rain > 0 ? 'Rain' : '',
    rainFall: rain,
    snowFall: 0,
    windSpeed: units === 'metric' ? Number(wind.toFixed(2)) : Number((wind / 1.609).toFixed(2)),
    windDirection: direction,
    windDesc,
    windDescShort,
    beaufortScale: beaufort.filter((from) => wind >= from).length - 1,
    weekday: weekdays[new Date(time).getUTCDay()] as string,
    time: new Date(time).toISOString(),
  }
}

const daySegments = ['night', 'morning', 'afternoon', 'evening']
const weekdays = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa']

function observation(at: LatLng, units: Units): WeatherItem {
  const { weekday: _, ...item } = itemOf(at, usualTime, units)
  const { temperature, pressure, rain } = weatherAt(at, usualTime)
  return {
    ...item,
    temperature: degrees(temperature, units),
    ...extremes(at, usualTime, units),
    precipitation1H: rain,
    precipitation24H: Number((rain * 6).toFixed(2)),
    barometerPressure: Number(pressure.toFixed(1)),
    barometerTrend: weatherAt(at, usualTime + hour).pressure < pressure ? 'Falling' : 'Rising',
    visibility: 12,
    ageMinutes: 20,
    activeAlerts: alertsAt(at).length,
  }
}

function hourOf(at: LatLng, time: number, units: Units): WeatherItem {
  return { ...itemOf(at, time, units), temperature: degrees(weatherAt(at, time).temperature, units), visibility: 12 }
}

function dayOf(at: LatLng, time: number, units: Units): WeatherItem {
  const noon = time + 12 * hour
  const pressure = Number(weatherAt(at, noon).pressure.toFixed(1))
  return {
    ...itemOf(at, noon, units),
    ...extremes(at, time, units),
    daylight: 'day',
    uvIndex: Math.abs(at.lat) < 30 ? 7 : 3,
    barometerPressure: pressure,
    time: new Date(time).toISOString(),
  }
}

function segments(at: LatLng, time: number, units: Units): WeatherItem[] {
  return daySegments.map((daySegment, index) => ({
    ...hourOf(at, time + index * 6 * hour, units),
    daySegment,
  }))
}

function extremes(at: LatLng, time: number, units: Units): { highTemperature: string; lowTemperature: string } {
  const start = Math.floor(time / day) * day
  const all = Array.from({ length: 24 }, (_, index) => weatherAt(at, start + index * hour).temperature)
  return {
    highTemperature: degrees(Math.max(...all), units).toFixed(2),
    lowTemperature: degrees(Math.min(...all), units).toFixed(2),
  }
}

function skyOf(at: LatLng, time: number): AstronomyItem {
  const declination = 23.4 * Math.sin(((time / day - 80) / 365) * 2 * Math.PI)
  const cosine = -Math.tan((at.lat * Math.PI) / 180) * Math.tan((declination * Math.PI) / 180)
  const half = Math.acos(Math.max(-1, Math.min(1, cosine))) * (12 / Math.PI)
  // From new moon to new moon: -1 and 1 are full, 0 is new.
  const age = ((time - Date.parse('2026-01-18T20:00:00Z')) / day / 29.53) % 1
  const moonPhase = Number((((((age * 2) % 2) + 3) % 2) - 1).toFixed(3))
  const moonRise = (6 + (moonPhase + 1) * 12) % 24
  return {
    sunRise: clock(12 - half),
    sunSet: clock(12 + half),
    moonRise: clock(moonRise),
    moonSet: clock((moonRise + 12) % 24),
    moonPhase,
    moonPhaseDescription: phaseName(moonPhase),
    time: new Date(time).toISOString(),
  }
}

function phaseName(phase: number): string {
  const name = Math.abs(phase)
  if (name <= 0.1) return 'New moon'
  if (name >= 0.9) return 'Full moon'
  if (name >= 0.4 && name <= 0.6) return phase > 0 ? 'First Quarter' : 'Last Quarter'
  return `${phase > 0 ? 'Waxing' : 'Waning'} ${name < 0.4 ? 'crescent' : 'gibbous'}`
}

function alertsAt(at: LatLng): WeatherAlert[] {
  const windy = hours().find((time) => weatherAt(at, time).wind > 29)
  if (windy === undefined) return []
  const quarter = Math.floor(new Date(windy).getUTCHours() / 6)
  return [
    {
      place: placeOf(at),
      type: 7,
      description: 'High winds are to be expected.',
      timeSegments: [
        { segment: daySegments[quarter] as string, weekday: weekdays[new Date(windy).getUTCDay()] as string },
      ],
    },
  ]
}

function placeOf(at: LatLng): WeatherPlace {
  const { countryCode, countryName, state, city } = addressNear(at)
  return { address: { countryCode, countryName, state, city }, location: { lat: at.lat, lng: at.lng }, distance: 0 }
}

function isDay({ lng }: LatLng, time: number): boolean {
  const local = (time / hour + lng / 15 + 48) % 24
  return local >= 7 && local < 19
}

function days(): number[] {
  const first = Math.floor(usualTime / day) * day
  return Array.from({ length: 7 }, (_, index) => first + index * day)
}

function hours(): number[] {
  return Array.from({ length: 7 * 24 }, (_, index) => usualTime + index * hour)
}

function degrees(celsius: number, units: Units): number {
  return Number((units === 'metric' ? celsius : celsius * 1.8 + 32).toFixed(2))
}

function clock(hours: number): string {
  const minutes = Math.round(hours * 60) % 1440
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`
}

function refuse(code: string, cause: string): EmulatorResponse {
  return serviceError({ title: 'Invalid Request', code, cause, action: 'Correct the request.' })
}
