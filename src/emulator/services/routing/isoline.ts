import { encode } from '@here/flexpolyline'
import type { IsolinesResponse } from '../../../api/isoline.ts'
import { type LatLng, moved, parsePoint } from '../../world/geography.ts'
import { smoothNoise } from '../../world/noise.ts'
import { formatTime, parseTime } from '../../world/time.ts'
import { isTransportMode, reachAlong, reachWithin } from '../../world/travel.ts'
import { type EmulatorRequest, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import { routingError } from './parameters.ts'

/** HERE's Isoline Routing v8. */
export const isolineService: Service = {
  paths: { '/v8/isolines': { GET: handleIsolines, POST: handleIsolines } },
}

const corners = 96
// In seconds and metres.
const largestRanges: Record<string, number> = { time: 32_400, distance: 1_000_000 }
// Of an electric car, in watt-hours per metre.
const consumption = 0.2

function handleIsolines(request: EmulatorRequest): EmulatorResponse {
  const { query } = request
  if (request.method === 'POST' && request.body.length > 0 && readJsonObject(request) === undefined) {
    return routingError('body')
  }
  const name = query.has('destination') ? 'destination' : 'origin'
  if (query.has('origin') && query.has('destination')) {
    return routingError(name, "'origin' and 'destination' exclude each other.")
  }
  const centre = parsePoint(query.get(name))
  if (centre === undefined) return routingError(name)
  const mode = query.get('transportMode')
  if (!isTransportMode(mode)) return routingError('transportMode')
  const type = query.get('range[type]') ?? ''
  const values = (query.get('range[values]') ?? '').split(',').map(Number)
  if (!['distance', 'time', 'consumption'].includes(type)) return routingError('range[type]')
  const largest = largestRanges[type] ?? Infinity
  if (!values.every((value) => Number.isInteger(value) && value > 0 && value <= largest)) {
    return routingError('range[values]')
  }
  const isolines = values.map((value) => ({
    range: { type, value },
    polygons: [{ outer: outlineAround(centre, reachOf(type, value, mode)) }],
  }))
  return { body: { ...endpointOf(name, centre, query), isolines } satisfies IsolinesResponse }
}

function reachOf(type: string, value: number, mode: string): number {
  if (type === 'time') return reachWithin(value, mode)
  return reachAlong(type === 'distance' ? value : value / consumption)
}

// Reaches farther along some roads than between them. The shape depends on the centre alone, so that larger ranges
// contain smaller ones.
function outlineAround(centre: LatLng, reach: number): string {
  const points = Array.from({ length: corners }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI
    const away = reach * shapeAt(centre, angle)
    return moved(centre, away * Math.cos(angle), away * Math.sin(angle))
  })
  return encode({ polyline: [...points, points[0] as LatLng].map(({ lat, lng }) => [lat, lng]) })
}

// The part of the reach at an angle, from 0.5 to 1.
function shapeAt({ lat, lng }: LatLng, angle: number): number {
  const noise = (size: number, seed: number): number =>
    smoothNoise(lat * 40 + Math.cos(angle) * size, lng * 40 + Math.sin(angle) * size, seed)
  return 0.5 + 0.3 * noise(1.6, 21) + 0.2 * noise(5, 22) ** 2
}

function endpointOf(
  name: string,
  { lat, lng }: LatLng,
  query: URLSearchParams,
): Pick<IsolinesResponse, 'departure' | 'arrival'> {
  const isOrigin = name === 'origin'
  const time = formatTime(parseTime(query.get(isOrigin ? 'departureTime' : 'arrivalTime')))
  const place = { type: 'place', location: { lat, lng }, originalLocation: { lat, lng } }
  return isOrigin ? { departure: { time, place } } : { arrival: { time, place } }
}
