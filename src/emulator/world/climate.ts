import type { LatLng } from './geography.ts'
import { smoothNoise } from './noise.ts'
import { day, hour } from './time.ts'

/** The weather at a place and time, in metric units. */
export interface Weather {
  temperature: number
  humidity: number
  wind: number
  direction: number
  /** The part of the sky that is covered, from 0 to 1. */
  clouds: number
  /** Centimetres in an hour. */
  rain: number
  pressure: number
}

/** The weather at a place and time. It changes gradually from place to place and from hour to hour. */
export function weatherAt({ lat, lng }: LatLng, time: number): Weather {
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

/** The highest and the lowest temperature of a day. */
export function temperatureRange(at: LatLng, time: number): { highest: number; lowest: number } {
  const start = Math.floor(time / day) * day
  const temperatures = Array.from({ length: 24 }, (_, index) => weatherAt(at, start + index * hour).temperature)
  return { highest: Math.max(...temperatures), lowest: Math.min(...temperatures) }
}

/** Whether it is day at a place, from 7 to 19 o'clock local time. */
export function isDay({ lng }: LatLng, time: number): boolean {
  const local = (time / hour + lng / 15 + 48) % 24
  return local >= 7 && local < 19
}

/** Sunrise and sunset at a latitude, in hours of local time. */
export function sunTimes(lat: number, time: number): { rise: number; set: number } {
  const declination = 23.4 * Math.sin(((time / day - 80) / 365) * 2 * Math.PI)
  const cosine = -Math.tan((lat * Math.PI) / 180) * Math.tan((declination * Math.PI) / 180)
  const half = Math.acos(Math.max(-1, Math.min(1, cosine))) * (12 / Math.PI)
  return { rise: 12 - half, set: 12 + half }
}

/** The phase of the moon: 0 is new, -1 and 1 are full. */
export function moonPhaseAt(time: number): number {
  const age = ((time - Date.parse('2026-01-18T20:00:00Z')) / day / 29.53) % 1
  return Number((((((age * 2) % 2) + 3) % 2) - 1).toFixed(3))
}
