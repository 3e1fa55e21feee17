import { encode } from '@here/flexpolyline'
import type { RouteStop } from '../../../api/place.ts'
import type { Route, RouteSection, RouteSpan, RouteSummary } from '../../../api/routing.ts'
import type { LatLng } from '../../world/geography.ts'
import { addressNear } from '../../world/places.ts'
import { hexId } from '../../world/random.ts'
import { formatTime, parseTime } from '../../world/time.ts'
import { travelBetween } from '../../world/travel.ts'
import { lengthOf, wayBetween } from '../../world/ways.ts'
import { actionsOf, type Leg, turnByTurnOf } from './route-actions.ts'
import { type Trip, writeHandle } from './route-handle.ts'

/** What an answer shall hold. */
export interface Wanted {
  parts: ReadonlySet<string>
  spans: ReadonlySet<string>
  departureTime: string | null
  arrivalTime: string | null
}

/** The route of a trip; `undefined` where no road leads. */
export function routeOf(trip: Trip, wanted: Wanted): Route | undefined {
  const { stops, mode, variant, trace } = trip
  const legs = stops.slice(1).map((end, index) => [stops[index] as LatLng, end] as const)
  const travels = legs.map(([from, to]) => travelBetween(from, to, mode))
  if (travels.includes(undefined)) return undefined
  const seed = `${(trace ?? stops).map(({ lat, lng }) => `${lat},${lng}`).join(' ')} ${mode} ${variant}`
  // Each alternative is a little slower than the one before.
  const slower = 1 + variant * 0.07
  const durations = travels.map((travel) => Math.round((travel?.duration ?? 0) * slower))
  let time = startOf(wanted, durations)
  const sections = legs.map(([from, to], index) => {
    const duration = durations[index] as number
    const way = trace === undefined ? wayBetween(from, to, variant) : { points: trace, turns: [] }
    const length = trace === undefined ? Math.round((travels[index]?.length ?? 0) * slower) : lengthOf(trace)
    const departure = placeAt(time, from)
    time += duration * 1000
    return {
      id: hexId(`${seed} section ${index}`),
      type: mode === 'pedestrian' ? 'pedestrian' : 'vehicle',
      departure,
      arrival: placeAt(time, to),
      ...partsOf({ way, length, duration }, wanted),
      transport: { mode },
    }
  })
  const handle = wanted.parts.has('routeHandle') ? { routeHandle: writeHandle(trip) } : {}
  return { id: hexId(seed), sections, ...handle }
}

function startOf({ departureTime, arrivalTime }: Wanted, durations: readonly number[]): number {
  if (departureTime !== null || arrivalTime === null) return parseTime(departureTime)
  return parseTime(arrivalTime) - durations.reduce((sum, duration) => sum + duration, 0) * 1000
}

function partsOf(leg: Leg, { parts, spans }: Wanted): Partial<RouteSection> {
  const { way, length, duration } = leg
  const summary: RouteSummary = {
    duration,
    length,
    baseDuration: Math.round(duration * 0.9),
    ...(parts.has('typicalDuration') ? { typicalDuration: Math.round(duration * 0.95) } : {}),
  }
  return {
    ...(parts.has('summary') ? { summary } : {}),
    ...(parts.has('travelSummary') ? { travelSummary: summary } : {}),
    ...(parts.has('polyline') ? { polyline: encode({ polyline: way.points.map(({ lat, lng }) => [lat, lng]) }) } : {}),
    ...(parts.has('actions') ? { actions: actionsOf(leg, parts.has('instructions')), language: 'en-us' } : {}),
    ...(parts.has('turnByTurnActions') ? { turnByTurnActions: turnByTurnOf(leg) } : {}),
    ...(spans.size > 0 ? { spans: [spanOf(leg, spans)] } : {}),
  }
}

function spanOf({ way, length, duration }: Leg, spans: ReadonlySet<string>): RouteSpan {
  const street = addressNear(way.points[0] as LatLng).street
  return {
    offset: 0,
    ...(spans.has('length') ? { length } : {}),
    ...(spans.has('duration') ? { duration } : {}),
    ...(spans.has('names') ? { names: [{ value: street, language: 'en' }] } : {}),
    ...(spans.has('functionalClass') ? { functionalClass: 4 } : {}),
    ...(spans.has('maxSpeed') ? { maxSpeed: 13.9 } : {}),
  }
}

function placeAt(time: number, { lat, lng }: LatLng): RouteStop {
  return {
    time: formatTime(time),
    place: { type: 'place', location: { lat, lng }, originalLocation: { lat, lng } },
  }
}
