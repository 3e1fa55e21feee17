import { distance, type LatLng } from './geography.ts'

// Metres per second on roads.
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
// How much longer a road is than the straight line.
const detour = 1.3
// Beyond this straight distance in metres no road leads.
const farthest = 6_000_000

/** Whether a value is a transport mode of the router. */
export function isTransportMode(mode: unknown): mode is string {
  return typeof mode === 'string' && Object.hasOwn(speeds, mode)
}

/** Length of a trip in metres, and its duration in seconds; `undefined` where no road leads. */
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

/** How many metres, in a straight line, a trip of some seconds reaches. */
export function reachWithin(seconds: number, mode: string): number {
  return (seconds * speedOf(mode)) / detour
}

/** How many metres, in a straight line, a trip along some metres of road reaches. */
export function reachAlong(metres: number): number {
  return metres / detour
}

function speedOf(mode: string): number {
  return speeds[mode] ?? 11
}
