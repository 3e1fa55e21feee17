import type { AstronomyItem } from '../../../api/weather.ts'
import { moonPhaseAt, sunTimes } from '../../world/climate.ts'
import type { LatLng } from '../../world/geography.ts'

/** Sun and moon on a day, as responses show them. */
export function astronomyItem({ lat }: LatLng, time: number): AstronomyItem {
  const { rise, set } = sunTimes(lat, time)
  const moonPhase = moonPhaseAt(time)
  const moonRise = (6 + (moonPhase + 1) * 12) % 24
  return {
    sunRise: formatClock(rise),
    sunSet: formatClock(set),
    moonRise: formatClock(moonRise),
    moonSet: formatClock((moonRise + 12) % 24),
    moonPhase,
    moonPhaseDescription: describePhase(moonPhase),
    time: new Date(time).toISOString(),
  }
}

function describePhase(phase: number): string {
  const size = Math.abs(phase)
  if (size <= 0.1) return 'New moon'
  if (size >= 0.9) return 'Full moon'
  if (size >= 0.4 && size <= 0.6) return phase > 0 ? 'First Quarter' : 'Last Quarter'
  return `${phase > 0 ? 'Waxing' : 'Waning'} ${size < 0.4 ? 'crescent' : 'gibbous'}`
}

function formatClock(hours: number): string {
  const minutes = Math.round(hours * 60) % 1440
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`
}
