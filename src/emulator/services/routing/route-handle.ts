import type { LatLng } from '../../world/geography.ts'
import { isObject } from '../http/request.ts'

/** A requested route. */
export interface Trip {
  stops: LatLng[]
  mode: string
  /** 0 for the best route, 1 for the first alternative. */
  variant: number
  /** The points of an imported trace, which are then the route's shape. */
  trace?: LatLng[]
}

/** A route handle that contains the encoded trip, so that it never expires. */
export function writeHandle(trip: Trip): string {
  return Buffer.from(JSON.stringify(trip)).toString('base64url')
}

/** The trip of a route handle; `undefined` when it is malformed. */
export function readHandle(handle: string): Trip | undefined {
  try {
    const trip: unknown = JSON.parse(Buffer.from(handle, 'base64url').toString())
    return isObject(trip) && Array.isArray(trip.stops) ? (trip as unknown as Trip) : undefined
  } catch {
    return undefined
  }
}
