import type { WeatherItem } from '../../../api/weather.ts'
import { isDay, temperatureRange, weatherAt } from '../../world/climate.ts'
import type { LatLng } from '../../world/geography.ts'
import { hour, usualTime } from '../../world/time.ts'

/** The units of a report. */
export type Units = 'metric' | 'imperial'

/** The parts of a day, six hours each. */
export const daySegments: readonly string[] = ['night', 'morning', 'afternoon', 'evening']
const weekdays = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa']

/** The current weather, without the number of alerts. */
export function observationItem(at: LatLng, units: Units): WeatherItem {
  const { weekday: _, ...item } = weatherItem(at, usualTime, units)
  const { temperature, pressure, rain } = weatherAt(at, usualTime)
  return {
    ...item,
    temperature: toUnits(temperature, units),
    ...extremes(at, usualTime, units),
    precipitation1H: rain,
    precipitation24H: Number((rain * 6).toFixed(2)),
    barometerPressure: Number(pressure.toFixed(1)),
    barometerTrend: weatherAt(at, usualTime + hour).pressure < pressure ? 'Falling' : 'Rising',
    visibility: 12,
    ageMinutes: 20,
  }
}

/** The forecast for an hour. */
export function hourlyItem(at: LatLng, time: number, units: Units): WeatherItem {
  const { temperature } = weatherAt(at, time)
  return { ...weatherItem(at, time, units), temperature: toUnits(temperature, units), visibility: 12 }
}

/** The forecast for a day. */
export function dailyItem(at: LatLng, time: number, units: Units): WeatherItem {
  const noon = time + 12 * hour
  const pressure = Number(weatherAt(at, noon).pressure.toFixed(1))
  return {
    ...weatherItem(at, noon, units),
    ...extremes(at, time, units),
    daylight: 'day',
    uvIndex: Math.abs(at.lat) < 30 ? 7 : 3,
    barometerPressure: pressure,
    time: new Date(time).toISOString(),
  }
}

/** The forecasts for the parts of a day. */
export function daySegmentItems(at: LatLng, time: number, units: Units): WeatherItem[] {
  return daySegments.map((daySegment, index) => ({
    ...hourlyItem(at, time + index * 6 * hour, units),
    daySegment,
  }))
}

interface Sky {
  /** The part of the sky, from 0 to 1, that clouds cover at most. */
  upTo: number
  skyInfo: number
  skyDesc: string
  iconId: number
  iconName: string
}

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
// The lowest wind speed of each degree of the Beaufort scale, in km/h.
const beaufort = [0, 1, 6, 12, 20, 29, 39, 50, 62, 75, 89, 103, 118]

// In HERE's responses some numbers are strings: comfort, humidity, and the highest and lowest temperature.
function weatherItem(at: LatLng, time: number, units: Units): WeatherItem {
  const { temperature, humidity, wind, direction, clouds, rain } = weatherAt(at, time)
  const { upTo: _, ...sky } = skies.find(({ upTo }) => clouds < upTo) as Sky
  const [windDesc, windDescShort] = winds[Math.round(direction / 45) % 8] as (typeof winds)[number]
  const temperatureDesc = describeTemperature(temperature)
  return {
    daylight: isDay(at, time) ? 'day' : 'night',
    description: `${sky.skyDesc}. ${temperatureDesc}.`,
    ...sky,
    iconLink: `https://weather.hereapi.com/static/weather/icon/${sky.iconId}.png`,
    temperatureDesc,
    comfort: toUnits(temperature - wind / 12, units).toFixed(2),
    humidity: String(humidity),
    dewPoint: toUnits(temperature - (100 - humidity) / 5, units),
    precipitationProbability: Math.round(clouds * 100),
    precipitationDesc: rain > 0 ? 'Rain' : '',
    rainFall: rain,
    snowFall: 0,
    windSpeed: Number((units === 'metric' ? wind : wind / 1.609).toFixed(2)),
    windDirection: direction,
    windDesc,
    windDescShort,
    beaufortScale: beaufort.filter((from) => wind >= from).length - 1,
    weekday: weekdayOf(time),
    time: new Date(time).toISOString(),
  }
}

function describeTemperature(celsius: number): string {
  if (celsius < 5) return 'Cold'
  if (celsius < 15) return 'Cool'
  return celsius < 24 ? 'Mild' : 'Warm'
}

function extremes(at: LatLng, time: number, units: Units): { highTemperature: string; lowTemperature: string } {
  const { highest, lowest } = temperatureRange(at, time)
  return {
    highTemperature: toUnits(highest, units).toFixed(2),
    lowTemperature: toUnits(lowest, units).toFixed(2),
  }
}

function toUnits(celsius: number, units: Units): number {
  return Number((units === 'metric' ? celsius : celsius * 1.8 + 32).toFixed(2))
}

/** HERE's abbreviation of a weekday. */
export function weekdayOf(time: number): string {
  return weekdays[new Date(time).getUTCDay()] as string
}
