import { distance, type LatLng } from '../../world/geography.ts'
import { type Line, linesAt, nearestStation, nextDeparture, type Station, stationAt } from '../../world/stations.ts'
import { travelBetween } from '../../world/travel.ts'

/** The vehicle of an intermodal journey's first leg. */
export interface FirstVehicle {
  type: 'vehicle' | 'rented' | 'taxi'
  mode: string
}

/** A part of a journey in one transport: on foot, in a vehicle or on a line. */
interface JourneyLeg {
  from: LatLng
  to: LatLng
  /** In seconds. */
  duration: number
  stations: readonly [Station | undefined, Station | undefined]
  line?: Line
  vehicle?: FirstVehicle
}

/** A leg with its times, in epoch milliseconds. */
export interface TimedLeg extends JourneyLeg {
  departsAt: number
  arrivesAt: number
}

// Shorter journeys, in metres, are made on foot.
const walkable = 900
// Metres per second, stops included.
const lineSpeeds = { subway: 9, bus: 5.5 }

/** The legs of a journey: to the nearest station, by one line or two, and on foot to the destination. */
export function legsBetween(origin: LatLng, destination: LatLng, vehicle: FirstVehicle | undefined): JourneyLeg[] {
  const [first, last] = [nearestStation(origin), nearestStation(destination)]
  if (first.id === last.id || distance(origin, destination) < walkable) {
    return [walk(origin, destination, undefined, undefined)]
  }
  const change = stationAt({ across: last.grid.across, down: first.grid.down })
  const rides = [ride(first, change, linesAt(first)[1]), ride(change, last, linesAt(last)[0])]
  const start = vehicle === undefined ? walk(origin, first.location, undefined, first) : driveTo(first, origin, vehicle)
  return [start, ...rides.filter((leg) => leg !== undefined), walk(last.location, destination, last, undefined)]
}

/** The times of the legs of a journey that starts at a time or later. */
export function timed(legs: readonly JourneyLeg[], start: number): TimedLeg[] {
  let time = start
  return legs.map((leg) => {
    const departsAt = leg.line === undefined ? time : nextDeparture(leg.line, leg.stations[0] as Station, time)
    time = departsAt + leg.duration * 1000
    return { ...leg, departsAt, arrivesAt: time }
  })
}

function walk(from: LatLng, to: LatLng, start: Station | undefined, end: Station | undefined): JourneyLeg {
  return { from, to, duration: travelBetween(from, to, 'pedestrian')?.duration ?? 0, stations: [start, end] }
}

function driveTo(station: Station, from: LatLng, vehicle: FirstVehicle): JourneyLeg {
  const duration = travelBetween(from, station.location, vehicle.mode)?.duration ?? 0
  return { from, to: station.location, duration, stations: [undefined, station], vehicle }
}

function ride(from: Station, to: Station, line: Line): JourneyLeg | undefined {
  if (from.id === to.id) return undefined
  const duration = Math.round(distance(from.location, to.location) / lineSpeeds[line.mode])
  return { from: from.location, to: to.location, duration, stations: [from, to], line }
}
