import { type Area, type LatLng, lengthOf, toMap } from './geography.ts'
import { smoothNoise } from './noise.ts'
import { functionalClassOf, type GridPoint, gridWithin, pointOf, rankOf } from './streets.ts'

/** A street between two crossings. */
export interface Link {
  /** Where it is in the grid: the street, whether that runs north and south, and from which crossing on. */
  street: number
  isUpright: boolean
  from: number
  /** How many streets it is long. */
  step: number
  points: LatLng[]
  length: number
  functionalClass: number
}

// More streets than this, side by side, nobody wants to draw.
const mostStreets = 24

/** How many of the streets of an area are told: each one, each second, each fourth. */
export function stepFor(area: Area): number {
  const { across, down } = gridWithin(area.box, 1)
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(across.length, down.length) / mostStreets)))
}

/** The links of an area, street by street, each in order. */
export function linksWithin(area: Area): Link[] {
  const step = stepFor(area)
  const { across, down } = gridWithin(area.box, step)
  const linksOf = (streets: number[], crossings: number[], isUpright: boolean): Link[] =>
    streets.flatMap((street) => crossings.map((from) => linkAt({ street, isUpright, from, step })))
  return [...linksOf(across, down, true), ...linksOf(down, across, false)].filter(({ points }) =>
    points.some((point) => area.contains(point)),
  )
}

/** The link of a street from one crossing on. */
export function linkAt(place: { street: number; isUpright: boolean; from: number; step: number }): Link {
  const { street, isUpright, from, step } = place
  const points = [0, 0.25, 0.5, 0.75, 1].map((part) => pointOf(gridAt(street, isUpright, from + part * step)))
  return { ...place, points, length: lengthOf(points), functionalClass: functionalClassOf(rankOf(street)) }
}

/** How much traffic there is at a place, from 0 to 10; it changes smoothly along a street and across a town. */
export function jamFactorAt(link: Pick<Link, 'points' | 'functionalClass'>): number {
  const { x, y } = toMap(link.points[2] as LatLng)
  const [town, quarter] = [smoothNoise(x * 5000, y * 5000, 31), smoothNoise(x * 14_000, y * 14_000, 32)]
  // Large streets are fuller.
  const busy = (town * 0.6 + quarter * 0.4) * (1.25 - link.functionalClass * 0.06)
  return Number(Math.max(0, Math.min(9.9, (busy - 0.36) * 19)).toFixed(1))
}

function gridAt(street: number, isUpright: boolean, along: number): GridPoint {
  return isUpright ? { across: street, down: along } : { across: along, down: street }
}
