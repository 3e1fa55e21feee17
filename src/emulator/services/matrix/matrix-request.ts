import { type LatLng, readPoint } from '../../world/geography.ts'
import { isTransportMode } from '../../world/travel.ts'
import type { InvalidBody } from '../http/errors.ts'
import { isObject } from '../http/request.ts'
import { invalidInput, type Region, readRegion } from './matrix-region.ts'

/** A requested matrix. */
export interface MatrixInput {
  origins: LatLng[]
  destinations: LatLng[]
  mode: string
  attributes: readonly unknown[]
  regionDefinition: Record<string, unknown>
  region: Region
}

type Body = Record<string, unknown>

const profiles: Record<string, string> = {
  carFast: 'car',
  carShort: 'car',
  truckFast: 'truck',
  pedestrian: 'pedestrian',
  bicycle: 'bicycle',
}
const knownAttributes = ['travelTimes', 'distances', 'consumptions']

/** Reads the body of a matrix request, and checks it as HERE does. */
export function readMatrixInput(body: Body, isAsync: boolean): MatrixInput | InvalidBody {
  const points = readPoints(body)
  if ('code' in points) return points
  const { origins, destinations } = points
  const { regionDefinition, profile, matrixAttributes: attributes = ['travelTimes'] } = body
  if (!isObject(regionDefinition)) return invalidInput("'regionDefinition' is missing.")
  if (!areAttributes(attributes)) return invalidInput(`'matrixAttributes' must be of ${knownAttributes.join(', ')}.`)
  const mode = readMode(body)
  if (typeof mode !== 'string') return mode
  const isWorld = regionDefinition.type === 'world'
  if (profile !== undefined && !isWorld) {
    return { code: 'E601217', cause: "With a profile 'regionDefinition' must be of type 'world'." }
  }
  const region = readRegion(regionDefinition, [...origins, ...destinations])
  if ('code' in region) return region
  if (isTooLarge(origins.length, destinations.length, { isWorld, profile, isAsync })) {
    return { code: 'E601215', cause: 'The matrix is larger than this mode allows.' }
  }
  return { origins, destinations, mode, attributes, regionDefinition, region }
}

function readPoints(body: Body): Pick<MatrixInput, 'origins' | 'destinations'> | InvalidBody {
  const { origins, destinations = origins } = body
  if (!Array.isArray(origins) || !Array.isArray(destinations))
    return invalidInput("'origins' is missing or not a list.")
  if (origins.length === 0) return { code: 'E601213', cause: "'origins' is empty." }
  if (destinations.length === 0) return { code: 'E601214', cause: "'destinations' is empty." }
  const [from, to] = [origins.map(readPoint), destinations.map(readPoint)]
  if (from.includes(undefined) || to.includes(undefined)) {
    return { code: 'E601221', cause: 'A coordinate is missing or not on the earth.' }
  }
  return { origins: from as LatLng[], destinations: to as LatLng[] }
}

function areAttributes(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => knownAttributes.includes(name))
}

function readMode({ profile, transportMode = 'car' }: Body): string | InvalidBody {
  const mode = profile === undefined ? transportMode : profiles[String(profile)]
  if (mode === undefined) return { code: 'E601218', cause: 'The profile is unknown.' }
  return isTransportMode(mode) ? mode : invalidInput("'transportMode' is unknown.")
}

// The limits of HERE's three modes: flexible, profile and region.
function isTooLarge(
  rows: number,
  columns: number,
  { isWorld, profile, isAsync }: { isWorld: boolean; profile: unknown; isAsync: boolean },
): boolean {
  if (isWorld && profile === undefined) return !((rows <= 15 && columns <= 100) || (rows <= 100 && columns === 1))
  if (isAsync) return rows > 10_000 || columns > 10_000
  const isLine = isWorld && Math.min(rows, columns) === 1 && Math.max(rows, columns) <= 2000
  return !isLine && (rows > 500 || columns > 500)
}
