import type { IntermodalRoutesResponse, TransitRoutesResponse } from '../../../api/transit.ts'
import { distance, parsePoint } from '../../world/geography.ts'
import { minute, parseTime } from '../../world/time.ts'
import type { EmulatorRequest } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import { type FirstVehicle, legsBetween, type TimedLeg, timed } from './journey-legs.ts'
import { sectionOf } from './journey-sections.ts'
import { transitError } from './transit-error.ts'

// In a straight line, in metres. Beyond it there is no public transport.
const longestJourney = 80_000

/** `GET /v8/routes` of Public Transit v8. */
export function handleTransitRoutes({ query }: EmulatorRequest): EmulatorResponse {
  return journeysResponse(query, undefined)
}

/** `GET /v8/routes` of Intermodal v8, where the first leg is made in a vehicle. */
export function handleIntermodalRoutes({ query }: EmulatorRequest): EmulatorResponse {
  return journeysResponse(query, readFirstVehicle(query))
}

const defaultModes = { vehicle: 'car', rented: 'bicycle', taxi: 'car' } as const

function readFirstVehicle(query: URLSearchParams): FirstVehicle | undefined {
  const names = [...query.keys()]
  for (const type of ['vehicle', 'taxi', 'rented'] as const) {
    if (!names.some((name) => name.startsWith(`${type}[`)) || query.get(`${type}[enable]`) === '') continue
    return { type, mode: query.get(`${type}[modes]`)?.split(',')[0] || defaultModes[type] }
  }
  return undefined
}

function journeysResponse(query: URLSearchParams, vehicle: FirstVehicle | undefined): EmulatorResponse {
  const [origin, destination] = [parsePoint(query.get('origin')), parsePoint(query.get('destination'))]
  if (origin === undefined) return transitError('origin')
  if (destination === undefined) return transitError('destination')
  const alternatives = Number(query.get('alternatives') ?? 0)
  if (!Number.isInteger(alternatives) || alternatives < 0 || alternatives > 5) return transitError('alternatives')
  if (distance(origin, destination) > longestJourney) {
    const notices = [{ title: 'No way leads there.', code: 'noRouteFound' }]
    return { body: { routes: [], notices } satisfies TransitRoutesResponse }
  }
  const parts = new Set((query.get('return') ?? '').split(','))
  const legs = legsBetween(origin, destination, vehicle)
  const routes = Array.from({ length: 1 + alternatives }, (_, index) => ({
    id: `R${index}`,
    sections: scheduled(legs, query, index).map((leg, part) => sectionOf(leg, `R${index}-S${part}`, parts)),
  }))
  return { body: { routes } satisfies IntermodalRoutesResponse & TransitRoutesResponse }
}

// Each alternative departs 10 minutes after the one before, or arrives 10 minutes earlier when `arrivalTime` is given.
function scheduled(legs: Parameters<typeof timed>[0], query: URLSearchParams, index: number): TimedLeg[] {
  const time = parseTime(query.get('departureTime') ?? query.get('arrivalTime'))
  const shift = index * 10 * minute
  const departing = timed(legs, time + shift)
  const delay = query.has('arrivalTime') ? (departing.at(-1)?.arrivesAt ?? time) - time : 0
  return delay === 0 ? departing : timed(legs, time - delay - shift)
}
