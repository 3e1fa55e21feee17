import { encode } from '@here/flexpolyline'
import { serviceError } from './errors.ts'
import { distance, type LatLng, moved, parsePoint } from './geography.ts'
import type { Answer, EmulatorRequest } from './http.ts'
import type { Service } from './paths.ts'
import { hexId, seededRandom } from './random.ts'

/** HERE's Routing v8. */
export const routesService: Service = { paths: { '/v8/routes': { GET: answerRoutes } } }

// Metres per second on a way that is longer than the straight line.
const speeds: Record<string, number> = {
  car: 11,
  truck: 9,
  bus: 9,
  taxi: 11,
  scooter: 9,
  bicycle: 4.5,
  pedestrian: 1.3,
}
const detour = 1.3
// No road leads over this: HERE answers 200 with a notice.
const farthest = 6_000_000

function answerRoutes({ query }: EmulatorRequest): Answer {
  const [origin, destination] = [parsePoint(query.get('origin')), parsePoint(query.get('destination'))]
  if (origin === undefined) return malformed('origin')
  if (destination === undefined) return malformed('destination')
  const mode = query.get('transportMode') ?? ''
  const speed = speeds[mode]
  if (speed === undefined) return malformed('transportMode')
  const via = query.getAll('via').map(parsePoint)
  if (via.includes(undefined)) return malformed('via')

  const stops = [origin, ...(via as LatLng[]), destination]
  const legs = stops.slice(1).map((end, index) => [stops[index] as LatLng, end] as const)
  if (legs.some(([from, to]) => distance(from, to) > farthest)) return noRoute()
  const wanted = new Set((query.get('return') ?? '').split(','))
  const seed = `${stops.map(({ lat, lng }) => `${lat},${lng}`).join(' ')} ${mode}`
  const start = startOf(query.get('departureTime'))
  let elapsed = 0
  const sections = legs.map(([from, to], index) => {
    const length = Math.round(distance(from, to) * detour)
    const duration = Math.round(length / speed)
    const departure = placeAt(start, elapsed, from)
    elapsed += duration
    return {
      id: hexId(`${seed} section ${index}`),
      type: mode === 'pedestrian' ? 'pedestrian' : 'vehicle',
      departure,
      arrival: placeAt(start, elapsed, to),
      ...(wanted.has('summary') ? { summary: { duration, length, baseDuration: Math.round(duration * 0.9) } } : {}),
      ...(wanted.has('polyline') ? { polyline: polylineBetween(from, to, seed) } : {}),
      transport: { mode },
    }
  })
  return { body: { routes: [{ id: hexId(seed), sections }] } }
}

function malformed(name: string): Answer {
  return serviceError({
    title: 'Malformed request',
    code: 'E605001',
    cause: `Parameter '${name}' is missing or malformed.`,
    action: `Give a valid '${name}'.`,
  })
}

function noRoute(): Answer {
  const notice = {
    title: 'Route calculation failed: Couldn’t find a route.',
    code: 'noRouteFound',
    severity: 'critical',
  }
  return { body: { notices: [notice], routes: [] } }
}

// Fixed when none was asked for, so that the same question has the same answer.
function startOf(departureTime: string | null): number {
  const time = Date.parse(departureTime ?? '')
  return Number.isNaN(time) ? Date.parse('2026-01-05T08:00:00Z') : time
}

function placeAt(start: number, elapsed: number, { lat, lng }: LatLng): unknown {
  const time = new Date(start + elapsed * 1000).toISOString().replace('.000Z', 'Z')
  return { time, place: { type: 'place', location: { lat, lng }, originalLocation: { lat, lng } } }
}

// A straight line with some bends in it.
function polylineBetween(from: LatLng, to: LatLng, seed: string): string {
  const random = seededRandom(`${seed} line`)
  const bend = Math.min(200, distance(from, to) / 20)
  const inner = [0.2, 0.4, 0.6, 0.8].map((part) => {
    const point = { lat: from.lat + (to.lat - from.lat) * part, lng: from.lng + (to.lng - from.lng) * part }
    return moved(point, (random() - 0.5) * bend, (random() - 0.5) * bend)
  })
  return encode({ polyline: [from, ...inner, to].map(({ lat, lng }) => [lat, lng]) })
}
