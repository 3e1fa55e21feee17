import { isObject } from '../../server/http.ts'
import type { LatLng } from '../../world/geography.ts'

/** What leads from where to where. */
export interface Trip {
  stops: LatLng[]
  mode: string
  variant: number
  /** The points of a trace, which the way is then. */
  trace?: LatLng[]
}

/** A handle for a trip: the trip itself, written down, so that it stays good. */
export function writeHandle(trip: Trip): string {
  return Buffer.from(JSON.stringify(trip)).toString('base64url')
}

/** The trip that a handle stands for. */
export function readHandle(handle: string): Trip | undefined {
  try {
    const trip: unknown = JSON.parse(Buffer.from(handle, 'base64url').toString())
    return isObject(trip) && Array.isArray(trip.stops) ? (trip as unknown as Trip) : undefined
  } catch {
    return undefined
  }
}
