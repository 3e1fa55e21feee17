import type { RouteSectionPart, RoutesResponse } from '../../../api/routing.ts'
import { type Answer, type EmulatorRequest, type PathParameters, readJsonObject } from '../../server/http.ts'
import type { ServiceHandler } from '../../server/paths.ts'
import { type LatLng, parsePoint, readPoint } from '../../world/geography.ts'
import { isTransportMode } from '../../world/travel.ts'
import { serviceError } from '../http/errors.ts'
import { routeOf, type Wanted } from './route.ts'
import { readHandle, type Trip } from './route-handle.ts'

// All values of `return`; the emulator heeds some of them.
const sectionParts: Record<RouteSectionPart, true> = {
  polyline: true,
  actions: true,
  instructions: true,
  summary: true,
  travelSummary: true,
  typicalDuration: true,
  turnByTurnActions: true,
  elevation: true,
  routeHandle: true,
  passthrough: true,
  incidents: true,
  routingZones: true,
  truckRoadTypes: true,
  tolls: true,
  routeLabels: true,
  potentialTimeDependentViolations: true,
  noThroughRestrictions: true,
}

// What needs what, as HERE's description of `return` says.
const needs: ReadonlyArray<readonly [part: string, needed: string]> = [
  ['actions', 'polyline'],
  ['instructions', 'actions'],
  ['turnByTurnActions', 'polyline'],
]

/** `/v8/routes` of the router, by GET and by POST. */
export const answerRoutes: ServiceHandler = (request) => {
  const { query } = request
  const refused = refuseBody(request) ?? refuseMode(query) ?? refuseReturn(query)
  if (refused !== undefined) return refused
  const [origin, destination] = [parsePoint(query.get('origin')), parsePoint(query.get('destination'))]
  if (origin === undefined) return malformed('origin')
  if (destination === undefined) return malformed('destination')
  const via = query.getAll('via').map(parsePoint)
  if (via.includes(undefined)) return malformed('via')
  const alternatives = Number(query.get('alternatives') ?? 0)
  if (!Number.isInteger(alternatives) || alternatives < 0 || alternatives > 6) return malformed('alternatives')

  const stops = [origin, ...(via as LatLng[]), destination]
  // HERE has none for ways through several points.
  const count = via.length > 0 ? 1 : 1 + alternatives
  const trips = Array.from({ length: count }, (_, variant) => ({
    stops,
    mode: query.get('transportMode') as string,
    variant,
  }))
  return answerTrips(trips, readWanted(query))
}

/** `/v8/routes/{routeHandle}`: the route that the handle stands for, anew. */
export const answerRouteHandle: ServiceHandler = (request, { routeHandle = '' }: PathParameters) => {
  const { query } = request
  const refused = refuseBody(request) ?? refuseMode(query) ?? refuseReturn(query)
  if (refused !== undefined) return refused
  const trip = readHandle(routeHandle)
  if (trip === undefined) return malformed('routeHandle')
  if (query.has('origin')) {
    const origin = parsePoint(query.get('origin'))
    if (origin === undefined) return malformed('origin')
    trip.stops[0] = origin
  }
  return answerTrips([{ ...trip, mode: query.get('transportMode') as string }], readWanted(query))
}

/** `POST /v8/import`: the route that a trace of points was. */
export const answerImport: ServiceHandler = (request) => {
  const { query } = request
  const refused = refuseMode(query) ?? refuseReturn(query)
  if (refused !== undefined) return refused
  const { trace } = readJsonObject(request) ?? {}
  if (!Array.isArray(trace) || trace.length < 2) return malformed('trace')
  const points = trace.map(readPoint)
  if (points.includes(undefined)) return malformed('trace')
  const stops = [points[0], points.at(-1)] as LatLng[]
  const trip = { stops, mode: query.get('transportMode') as string, variant: 0, trace: points as LatLng[] }
  return answerTrips([trip], readWanted(query))
}

function refuseMode(query: URLSearchParams): Answer | undefined {
  return isTransportMode(query.get('transportMode')) ? undefined : malformed('transportMode')
}

// Lists that are too long for a URL may stand in the body: what to avoid, and the like. They change nothing here.
function refuseBody(request: EmulatorRequest): Answer | undefined {
  if (request.method !== 'POST' || request.body.length === 0) return undefined
  const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '')
  return isForm || readJsonObject(request) !== undefined ? undefined : malformed('body')
}

function refuseReturn(query: URLSearchParams): Answer | undefined {
  const { parts, spans } = readWanted(query)
  const unknown = [...parts].find((part) => !Object.hasOwn(sectionParts, part))
  if (unknown !== undefined) return malformed('return', `'${unknown}' is none of HERE's values.`)
  const [part, needed] = needs.find(([part, needed]) => parts.has(part) && !parts.has(needed)) ?? []
  if (part !== undefined) return malformed('return', `'${part}' needs '${needed}' in it.`)
  if (spans.size > 0 && !parts.has('polyline')) return malformed('return', "'spans' needs 'polyline' in it.")
  return undefined
}

function readWanted(query: URLSearchParams): Wanted {
  const listOf = (name: string): Set<string> =>
    new Set((query.get(name) ?? '').split(',').filter((item) => item !== ''))
  return {
    parts: listOf('return'),
    spans: listOf('spans'),
    departureTime: query.get('departureTime'),
    arrivalTime: query.get('arrivalTime'),
  }
}

function answerTrips(trips: readonly Trip[], wanted: Wanted): Answer {
  const routes = trips.map((trip) => routeOf(trip, wanted))
  const found = routes.filter((route) => route !== undefined)
  return found.length < routes.length ? noRoute() : { body: { routes: found } satisfies RoutesResponse }
}

/** What the router says to a parameter that is missing or wrong. */
export function malformed(name: string, cause = `Parameter '${name}' is missing or malformed.`): Answer {
  return serviceError({ title: 'Malformed request', code: 'E605001', cause, action: `Give a valid '${name}'.` })
}

function noRoute(): Answer {
  const notice = { title: 'No road leads there.', code: 'noRouteFound', severity: 'critical' }
  return { body: { notices: [notice], routes: [] } satisfies RoutesResponse }
}
