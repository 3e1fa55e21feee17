import { type Area, type LatLng, lengthOf, toMap } from './geography.ts'
import { smoothNoise } from './noise.ts'
import { functionalClassOf, type GridPoint, gridWithin, pointOf, rankOf } from './streets.ts'

/** The part of a street between two crossings. */
export interface Link {
  /** The number of the street. */
  street: number
  /** Whether the street runs north and south. */
  isUpright: boolean
  /** The number of the crossing where the link begins. */
  from: number
  /** Its length in crossings. */
  step: number
  points: LatLng[]
  length: number
  functionalClass: number
}

// Parallel streets in one response, so that responses for large areas stay small.
const mostStreets = 24

/** The step between the streets that are reported in an area: each one, each second, each fourth and so on. */
export function stepFor(area: Area): number {
  const { across, down } = gridWithin(area.box, 1)
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(across.length, down.length) / mostStreets)))
}

/** The links in an area, ordered by street and crossing. */
export function linksWithin(area: Area): Link[] {
  const step = stepFor(area)
  const { across, down } = gridWithin(area.box, step)
  const linksOf = (streets: number[], crossings: number[], isUpright: boolean): Link[] =>
    streets.flatMap((street) => crossings.map((from) => linkAt({ street, isUpright, from, step })))
  return [...linksOf(across, down, true), ...linksOf(down, across, false)].filter(({ points }) =>
    points.some((point) => area.contains(point)),
  )
}

/** The link of a street that begins at a crossing. */
export function linkAt(place: { street: number; isUpright: boolean; from: number; step: number }): Link {
  const { street, isUpright, from, step } = place
  const points = [0, 0.25, 0.5, 0.75, 1].map((part) => pointOf(gridAt(street, isUpright, from + part * step)))
  return { ...place, points, length: lengthOf(points), functionalClass: functionalClassOf(rankOf(street)) }
}

/** The jam factor of a link, from 0 to 10. It changes smoothly along a street and across a town. */
export function jamFactorAt(link: Pick<Link, 'points' | 'functionalClass'>): number {
  const { x, y } = toMap(link.points[2] as LatLng)
  const [town, quarter] = [smoothNoise(x * 5000, y * 5000, 31), smoothNoise(x * 14_000, y * 14_000, 32)]
  // Large streets have more traffic.
  const busy = (town * 0.6 + quarter * 0.4) * (1.25 - link.functionalClass * 0.06)
  return Number(Math.max(0, Math.min(9.9, (busy - 0.36) * 19)).toFixed(1))
}

function gridAt(street: number, isUpright: boolean, along: number): GridPoint {
  return isUpright ? { across: street, down: along } : { across: along, down: street }
}
