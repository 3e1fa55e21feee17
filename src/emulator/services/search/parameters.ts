import { randomUUID } from 'node:crypto'
import { type Area, type LatLng, parseArea, parsePoint } from '../../world/geography.ts'
import type { EmulatorRequest } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'

/** The parameters of a search. */
export interface SearchParameters {
  q: string
  at: LatLng
  /** Of the parameter `in`. */
  area: Area | undefined
  limit: number
  query: URLSearchParams
}

/** Creates a handler that checks the parameters as HERE does before it searches. */
export function withParameters(
  required: ReadonlyArray<'q' | 'at'>,
  search: (parameters: SearchParameters) => unknown,
): (request: EmulatorRequest) => EmulatorResponse {
  return ({ query }) => {
    const area = parseArea(query.get('in'))
    // An area may replace `at`.
    const at = query.has('at') ? parsePoint(query.get('at')) : area?.centre
    const limit = Number(query.get('limit') ?? 20)
    const error =
      findRepetitionError(query) ??
      findPointError(query, at) ??
      findMissingError(required, query, at) ??
      findLimitError(limit)
    return error ?? { body: search({ q: query.get('q') ?? '', at: at ?? { lat: 0, lng: 0 }, area, limit, query }) }
  }
}

function findRepetitionError(query: URLSearchParams): EmulatorResponse | undefined {
  const repeated = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1)
  if (repeated === undefined) return undefined
  return illegalInput(`Parameter '${repeated}' is repeated.`, `Give '${repeated}' once.`)
}

function findPointError(query: URLSearchParams, at: LatLng | undefined): EmulatorResponse | undefined {
  if (!query.get('at')?.trim() || at !== undefined) return undefined
  return illegalInput(
    "Parameter 'at' must be 'latitude,longitude', in degrees.",
    "Correct the parameter 'at', as in at=52.5228,13.412",
  )
}

function findMissingError(
  required: ReadonlyArray<'q' | 'at'>,
  query: URLSearchParams,
  at: LatLng | undefined,
): EmulatorResponse | undefined {
  const missing = required.find((name) => (name === 'at' ? at === undefined : !query.get(name)?.trim()))
  return missing === undefined ? undefined : missingParameter(missing)
}

function findLimitError(limit: number): EmulatorResponse | undefined {
  return Number.isInteger(limit) && limit >= 1 && limit <= 100
    ? undefined
    : illegalInput("Parameter 'limit' must be a whole number from 1 to 100.", "Correct the parameter 'limit'.")
}

/** The error for a required parameter that is missing. */
export function missingParameter(name: string): EmulatorResponse {
  return illegalInput(`Required parameter '${name}' is missing or empty.`, `Add the parameter '${name}'.`)
}

/** The error for an invalid parameter. */
export function illegalInput(cause: string, action: string): EmulatorResponse {
  return searchError({ title: 'Illegal input for parameter', cause, action })
}

/** An error of the search services, which has no code but the id of the request. */
export function searchError(problem: {
  status?: number
  title: string
  cause: string
  action: string
}): EmulatorResponse {
  const { status = 400, ...rest } = problem
  return { status, body: { status, ...rest, correlationId: randomUUID(), requestId: randomUUID() } }
}
