import { encode } from '@here/flexpolyline'
import type { RouteStop } from '../../../api/place.ts'
import type { Route, RouteSection, RouteSpan, RouteSummary } from '../../../api/routing.ts'
import { addressNear } from '../../world/cities.ts'
import { type LatLng, lengthOf } from '../../world/geography.ts'
import { hexId } from '../../world/random.ts'
import { formatTime, parseTime } from '../../world/time.ts'
import { travelBetween } from '../../world/travel.ts'
import { wayBetween } from '../../world/ways.ts'
import type { RouteOptions } from './parameters.ts'
import { actionsOf, type RouteLeg, turnByTurnOf } from './route-actions.ts'
import { type Trip, writeHandle } from './route-handle.ts'

/** The route of a trip; `undefined` where no road leads. */
export function routeOf(trip: Trip, options: RouteOptions): Route | undefined {
  const { stops, mode, variant, trace } = trip
  const legs = legsOf(trip)
  if (legs === undefined) return undefined
  const seed = `${(trace ?? stops).map(({ lat, lng }) => `${lat},${lng}`).join(' ')} ${mode} ${variant}`
  let time = departureOf(options, legs)
  const sections = legs.map((leg, index) => {
    const departure = stopAt(time, stops[index] as LatLng)
    time += leg.duration * 1000
    return {
      id: hexId(`${seed} section ${index}`),
      type: mode === 'pedestrian' ? 'pedestrian' : 'vehicle',
      departure,
      arrival: stopAt(time, stops[index + 1] as LatLng),
      ...partsOf(leg, options),
      transport: { mode },
    }
  })
  const handle = options.parts.has('routeHandle') ? { routeHandle: writeHandle(trip) } : {}
  return { id: hexId(seed), sections, ...handle }
}

function legsOf({ stops, mode, variant, trace }: Trip): RouteLeg[] | undefined {
  // Each alternative is a little slower than the one before.
  const slowdown = 1 + variant * 0.07
  const legs = stops.slice(1).map((end, index): RouteLeg | undefined => {
    const start = stops[index] as LatLng
    const travel = travelBetween(start, end, mode)
    if (travel === undefined) return undefined
    const duration = Math.round(travel.duration * slowdown)
    return trace === undefined
      ? { way: wayBetween(start, end, variant), length: Math.round(travel.length * slowdown), duration }
      : { way: { points: trace, turns: [] }, length: lengthOf(trace), duration }
  })
  return legs.includes(undefined) ? undefined : (legs as RouteLeg[])
}

function departureOf({ departureTime, arrivalTime }: RouteOptions, legs: readonly RouteLeg[]): number {
  if (departureTime !== null || arrivalTime === null) return parseTime(departureTime)
  return parseTime(arrivalTime) - legs.reduce((sum, { duration }) => sum + duration, 0) * 1000
}

function partsOf(leg: RouteLeg, { parts, spans }: RouteOptions): Partial<RouteSection> {
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

function spanOf({ way, length, duration }: RouteLeg, spans: ReadonlySet<string>): RouteSpan {
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

function stopAt(time: number, { lat, lng }: LatLng): RouteStop {
  return {
    time: formatTime(time),
    place: { type: 'place', location: { lat, lng }, originalLocation: { lat, lng } },
  }
}
