import { type Box, fromMap, type LatLng, type MapPoint, toMap } from './geography.ts'
import { smoothNoise } from './noise.ts'

// A grid of gently bent streets covers the earth. Map tiles, routes, traffic and public transport all use it. At each
// whole number of `across` a street runs north and south, at each whole number of `down` one runs east and west.

/** A position in the grid of streets. */
export interface GridPoint {
  across: number
  down: number
}

/** The streets from one side of the map to the other: one each 150 to 300 metres in inhabited latitudes. */
export const streetCount: number = 2 ** 17

// The lengths of the bends in streets, small ones within large ones. They are so gentle that no street turns back.
const bends = [7, 60, 500, 4000, 30_000]
const strength = 0.06

/** The grid position of a position on the map. */
export function toGrid({ x, y }: MapPoint): GridPoint {
  const [across, down] = [x * streetCount, y * streetCount]
  const bend = bendAt(across, down)
  return { across: across + bend.across, down: down + bend.down }
}

/** The grid position of a point. */
export function gridPointOf(point: LatLng): GridPoint {
  return toGrid(toMap(point))
}

/** The point at a grid position. */
export function pointOf({ across, down }: GridPoint): LatLng {
  let guess = { across, down }
  // Fixed-point iteration: it converges because the bends are gentle.
  for (let round = 0; round < 16; round += 1) {
    const bend = bendAt(guess.across, guess.down)
    guess = { across: across - bend.across, down: down - bend.down }
  }
  return fromMap({ x: guess.across / streetCount, y: guess.down / streetCount })
}

/** The rank of a street: 0 for odd numbers, 1 for multiples of 2, 2 for multiples of 4 and so on. */
export function rankOf(street: number): number {
  return street === 0 ? 16 : Math.min(16, 31 - Math.clz32(street & -street))
}

/** HERE's functional class for a rank: 5 for a lane, 1 for a motorway. */
export function functionalClassOf(rank: number): number {
  return Math.max(1, 5 - rank)
}

/** The streets in a box whose numbers are multiples of a step. */
export function gridWithin(box: Box, step: number): { across: number[]; down: number[] } {
  const corners = [
    { lat: box.north, lng: box.west },
    { lat: box.north, lng: box.east },
    { lat: box.south, lng: box.west },
    { lat: box.south, lng: box.east },
  ].map(gridPointOf)
  return {
    across: multiplesBetween(
      corners.map(({ across }) => across),
      step,
    ),
    down: multiplesBetween(
      corners.map(({ down }) => down),
      step,
    ),
  }
}

function multiplesBetween(values: readonly number[], step: number): number[] {
  const first = Math.floor(Math.min(...values) / step)
  const last = Math.ceil(Math.max(...values) / step)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

function bendAt(across: number, down: number): GridPoint {
  const bend = { across: 0, down: 0 }
  for (const [seed, reach] of bends.entries()) {
    const [x, y] = [across / reach, down / reach]
    bend.across += (smoothNoise(x, y, seed) - 0.5) * reach * strength * 2
    bend.down += (smoothNoise(x, y, seed + 50) - 0.5) * reach * strength * 2
  }
  return bend
}
