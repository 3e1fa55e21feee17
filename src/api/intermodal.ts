import type { Found, Notice } from './notice.ts'
import type { ListOf, Open } from './open-enum.ts'
import type { RouteSection } from './routing.ts'
import type { TransitMode, TransitRouteSection, TransitRoutesParams } from './transit.ts'

/** Where on the way something may be used: at its beginning, at its end, all the way. */
export type RoutePart = 'routeHead' | 'routeTail' | 'entireRoute'

/** `GET /v8/routes` with `here: { service: 'intermodal' }`. */
export interface IntermodalRoutesParams extends Omit<TransitRoutesParams, 'modes'> {
  /** `'place:parkingLot;strategy={diverseChoices|parkLate|parkEarly}'`. */
  via?: string | undefined
  /** Default: everywhere. */
  transit?: ModeParams<TransitMode> | undefined
  /** One's own. Default: nowhere. */
  vehicle?: ModeParams<'car' | 'bicycle' | 'kickScooter'> | undefined
  /** Default: everywhere. */
  taxi?: ModeParams<'car'> | undefined
  /** Default: everywhere. */
  rented?: ModeParams<'car' | 'bicycle' | 'kickScooter'> | undefined
  bicycle?: DistanceParams | undefined
  kickScooter?: DistanceParams | undefined
}

/** `transit[…]`, `vehicle[…]`, `taxi[…]`, `rented[…]`. */
export interface ModeParams<T extends string> {
  /** Only these, or with `-` in front all but these. */
  modes?: ListOf<T | `-${T}`> | undefined
  enable?: ListOf<RoutePart> | undefined
}

/** `bicycle[…]`, `kickScooter[…]`. */
export interface DistanceParams {
  /** Metres, 1 to 5,000; a wish. */
  minDistance?: number | undefined
  /** Metres, 1 to 10,000. Default: 5,000. */
  maxDistance?: number | undefined
}

/**
 * `GET /v8/routes` of all means together. Where there is no route this is a 200 all the same: `routes` is empty, and
 * `notices` say why.
 */
export interface IntermodalRoutesResponse {
  routes: Found<IntermodalRoute>
  notices?: Notice[]
}

/** A way with changes between means. */
export interface IntermodalRoute {
  id: string
  sections: IntermodalSection[]
  notices?: Notice[]
}

/** A part of it: what a ride has, and what a drive has. */
export interface IntermodalSection extends Omit<TransitRouteSection, 'type' | 'transport' | 'incidents'> {
  type: Open<'pedestrian' | 'transit' | 'vehicle' | 'taxi' | 'rented'>
  transport: { mode: string; name?: string; headsign?: string; category?: string; color?: string; shortName?: string }
  summary?: RouteSection['summary']
  incidents?: unknown[]
}
