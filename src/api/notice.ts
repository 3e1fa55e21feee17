import type { Open } from './open-enum.ts'

/** HERE's remark on a response of status 200, or on a part of it. */
export interface Notice {
  /** For programs, such as `noRouteFound`. HERE adds codes. */
  code: Open<
    | 'noRouteFound'
    | 'couldNotMatchOrigin'
    | 'couldNotMatchDestination'
    | 'routeCalculationFailed'
    | 'noReachableChargingStationsFound'
    | 'routeLengthLimitExceeded'
    | 'unknownParameter'
    | 'isolineCalculationFailed'
    | 'isolineCalculationBlocked'
    | 'noCoverage'
    | 'noStationsFound'
  >
  /** For people. */
  title?: string
  /** `critical`: do not use what it stands on (a route, a section) without a closer look. */
  severity?: Open<'critical' | 'info'>
  details?: NoticeDetail[]
}

/** More about a notice; the further fields depend on `type`. */
export interface NoticeDetail {
  type: string
  title?: string
  cause?: string
}

/**
 * A list that is empty where HERE found nothing, and that is a 200 (of routing, isolines and transit `notices` beside it
 * say why). So `list[0]` may be `undefined`, for the compiler as well; anything else is as with every array.
 */
export type Found<T> = T[] & { 0?: T }
