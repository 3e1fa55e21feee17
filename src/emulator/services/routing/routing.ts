import type { RoutesResponse } from '../../../api/routing.ts'
import { type LatLng, parsePoint, readPoint } from '../../world/geography.ts'
import { type EmulatorRequest, type PathParameters, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import {
  findBodyError,
  findModeError,
  findReturnError,
  type RouteOptions,
  readRouteOptions,
  routingError,
} from './parameters.ts'
import { routeOf } from './route.ts'
import { readHandle, type Trip } from './route-handle.ts'

/** HERE's Routing v8 without `/v8/routes`, a path that several services share in the emulator. */
export const routingService: Service = {
  paths: {
    '/v8/routes/{routeHandle}': { GET: handleRouteHandle, POST: handleRouteHandle },
    '/v8/import': { POST: handleImport },
  },
}

/** `/v8/routes` of Routing v8, by GET and POST. */
export function handleRoutes(request: EmulatorRequest): EmulatorResponse {
  const { query } = request
  const error = findBodyError(request) ?? findModeError(query) ?? findReturnError(query)
  if (error !== undefined) return error
  const [origin, destination] = [parsePoint(query.get('origin')), parsePoint(query.get('destination'))]
  if (origin === undefined) return routingError('origin')
  if (destination === undefined) return routingError('destination')
  const via = query.getAll('via').map(parsePoint)
  if (via.includes(undefined)) return routingError('via')
  const alternatives = Number(query.get('alternatives') ?? 0)
  if (!Number.isInteger(alternatives) || alternatives < 0 || alternatives > 6) return routingError('alternatives')

  const stops = [origin, ...(via as LatLng[]), destination]
  // HERE has no alternatives for routes with via points.
  const count = via.length > 0 ? 1 : 1 + alternatives
  const trips = Array.from({ length: count }, (_, variant) => ({
    stops,
    mode: query.get('transportMode') as string,
    variant,
  }))
  return routesResponse(trips, readRouteOptions(query))
}

// The route of a handle, calculated again.
function handleRouteHandle(request: EmulatorRequest, { routeHandle = '' }: PathParameters): EmulatorResponse {
  const { query } = request
  const error = findBodyError(request) ?? findModeError(query) ?? findReturnError(query)
  if (error !== undefined) return error
  const trip = readHandle(routeHandle)
  if (trip === undefined) return routingError('routeHandle')
  if (query.has('origin')) {
    const origin = parsePoint(query.get('origin'))
    if (origin === undefined) return routingError('origin')
    trip.stops[0] = origin
  }
  return routesResponse([{ ...trip, mode: query.get('transportMode') as string }], readRouteOptions(query))
}

// The route that follows a trace of points.
function handleImport(request: EmulatorRequest): EmulatorResponse {
  const { query } = request
  const error = findModeError(query) ?? findReturnError(query)
  if (error !== undefined) return error
  const { trace } = readJsonObject(request) ?? {}
  if (!Array.isArray(trace) || trace.length < 2) return routingError('trace')
  const points = trace.map(readPoint)
  if (points.includes(undefined)) return routingError('trace')
  const stops = [points[0], points.at(-1)] as LatLng[]
  const trip = { stops, mode: query.get('transportMode') as string, variant: 0, trace: points as LatLng[] }
  return routesResponse([trip], readRouteOptions(query))
}

function routesResponse(trips: readonly Trip[], options: RouteOptions): EmulatorResponse {
  const routes = trips.map((trip) => routeOf(trip, options))
  const found = routes.filter((route) => route !== undefined)
  return found.length < routes.length ? noRouteResponse() : { body: { routes: found } satisfies RoutesResponse }
}

function noRouteResponse(): EmulatorResponse {
  const notice = { title: 'No road leads there.', code: 'noRouteFound', severity: 'critical' }
  return { body: { notices: [notice], routes: [] } satisfies RoutesResponse }
}
