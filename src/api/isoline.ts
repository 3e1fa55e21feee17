import type { Found, Notice } from './notice.ts'
import type { NumberList, Open } from './open-enum.ts'
import type { RouteStop } from './place.ts'
import type { RoadBody, RoadParams } from './road-options.ts'

/** `GET /v8/isolines`, and the query of `POST /v8/isolines`. Needs `origin` or `destination`. */
export interface IsolinesParams extends RoadParams {
  range: RangeParams
  /** `'{lat},{lng}'`: how far one gets from there. */
  origin?: string | undefined
  /** `'{lat},{lng}'`: from where one gets there. */
  destination?: string | undefined
  /** RFC 3339, with `origin`; `any` leaves time out. Default: now. */
  departureTime?: Open<'any'> | Date | undefined
  /** RFC 3339, with `destination`. Default: now. */
  arrivalTime?: string | Date | undefined
  optimizeFor?: Open<'quality' | 'performance' | 'balanced'> | undefined
  shape?: ShapeParams | undefined
}

/** `range[…]`. */
export interface RangeParams {
  type: Open<'distance' | 'time' | 'consumption'>
  /**
   * `distance`: metres, at most 1,000,000; `time`: seconds, at most 32,400; `consumption`: watt hours, or millilitres
   * (CNG: grams) of fuel.
   */
  values: NumberList
}

/** `shape[…]`. */
export interface ShapeParams {
  /** More than 30. */
  maxPoints?: number | undefined
  /** Metres; what is finer is left out. Default: 0. */
  maxResolution?: number | undefined
}

/** The body of `POST /v8/isolines`. */
export interface IsolinesBody extends RoadBody {}

/**
 * `GET` and `POST /v8/isolines`. Where none could be reckoned this is a 200 all the same: `isolines` is empty, and
 * `notices` say why.
 */
export interface IsolinesResponse {
  isolines: Found<Isoline>
  departure?: RouteStop
  arrival?: RouteStop
  notices?: Notice[]
}

/** The area for one of the values of `range`. */
export interface Isoline {
  range: {
    type: Open<'distance' | 'time' | 'consumption'>
    /** Metres, seconds, or watt hours (millilitres, for CNG grams). */
    value: number
    consumptionType?: Open<'electric' | 'diesel' | 'petrol' | 'lpg' | 'cng'>
  }
  /** Flexible polylines; `inner` are holes. */
  polygons: { outer: string; inner?: string[] }[]
  /** Ferries and the like, from one polygon to another. */
  connections?: { fromPolygonIndex: number; toPolygonIndex: number /** Flexible polyline. */; polyline: string }[]
}
