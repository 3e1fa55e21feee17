import { type Box, fromMap, type LatLng, type MapPoint, toMap } from './geography.ts'
import { smoothNoise } from './noise.ts'

// The emulator's town covers the earth: a grid of streets that bends gently, the same for tiles, routes, traffic and
// public transport. At a whole number of `across` a street runs north and south, at one of `down` east and west.

/** A place in the grid of streets. */
export interface GridPoint {
  across: number
  down: number
}

/** Streets from one side of the map to the other: one each 150 to 300 metres where people live. */
export const streetCount: number = 2 ** 17

// How far, in streets, the bends reach: small ones in large ones, and so gentle that even all together no street turns back.
const bends = [7, 60, 500, 4000, 30_000]
const strength = 0.06

/** Where a place on the map is in the grid. */
export function toGrid({ x, y }: MapPoint): GridPoint {
  const [across, down] = [x * streetCount, y * streetCount]
  const bend = bendAt(across, down)
  return { across: across + bend.across, down: down + bend.down }
}

/** Where a point is in the grid. */
export function gridPointOf(point: LatLng): GridPoint {
  return toGrid(toMap(point))
}

/** Which point a place in the grid is. */
export function pointOf({ across, down }: GridPoint): LatLng {
  let guess = { across, down }
  // Each round comes nearer, as the bends are gentle.
  for (let round = 0; round < 16; round += 1) {
    const bend = bendAt(guess.across, guess.down)
    guess = { across: across - bend.across, down: down - bend.down }
  }
  return fromMap({ x: guess.across / streetCount, y: guess.down / streetCount })
}

/** How important the street of a number is: 0 for a lane, one more for each street between that is less. */
export function rankOf(street: number): number {
  return street === 0 ? 16 : Math.min(16, 31 - Math.clz32(street & -street))
}

/** HERE's functional class of a street: 5 for a lane, 1 for a motorway. */
export function functionalClassOf(rank: number): number {
  return Math.max(1, 5 - rank)
}

/** The whole numbers in the grid that a box holds, as far as they are multiples of a step. */
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
