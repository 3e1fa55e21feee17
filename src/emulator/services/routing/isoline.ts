import { encode } from '@here/flexpolyline'
import type { IsolinesResponse } from '../../../api/isoline.ts'
import { type Answer, type EmulatorRequest, readJsonObject } from '../../server/http.ts'
import type { Service } from '../../server/paths.ts'
import { type LatLng, moved, parsePoint } from '../../world/geography.ts'
import { smoothNoise } from '../../world/noise.ts'
import { formatTime, parseTime } from '../../world/time.ts'
import { isTransportMode, reachIn, reachOn } from '../../world/travel.ts'
import { malformed } from './routing.ts'

/** HERE's Isoline Routing v8. */
export const isolineService: Service = {
  paths: { '/v8/isolines': { GET: answerIsolines, POST: answerIsolines } },
}

const corners = 96
// Seconds, metres.
const largestOf: Record<string, number> = { time: 32_400, distance: 1_000_000 }
// An electric car needs about this much for a metre, in watt-hours.
const consumption = 0.2

function answerIsolines(request: EmulatorRequest): Answer {
  const { query } = request
  if (request.method === 'POST' && request.body.length > 0 && readJsonObject(request) === undefined) {
    return malformed('body')
  }
  const name = query.has('destination') ? 'destination' : 'origin'
  if (query.has('origin') && query.has('destination')) {
    return malformed(name, "'origin' and 'destination' exclude each other.")
  }
  const centre = parsePoint(query.get(name))
  if (centre === undefined) return malformed(name)
  const mode = query.get('transportMode')
  if (!isTransportMode(mode)) return malformed('transportMode')
  const type = query.get('range[type]') ?? ''
  const values = (query.get('range[values]') ?? '').split(',').map(Number)
  if (!['distance', 'time', 'consumption'].includes(type)) return malformed('range[type]')
  const largest = largestOf[type] ?? Infinity
  if (!values.every((value) => Number.isInteger(value) && value > 0 && value <= largest)) {
    return malformed('range[values]')
  }
  const isolines = values.map((value) => ({
    range: { type, value },
    polygons: [{ outer: outlineAround(centre, reachOf(type, value, mode)) }],
  }))
  return { body: { ...endOf(name, centre, query), isolines } satisfies IsolinesResponse }
}

function reachOf(type: string, value: number, mode: string): number {
  if (type === 'time') return reachIn(value, mode)
  return reachOn(type === 'distance' ? value : value / consumption)
}

// Farther along some roads than between them. The shape is that of the place alone, so that larger ranges hold smaller ones.
function outlineAround(centre: LatLng, reach: number): string {
  const points = Array.from({ length: corners }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI
    const away = reach * shapeAt(centre, angle)
    return moved(centre, away * Math.cos(angle), away * Math.sin(angle))
  })
  return encode({ polyline: [...points, points[0] as LatLng].map(({ lat, lng }) => [lat, lng]) })
}

// From 0.5 to 1.
function shapeAt({ lat, lng }: LatLng, angle: number): number {
  const noise = (size: number, seed: number): number =>
    smoothNoise(lat * 40 + Math.cos(angle) * size, lng * 40 + Math.sin(angle) * size, seed)
  return 0.5 + 0.3 * noise(1.6, 21) + 0.2 * noise(5, 22) ** 2
}

function endOf(
  name: string,
  { lat, lng }: LatLng,
  query: URLSearchParams,
): Pick<IsolinesResponse, 'departure' | 'arrival'> {
  const isOrigin = name === 'origin'
  const time = formatTime(parseTime(query.get(isOrigin ? 'departureTime' : 'arrivalTime')))
  const place = { type: 'place', location: { lat, lng }, originalLocation: { lat, lng } }
  return isOrigin ? { departure: { time, place } } : { arrival: { time, place } }
}
