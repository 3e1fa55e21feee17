import { decode } from '@here/flexpolyline'
import { areaOf, boxAround, circleAround, distance, type LatLng, readPoint } from '../../world/geography.ts'
import type { InvalidBody } from '../http/errors.ts'

/** The region of a matrix. */
export interface Region {
  contains(point: LatLng): boolean
}

type RegionReader = (definition: Record<string, unknown>, points: readonly LatLng[]) => Region | InvalidBody

// In metres.
const widestRegion = 400_000

const regionReaders: Record<string, RegionReader> = {
  world: () => ({ contains: () => true }),
  circle({ center, radius }) {
    const centre = readPoint(center)
    if (centre === undefined || !isAmount(radius)) return invalidInput("A circle needs 'center' and 'radius'.")
    return radius * 2 > widestRegion ? tooWide : circleAround(centre, radius)
  },
  autoCircle({ margin = 10_000 }, points) {
    if (!isAmount(margin)) return invalidInput("'margin' must be a number of metres.")
    return isTooWide(boxAround(points, margin)) ? tooWide : { contains: () => true }
  },
  boundingBox({ north, south, west, east }) {
    const box = { north, south, west, east }
    if (!areNumbers(box) || box.south >= box.north || box.west >= box.east) {
      return invalidInput("A bounding box needs 'north', 'south', 'west' and 'east'.")
    }
    return isTooWide(box) ? tooWide : areaOf(box)
  },
  polygon: ({ outer }) => readPolygon(Array.isArray(outer) ? outer.map(readPoint) : []),
  encodedPolygon: ({ outer }) => readPolygon(decodePoints(outer)),
}

/** Reads `regionDefinition`. The region of an `autoCircle` depends on the points of the matrix. */
export function readRegion(definition: Record<string, unknown>, points: readonly LatLng[]): Region | InvalidBody {
  const type = String(definition.type)
  const reader = Object.hasOwn(regionReaders, type) ? regionReaders[type] : undefined
  return (
    reader?.(definition, points) ??
    invalidInput(`'regionDefinition.type' must be one of ${Object.keys(regionReaders).join(', ')}.`)
  )
}

function readPolygon(corners: ReadonlyArray<LatLng | undefined>): Region | InvalidBody {
  if (corners.length < 3 || corners.length > 100) {
    return { code: 'E601204', cause: 'The polygon must have 3 to 100 vertices.' }
  }
  if (corners.includes(undefined)) return { code: 'E601221', cause: 'A vertex is not on the earth.' }
  const polygon = corners as LatLng[]
  return isTooWide(boxAround(polygon, 0)) ? tooWide : { contains: (point) => isWithin(polygon, point) }
}

function decodePoints(outer: unknown): Array<LatLng | undefined> {
  try {
    return decode(String(outer)).polyline.map(([lat, lng]) => readPoint({ lat, lng }))
  } catch {
    return []
  }
}

// Ray casting: a line from a point inside the polygon to the east crosses an odd number of sides.
function isWithin(polygon: readonly LatLng[], { lat, lng }: LatLng): boolean {
  return polygon.reduce((isInside, corner, index) => {
    const before = polygon.at(index - 1) as LatLng
    const isBeside = corner.lat > lat !== before.lat > lat
    const crosses =
      isBeside && lng < ((before.lng - corner.lng) * (lat - corner.lat)) / (before.lat - corner.lat) + corner.lng
    return crosses ? !isInside : isInside
  }, false)
}

function isTooWide({ west, south, east, north }: Record<'west' | 'south' | 'east' | 'north', number>): boolean {
  return distance({ lat: south, lng: west }, { lat: north, lng: east }) > widestRegion
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}

function areNumbers<T extends string>(values: Record<T, unknown>): values is Record<T, number> {
  return Object.values(values).every((value) => typeof value === 'number')
}

const tooWide: InvalidBody = { code: 'E601202', cause: `The region is wider than ${widestRegion} m.` }

/** The error for a missing or invalid field. */
export function invalidInput(cause: string): InvalidBody {
  return { code: 'E601101', cause }
}
