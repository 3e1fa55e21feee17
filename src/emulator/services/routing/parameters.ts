import type { RouteSectionPart } from '../../../api/routing.ts'
import { isTransportMode } from '../../world/travel.ts'
import { serviceError } from '../http/errors.ts'
import { type EmulatorRequest, isForm, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'

/** What a route in the response contains, and when it starts. */
export interface RouteOptions {
  /** Values of `return`. */
  parts: ReadonlySet<string>
  /** Values of `spans`. */
  spans: ReadonlySet<string>
  departureTime: string | null
  arrivalTime: string | null
}

// All values of `return`. The emulator accepts them all and returns some of them.
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

// Values of `return` that require another one, from HERE's description of `return`.
const requirements: ReadonlyArray<readonly [part: string, required: string]> = [
  ['actions', 'polyline'],
  ['instructions', 'actions'],
  ['turnByTurnActions', 'polyline'],
]

/** Reads the parameters that shape a route in the response. */
export function readRouteOptions(query: URLSearchParams): RouteOptions {
  const listOf = (name: string): Set<string> =>
    new Set((query.get(name) ?? '').split(',').filter((item) => item !== ''))
  return {
    parts: listOf('return'),
    spans: listOf('spans'),
    departureTime: query.get('departureTime'),
    arrivalTime: query.get('arrivalTime'),
  }
}

/** Checks `transportMode`. */
export function findModeError(query: URLSearchParams): EmulatorResponse | undefined {
  return isTransportMode(query.get('transportMode')) ? undefined : routingError('transportMode')
}

/**
 * Checks the body of a POST, which may contain lists that are too long for a URL, such as areas to avoid. The emulator
 * ignores them.
 */
export function findBodyError(request: EmulatorRequest): EmulatorResponse | undefined {
  if (request.method !== 'POST' || request.body.length === 0) return undefined
  return isForm(request) || readJsonObject(request) !== undefined ? undefined : routingError('body')
}

/** Checks `return` and `spans`. */
export function findReturnError(query: URLSearchParams): EmulatorResponse | undefined {
  const { parts, spans } = readRouteOptions(query)
  const unknown = [...parts].find((part) => !Object.hasOwn(sectionParts, part))
  if (unknown !== undefined) return routingError('return', `'${unknown}' is not a value that HERE knows.`)
  const [part, required] = requirements.find(([part, required]) => parts.has(part) && !parts.has(required)) ?? []
  if (part !== undefined) return routingError('return', `'${part}' requires '${required}' in it.`)
  if (spans.size > 0 && !parts.has('polyline')) return routingError('return', "'spans' requires 'polyline' in it.")
  return undefined
}

/** The router's error for a parameter that is missing or malformed. */
export function routingError(
  parameter: string,
  cause = `Parameter '${parameter}' is missing or malformed.`,
): EmulatorResponse {
  return serviceError({ title: 'Malformed request', code: 'E605001', cause, action: `Give a valid '${parameter}'.` })
}
