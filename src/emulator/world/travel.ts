import { distance, type LatLng } from './geography.ts'

// Metres per second on a way that is longer than the straight line.
const speeds: Record<string, number> = {
  car: 11,
  truck: 9,
  bus: 9,
  privateBus: 9,
  taxi: 11,
  scooter: 9,
  bicycle: 4.5,
  pedestrian: 1.3,
}
const detour = 1.3
// No road leads over this.
const farthest = 6_000_000

/** Whether the router knows a mode of transport. */
export function isTransportMode(mode: unknown): mode is string {
  return typeof mode === 'string' && Object.hasOwn(speeds, mode)
}

/** How far a way is, in metres, and how long it takes, in seconds; `undefined` where no road leads. */
export function travelBetween(
  from: LatLng,
  to: LatLng,
  mode: string,
): { length: number; duration: number } | undefined {
  const straight = distance(from, to)
  if (straight > farthest) return undefined
  const length = Math.round(straight * detour)
  return { length, duration: Math.round(length / speedOf(mode)) }
}

/** How far from a point one gets in a number of seconds, by the straight line. */
export function reachIn(seconds: number, mode: string): number {
  return (seconds * speedOf(mode)) / detour
}

/** How far from a point one gets on a way of some metres, by the straight line. */
export function reachOn(metres: number): number {
  return metres / detour
}

function speedOf(mode: string): number {
  return speeds[mode] ?? 11
}
