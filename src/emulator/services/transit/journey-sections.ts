import { encode } from '@here/flexpolyline'
import type { RouteAction } from '../../../api/routing.ts'
import type { IntermediateStop, TransitRouteSection } from '../../../api/transit.ts'
import { type Line, type Station, stationsBetween } from '../../world/stations.ts'
import { formatTime } from '../../world/time.ts'
import { travelBetween } from '../../world/travel.ts'
import { wayBetween } from '../../world/ways.ts'
import type { TimedLeg } from './journey-legs.ts'
import { agency, placeOf, transportOf } from './station-place.ts'

/** A section as both Public Transit and Intermodal have it. */
type JourneySection = TransitRouteSection & Required<Pick<TransitRouteSection, 'transport'>>

/** The section of a route that shows a leg, with the parts that `return` names. */
export function sectionOf(leg: TimedLeg, id: string, parts: ReadonlySet<string>): JourneySection {
  const { from, to, stations, line, vehicle, departsAt, arrivesAt, duration } = leg
  const length = travelBetween(from, to, 'pedestrian')?.length ?? 0
  return {
    id,
    type: line === undefined ? (vehicle?.type ?? 'pedestrian') : 'transit',
    departure: { time: formatTime(departsAt), place: placeOf(from, stations[0]) },
    arrival: { time: formatTime(arrivesAt), place: placeOf(to, stations[1]) },
    ...(parts.has('travelSummary') ? { travelSummary: { duration, length } } : {}),
    ...(line === undefined ? roadParts(leg, length, parts) : lineParts(leg, line, parts)),
  }
}

type SectionParts = Pick<JourneySection, 'polyline' | 'actions' | 'transport' | 'agency' | 'intermediateStops'>

function roadParts(leg: TimedLeg, length: number, parts: ReadonlySet<string>): SectionParts {
  const { points } = wayBetween(leg.from, leg.to)
  return {
    ...(parts.has('polyline') ? { polyline: encode({ polyline: points.map(({ lat, lng }) => [lat, lng]) }) } : {}),
    ...(parts.has('actions') ? { actions: roadActions(leg, length, points.length - 1) } : {}),
    transport: { mode: leg.vehicle?.mode ?? 'pedestrian' },
  }
}

function roadActions({ duration, stations }: TimedLeg, length: number, last: number): RouteAction[] {
  const destination = stations[1]?.name ?? 'your destination'
  return [
    { action: 'depart', duration, length, offset: 0, instruction: `Go to ${destination} for ${length} m.` },
    { action: 'arrive', duration: 0, length: 0, offset: last, instruction: `Arrive at ${destination}.` },
  ]
}

function lineParts(leg: TimedLeg, line: Line, parts: ReadonlySet<string>): SectionParts {
  const [start, end] = leg.stations as readonly [Station, Station]
  const stops = stationsBetween(start, end)
  const points = [leg.from, ...stops.map(({ location }) => location), leg.to]
  return {
    ...(parts.has('polyline') ? { polyline: encode({ polyline: points.map(({ lat, lng }) => [lat, lng]) }) } : {}),
    transport: transportOf(line, end),
    agency,
    ...(parts.has('intermediate') ? { intermediateStops: intermediateStops(stops, leg) } : {}),
  }
}

function intermediateStops(stops: readonly Station[], { departsAt, duration }: TimedLeg): IntermediateStop[] {
  return stops.map((station, index) => ({
    departure: {
      time: formatTime(departsAt + Math.round((duration * (index + 1)) / (stops.length + 1)) * 1000),
      place: placeOf(station.location, station),
    },
    duration: 0,
    offset: index + 1,
  }))
}
