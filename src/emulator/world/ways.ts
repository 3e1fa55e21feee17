import type { LatLng } from './geography.ts'
import { hashOf } from './noise.ts'
import { type GridPoint, gridPointOf, pointOf } from './streets.ts'

/** A way along the streets. */
export interface Way {
  points: LatLng[]
  /** Where it turns: the index of the point, and the direction. */
  turns: Array<{ offset: number; direction: 'left' | 'right' }>
}

// The shortest distance between two points of a way, in streets.
const finest = 0.5
// The most pieces of a straight part.
const mostPieces = 30

/**
 * A way that follows the streets, with some turns. Each variant gives another way. Long ways follow the large streets.
 */
export function wayBetween(from: LatLng, to: LatLng, variant = 0): Way {
  const [start, end] = [gridPointOf(from), gridPointOf(to)]
  const span = Math.max(Math.abs(end.across - start.across), Math.abs(end.down - start.down))
  if (span < 1) return { points: [from, to], turns: [] }
  return lineThrough(from, to, cornersBetween(start, end, span, variant))
}

// Across and down to a point between, then across and down to the end.
function cornersBetween(start: GridPoint, end: GridPoint, span: number, variant: number): GridPoint[] {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(span / 12)))
  const onStreet = (value: number): number => Math.round(value / step) * step
  const first = { across: onStreet(start.across), down: onStreet(start.down) }
  const last = { across: onStreet(end.across), down: onStreet(end.down) }
  const chance = hashOf(Math.round(start.across + end.across), Math.round(start.down + end.down), variant)
  const part = 0.2 + ((chance + variant * 0.37) % 1) * 0.6
  const middle = {
    across: onStreet(first.across + (last.across - first.across) * part),
    down: onStreet(first.down + (last.down - first.down) * part),
  }
  return [
    first,
    { across: middle.across, down: first.down },
    middle,
    { across: last.across, down: middle.down },
    last,
  ].filter((corner, index, all) => index === 0 || !isSame(corner, all[index - 1] as GridPoint))
}

function lineThrough(from: LatLng, to: LatLng, corners: readonly GridPoint[]): Way {
  const points = [from]
  const turns: Way['turns'] = []
  const add = (point: LatLng): void => {
    const last = points.at(-1) as LatLng
    if (point.lat !== last.lat || point.lng !== last.lng) points.push(point)
  }
  for (const [index, corner] of corners.entries()) {
    const before = corners[index - 1]
    if (before !== undefined) for (const between of piecesBetween(before, corner)) add(pointOf(between))
    add(pointOf(corner))
    const after = corners[index + 1]
    const side = before === undefined || after === undefined ? 0 : sideOf(before, corner, after)
    if (side !== 0) turns.push({ offset: points.length - 1, direction: side > 0 ? 'right' : 'left' })
  }
  add(to)
  return { points: points.length === 1 ? [from, to] : points, turns }
}

function piecesBetween(from: GridPoint, to: GridPoint): GridPoint[] {
  const span = Math.max(Math.abs(to.across - from.across), Math.abs(to.down - from.down))
  const count = Math.min(mostPieces, Math.ceil(span / finest))
  return Array.from({ length: Math.max(0, count - 1) }, (_, index) => {
    const part = (index + 1) / count
    return { across: from.across + (to.across - from.across) * part, down: from.down + (to.down - from.down) * part }
  })
}

// `down` grows to the south, so a positive product is a turn to the right.
function sideOf(before: GridPoint, corner: GridPoint, after: GridPoint): number {
  return (
    (corner.across - before.across) * (after.down - corner.down) -
    (corner.down - before.down) * (after.across - corner.across)
  )
}

function isSame(a: GridPoint, b: GridPoint): boolean {
  return a.across === b.across && a.down === b.down
}
