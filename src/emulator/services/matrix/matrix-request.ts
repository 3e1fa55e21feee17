import { decode } from '@here/flexpolyline'
import { areaOf, boxAround, circleAround, distance, type LatLng, readPoint } from '../../world/geography.ts'
import { isTransportMode } from '../../world/travel.ts'
import { isObject } from '../http/request.ts'

/** What a matrix is asked for. */
export interface MatrixQuestion {
  origins: LatLng[]
  destinations: LatLng[]
  mode: string
  attributes: readonly unknown[]
  regionDefinition: Record<string, unknown>
  /** Whether a point is in the region. */
  isInside(point: LatLng): boolean
}

/** Why HERE refuses a question. */
export interface Refusal {
  code: string
  cause: string
}

const profiles: Record<string, string> = {
  carFast: 'car',
  carShort: 'car',
  truckFast: 'truck',
  pedestrian: 'pedestrian',
  bicycle: 'bicycle',
}
const knownAttributes = ['travelTimes', 'distances', 'consumptions']
const widestRegion = 400_000

/** Reads the body of a question, and checks it as HERE does. */
export function readMatrixQuestion(body: Record<string, unknown>, isAsync: boolean): MatrixQuestion | Refusal {
  const { origins, destinations = origins, regionDefinition, profile, matrixAttributes = ['travelTimes'] } = body
  if (!Array.isArray(origins) || !Array.isArray(destinations)) return invalid("'origins' is missing or no list.")
  if (origins.length === 0) return { code: 'E601213', cause: "'origins' is empty." }
  if (destinations.length === 0) return { code: 'E601214', cause: "'destinations' is empty." }
  const [from, to] = [origins.map(readPoint), destinations.map(readPoint)]
  if (from.includes(undefined) || to.includes(undefined)) {
    return { code: 'E601221', cause: 'A coordinate is missing or not on the earth.' }
  }
  if (!isObject(regionDefinition)) return invalid("'regionDefinition' is missing.")
  const isList = Array.isArray(matrixAttributes) && matrixAttributes.every((name) => knownAttributes.includes(name))
  if (!isList) return invalid(`'matrixAttributes' must be of ${knownAttributes.join(', ')}.`)
  const mode = profile === undefined ? (body.transportMode ?? 'car') : profiles[String(profile)]
  if (mode === undefined) return { code: 'E601218', cause: 'The profile is unknown.' }
  if (!isTransportMode(mode)) return invalid("'transportMode' is unknown.")
  if (profile !== undefined && regionDefinition.type !== 'world') {
    return { code: 'E601217', cause: "With a profile 'regionDefinition' must be of type 'world'." }
  }
  const points = [...from, ...to] as LatLng[]
  const region = readRegion(regionDefinition, points)
  if ('code' in region) return region
  if (isTooLarge(from.length, to.length, { isWorld: regionDefinition.type === 'world', profile, isAsync })) {
    return { code: 'E601215', cause: 'The matrix is larger than this mode allows.' }
  }
  return {
    origins: from as LatLng[],
    destinations: to as LatLng[],
    mode,
    attributes: matrixAttributes,
    regionDefinition,
    isInside: region.isInside,
  }
}

interface Region {
  isInside(point: LatLng): boolean
}

type RegionReader = (definition: Record<string, unknown>, points: readonly LatLng[]) => Region | Refusal

const regionReaders: Record<string, RegionReader> = {
  world: () => ({ isInside: () => true }),
  circle({ center, radius }) {
    const centre = readPoint(center)
    if (centre === undefined || !isAmount(radius)) return invalid("A circle needs 'center' and 'radius'.")
    return radius * 2 > widestRegion ? tooWide : { isInside: circleAround(centre, radius).contains }
  },
  autoCircle({ margin = 10_000 }, points) {
    if (!isAmount(margin)) return invalid("'margin' must be a number of metres.")
    const { west, south, east, north } = boxAround(points, margin)
    const diameter = distance({ lat: south, lng: west }, { lat: north, lng: east })
    return diameter > widestRegion ? tooWide : { isInside: () => true }
  },
  boundingBox({ north, south, west, east }) {
    const sides = { north, south, west, east }
    if (!areNumbers(sides) || sides.south >= sides.north || sides.west >= sides.east) {
      return invalid("A bounding box needs 'north', 'south', 'west' and 'east'.")
    }
    const diameter = distance({ lat: sides.south, lng: sides.west }, { lat: sides.north, lng: sides.east })
    return diameter > widestRegion ? tooWide : { isInside: areaOf(sides).contains }
  },
  polygon: ({ outer }) => readPolygon(Array.isArray(outer) ? outer.map(readPoint) : []),
  encodedPolygon: ({ outer }) => readPolygon(decodePoints(outer)),
}

function readRegion(definition: Record<string, unknown>, points: readonly LatLng[]): Region | Refusal {
  const type = String(definition.type)
  const reader = Object.hasOwn(regionReaders, type) ? regionReaders[type] : undefined
  return (
    reader?.(definition, points) ??
    invalid(`'regionDefinition.type' must be of ${Object.keys(regionReaders).join(', ')}.`)
  )
}

function readPolygon(corners: ReadonlyArray<LatLng | undefined>): Region | Refusal {
  if (corners.length < 3 || corners.length > 100) {
    return { code: 'E601204', cause: 'The polygon must have 3 to 100 vertices.' }
  }
  if (corners.includes(undefined)) return { code: 'E601221', cause: 'A vertex is not on the earth.' }
  const { west, south, east, north } = boxAround(corners as LatLng[], 0)
  const diameter = distance({ lat: south, lng: west }, { lat: north, lng: east })
  return diameter > widestRegion ? tooWide : { isInside: (point) => isWithin(corners as LatLng[], point) }
}

function decodePoints(outer: unknown): Array<LatLng | undefined> {
  try {
    return decode(String(outer)).polyline.map(([lat, lng]) => readPoint({ lat, lng }))
  } catch {
    return []
  }
}

// A line from the point to the east meets the sides of a polygon that holds it an odd number of times.
function isWithin(corners: readonly LatLng[], { lat, lng }: LatLng): boolean {
  return corners.reduce((isInside, corner, index) => {
    const before = corners.at(index - 1) as LatLng
    const isBeside = corner.lat > lat !== before.lat > lat
    const meets =
      isBeside && lng < ((before.lng - corner.lng) * (lat - corner.lat)) / (before.lat - corner.lat) + corner.lng
    return meets ? !isInside : isInside
  }, false)
}

// The sizes of HERE's three modes: flexible, profile and region.
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

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}

function areNumbers<T extends string>(values: Record<T, unknown>): values is Record<T, number> {
  return Object.values(values).every((value) => typeof value === 'number')
}

const tooWide: Refusal = { code: 'E601202', cause: `The region is wider than ${widestRegion} m.` }

function invalid(cause: string): Refusal {
  return { code: 'E601101', cause }
}
