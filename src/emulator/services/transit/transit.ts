import type { Notice } from '../../../api/notice.ts'
import type { DeparturesResponse, StationsResponse, TransitDeparture } from '../../../api/transit.ts'
import { parsePoint } from '../../world/geography.ts'
import { linesAt, nextDeparture, type Station, stationAt, stationBy, stationsNear } from '../../world/stations.ts'
import { formatTime, minute, parseTime } from '../../world/time.ts'
import type { EmulatorRequest } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import { agency, placeOf, transportOf } from './station-place.ts'
import { transitError } from './transit-error.ts'

/** HERE's Public Transit v8 without `/v8/routes`, a path that several services share in the emulator. */
export const transitService: Service = {
  paths: { '/v8/departures': { GET: handleDepartures }, '/v8/stations': { GET: handleStations } },
}

function handleDepartures({ query }: EmulatorRequest): EmulatorResponse {
  const found = findStations(query)
  if ('status' in found) return found
  const count = readCount(query, 'maxPerBoard')
  if (count === undefined) return transitError('maxPerBoard')
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
      const { across, down } = station.grid
      const terminus = stationAt(line.isUpright ? { across, down: down + 30 } : { across: across + 30, down })
      return Array.from({ length: count }, (_, index) => ({
        time: formatTime(first + index * line.interval * minute),
        platform: line.isUpright ? '1' : '2',
        transport: transportOf(line, terminus),
        agency,
      }))
    })
    .sort((a, b) => a.time.localeCompare(b.time))
    .slice(0, count)
}

function handleStations({ query }: EmulatorRequest): EmulatorResponse {
  const found = findStations(query)
  if ('status' in found) return found
  const parts = new Set((query.get('return') ?? '').split(','))
  const stations = found.stations.map((station) => ({
    place: placeOf(station.location, station),
    ...(parts.has('transport') ? { transports: linesAt(station).map((line) => transportOf(line, station)) } : {}),
  }))
  return { body: { stations, ...noticesOf(found, 'noStationsFound') } satisfies StationsResponse }
}

interface FoundStations {
  stations: Station[]
  /** Whether some of the requested stations are unknown. */
  isPartial: boolean
}

// By `ids`, or by `in=lat,lng;r=metres` and optionally a part of the name.
function findStations(query: URLSearchParams): FoundStations | (EmulatorResponse & { status: number }) {
  const ids = query.get('ids')?.split(',')
  if (ids !== undefined) {
    const stations = ids.map(stationBy).filter((station) => station !== undefined)
    return { stations, isPartial: stations.length < ids.length }
  }
  const centre = parsePoint(query.get('in'))
  if (centre === undefined) return transitError(query.has('in') ? 'in' : 'ids')
  const radius = Number(/;r=(\d+)$/.exec(query.get('in') ?? '')?.[1] ?? 500)
  const count = readCount(query, 'maxPlaces')
  if (count === undefined) return transitError('maxPlaces')
  const name = query.get('name')?.toLowerCase() ?? ''
  const stations = stationsNear(centre, radius, name === '' ? count : 200)
  return {
    stations: stations.filter((station) => station.name.toLowerCase().includes(name)).slice(0, count),
    isPartial: false,
  }
}

function readCount(query: URLSearchParams, name: string): number | undefined {
  const count = Number(query.get(name) ?? 5)
  return Number.isInteger(count) && count >= 1 && count <= 50 ? count : undefined
}

function noticesOf({ stations, isPartial }: FoundStations, code: string): { notices?: Notice[] } {
  if (stations.length === 0) return { notices: [{ title: 'There is nothing here.', code }] }
  return isPartial ? { notices: [{ title: 'Some stations are unknown.', code: 'unknownStations' }] } : {}
}
