import { encode } from '@here/flexpolyline'
import type { IntermodalRoutesResponse, IntermodalSection } from '../../../api/intermodal.ts'
import type { Notice } from '../../../api/notice.ts'
import type { RoutePlace } from '../../../api/place.ts'
import type { RouteAction } from '../../../api/routing.ts'
import type {
  DeparturesResponse,
  IntermediateStop,
  StationsResponse,
  TransitDeparture,
  TransitRouteSection,
  TransitRoutesResponse,
  TransitTransport,
} from '../../../api/transit.ts'
import { distance, type LatLng, parsePoint } from '../../world/geography.ts'
import { hexId } from '../../world/random.ts'
import {
  type Line,
  linesAt,
  nearestStation,
  type Station,
  stationAt,
  stationBy,
  stationsBetween,
  stationsNear,
} from '../../world/stations.ts'
import { formatTime, parseTime } from '../../world/time.ts'
import { travelBetween } from '../../world/travel.ts'
import { wayBetween } from '../../world/ways.ts'
import { serviceError } from '../http/errors.ts'
import type { EmulatorRequest } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'

/** HERE's Public Transit v8, but for its routes, which share their path with the router's. */
export const transitService: Service = {
  paths: { '/v8/departures': { GET: answerDepartures }, '/v8/stations': { GET: answerStations } },
}

// Public transport ends here, and so do its answers.
const farthest = 80_000
// Nearer than this one walks.
const walkable = 900
const minute = 60_000
// Metres per second, with stops.
const lineSpeeds = { subway: 9, bus: 5.5 }
const agency = { id: '73-1', name: 'Emulated Transport', website: 'https://transport.example/' }

/** `GET /v8/routes` of Public Transit. */
export function handleTransitRoutes(request: EmulatorRequest): EmulatorResponse {
  return answerJourneys(request, undefined)
}

/** `GET /v8/routes` of Intermodal: the first part by a vehicle. */
export function handleIntermodalRoutes(request: EmulatorRequest): EmulatorResponse {
  return answerJourneys(request, firstVehicle(request.query))
}

/** How the first part of an intermodal journey is made. */
interface Vehicle {
  type: 'vehicle' | 'rented' | 'taxi'
  mode: string
}

const defaultModes = { vehicle: 'car', rented: 'bicycle', taxi: 'car' } as const

function firstVehicle(query: URLSearchParams): Vehicle | undefined {
  const names = [...query.keys()]
  for (const type of ['vehicle', 'taxi', 'rented'] as const) {
    if (!names.some((name) => name.startsWith(`${type}[`)) || query.get(`${type}[enable]`) === '') continue
    return { type, mode: query.get(`${type}[modes]`)?.split(',')[0] || defaultModes[type] }
  }
  return undefined
}

function answerJourneys({ query }: EmulatorRequest, vehicle: Vehicle | undefined): EmulatorResponse {
  const [origin, destination] = [parsePoint(query.get('origin')), parsePoint(query.get('destination'))]
  if (origin === undefined) return malformed('origin')
  if (destination === undefined) return malformed('destination')
  const alternatives = Number(query.get('alternatives') ?? 0)
  if (!Number.isInteger(alternatives) || alternatives < 0 || alternatives > 5) return malformed('alternatives')
  if (distance(origin, destination) > farthest) {
    const notices = [{ title: 'No way leads there.', code: 'noRouteFound' }]
    return { body: { routes: [], notices } satisfies TransitRoutesResponse }
  }
  const wanted = new Set((query.get('return') ?? '').split(','))
  const start = parseTime(query.get('departureTime') ?? query.get('arrivalTime'))
  const routes = Array.from({ length: 1 + alternatives }, (_, index) => {
    const legs = legsBetween(origin, destination, vehicle)
    const seed = `${origin.lat},${origin.lng} ${destination.lat},${destination.lng} ${vehicle?.type} ${index}`
    // Whoever misses a departure takes the next one.
    const first = timed(legs, start + index * 10 * minute)
    const late = query.has('arrivalTime') ? start - (first.at(-1)?.ends ?? start) : 0
    const sections = timed(legs, start + late - index * (late === 0 ? -10 : 10) * minute)
    return {
      id: `R${index}`,
      sections: sections.map((section, part) => sectionOf(section, `${seed} ${part}`, `R${index}-S${part}`, wanted)),
    }
  })
  return { body: { routes } satisfies IntermodalRoutesResponse & TransitRoutesResponse }
}

/** A part of a journey that is made in one way. */
interface Leg {
  from: LatLng
  to: LatLng
  duration: number
  stations: readonly [Station | undefined, Station | undefined]
  line?: Line
  vehicle?: Vehicle
}

interface TimedLeg extends Leg {
  starts: number
  ends: number
}

function legsBetween(origin: LatLng, destination: LatLng, vehicle: Vehicle | undefined): Leg[] {
  const [first, last] = [nearestStation(origin), nearestStation(destination)]
  if (first.id === last.id || distance(origin, destination) < walkable) {
    return [walk(origin, destination, undefined, undefined)]
  }
  const change = stationAt({ across: last.grid.across, down: first.grid.down })
  const rides = [ride(first, change, linesAt(first)[1]), ride(change, last, linesAt(last)[0])]
  const start = vehicle === undefined ? walk(origin, first.location, undefined, first) : drive(origin, first, vehicle)
  return [start, ...rides.filter((leg) => leg !== undefined), walk(last.location, destination, last, undefined)]
}

function walk(from: LatLng, to: LatLng, start: Station | undefined, end: Station | undefined): Leg {
  return { from, to, duration: travelBetween(from, to, 'pedestrian')?.duration ?? 0, stations: [start, end] }
}

function drive(from: LatLng, end: Station, vehicle: Vehicle): Leg {
  const duration = travelBetween(from, end.location, vehicle.mode)?.duration ?? 0
  return { from, to: end.location, duration, stations: [undefined, end], vehicle }
}

function ride(from: Station, to: Station, line: Line): Leg | undefined {
  if (from.id === to.id) return undefined
  const duration = Math.round(distance(from.location, to.location) / lineSpeeds[line.mode])
  return { from: from.location, to: to.location, duration, stations: [from, to], line }
}

function timed(legs: readonly Leg[], start: number): TimedLeg[] {
  let time = start
  return legs.map((leg) => {
    const starts = leg.line === undefined ? time : nextDeparture(leg.line, leg.stations[0] as Station, time)
    time = starts + leg.duration * 1000
    return { ...leg, starts, ends: time }
  })
}

function nextDeparture({ interval }: Line, { grid }: Station, time: number): number {
  const every = interval * minute
  const first = ((grid.across + grid.down) % interval) * minute
  return Math.ceil((time - first) / every) * every + first
}

/** A section as both services have it. */
type JourneySection = TransitRouteSection & IntermodalSection

function sectionOf(leg: TimedLeg, seed: string, id: string, wanted: ReadonlySet<string>): JourneySection {
  const { from, to, line, vehicle, starts, ends, duration } = leg
  const type = line === undefined ? (vehicle?.type ?? 'pedestrian') : 'transit'
  const stops = line === undefined ? [] : stationsBetween(leg.stations[0] as Station, leg.stations[1] as Station)
  const points = line === undefined ? wayBetween(from, to).points : [from, ...stops.map(({ location }) => location), to]
  const length = travelBetween(from, to, 'pedestrian')?.length ?? 0
  return {
    id: id || hexId(seed),
    type,
    departure: { time: formatTime(starts), place: placeOf(from, leg.stations[0]) },
    arrival: { time: formatTime(ends), place: placeOf(to, leg.stations[1]) },
    ...(wanted.has('travelSummary') ? { travelSummary: { duration, length } } : {}),
    ...(wanted.has('polyline') ? { polyline: encode({ polyline: points.map(({ lat, lng }) => [lat, lng]) }) } : {}),
    ...(wanted.has('actions') && line === undefined ? { actions: actionsOf(leg, length, points.length - 1) } : {}),
    transport: line === undefined ? { mode: vehicle?.mode ?? 'pedestrian' } : transportOf(line, leg.stations[1]),
    ...(line === undefined ? {} : { agency }),
    ...(line !== undefined && wanted.has('intermediate') ? { intermediateStops: stopsOf(stops, leg) } : {}),
  }
}

function actionsOf({ duration, stations }: TimedLeg, length: number, last: number): RouteAction[] {
  const goal = stations[1]?.name ?? 'your destination'
  return [
    { action: 'depart', duration, length, offset: 0, instruction: `Go to ${goal} for ${length} m.` },
    { action: 'arrive', duration: 0, length: 0, offset: last, instruction: `Arrive at ${goal}.` },
  ]
}

function stopsOf(stops: readonly Station[], { starts, duration }: TimedLeg): IntermediateStop[] {
  return stops.map((station, index) => ({
    departure: {
      time: formatTime(starts + Math.round((duration * (index + 1)) / (stops.length + 1)) * 1000),
      place: placeOf(station.location, station),
    },
    duration: 0,
    offset: index + 1,
  }))
}

function placeOf(location: LatLng, station: Station | undefined): RoutePlace {
  return station === undefined
    ? { type: 'place', location }
    : { type: 'station', id: station.id, name: station.name, location }
}

function transportOf({ mode, name, category, color, textColor }: Line, goal: Station | undefined): TransitTransport {
  return { mode, name, category, color, textColor, headsign: goal?.name ?? '' }
}

function answerDepartures({ query }: EmulatorRequest): EmulatorResponse {
  const found = findStations(query)
  if ('status' in found) return found
  const count = Number(query.get('maxPerBoard') ?? 5)
  if (!Number.isInteger(count) || count < 1 || count > 50) return malformed('maxPerBoard')
  const time = parseTime(query.get('time'))
  const boards = found.stations.map((station) => ({
    place: placeOf(station.location, station),
    departures: departuresAt(station, time, count),
  }))
  return { body: { boards, ...noticesOf(found, 'noDeparturesFound') } satisfies DeparturesResponse }
}

function departuresAt(station: Station, time: number, count: number): TransitDeparture[] {
  return linesAt(station)
    .flatMap((line) => {
      const first = nextDeparture(line, station, time)
      const goal = stationAt(
        line.isUpright
          ? { ...station.grid, down: station.grid.down + 30 }
          : { ...station.grid, across: station.grid.across + 30 },
      )
      return Array.from({ length: count }, (_, index) => ({
        time: formatTime(first + index * line.interval * minute),
        platform: line.isUpright ? '1' : '2',
        transport: transportOf(line, goal),
        agency,
      }))
    })
    .sort((a, b) => a.time.localeCompare(b.time))
    .slice(0, count)
}

function answerStations({ query }: EmulatorRequest): EmulatorResponse {
  const found = findStations(query)
  if ('status' in found) return found
  const wanted = new Set((query.get('return') ?? '').split(','))
  const stations = found.stations.map((station) => ({
    place: placeOf(station.location, station),
    ...(wanted.has('transport') ? { transports: linesAt(station).map((line) => transportOf(line, station)) } : {}),
  }))
  return { body: { stations, ...noticesOf(found, 'noStationsFound') } satisfies StationsResponse }
}

interface Found {
  stations: Station[]
  isPartial: boolean
}

// By `ids`, or by `in=lat,lng;r=metres`, with a part of a name.
function findStations(query: URLSearchParams): Found | (EmulatorResponse & { status: number }) {
  const ids = query.get('ids')?.split(',')
  if (ids !== undefined) {
    const stations = ids.map(stationBy).filter((station) => station !== undefined)
    return { stations, isPartial: stations.length < ids.length }
  }
  const centre = parsePoint(query.get('in'))
  if (centre === undefined) return malformed(query.has('in') ? 'in' : 'ids')
  const radius = Number(/;r=(\d+)$/.exec(query.get('in') ?? '')?.[1] ?? 500)
  const count = Number(query.get('maxPlaces') ?? 5)
  if (!Number.isInteger(count) || count < 1 || count > 50) return malformed('maxPlaces')
  const name = query.get('name')?.toLowerCase() ?? ''
  const stations = stationsNear(centre, radius, name === '' ? count : 200)
  return {
    stations: stations.filter((station) => station.name.toLowerCase().includes(name)).slice(0, count),
    isPartial: false,
  }
}

function noticesOf({ stations, isPartial }: Found, code: string): { notices?: Notice[] } {
  if (stations.length === 0) return { notices: [{ title: 'There is nothing here.', code }] }
  return isPartial ? { notices: [{ title: 'Some stations are unknown.', code: 'unknownStations' }] } : {}
}

function malformed(name: string): EmulatorResponse & { status: number } {
  const problem = serviceError({
    title: 'Malformed request',
    code: 'E602000',
    cause: `Parameter '${name}' is missing or malformed.`,
    action: `Give a valid '${name}'.`,
  })
  return { ...problem, status: 400 }
}
