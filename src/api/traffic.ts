import type { LatLng } from './lat-lng.ts'
import type { Found } from './notice.ts'
import type { ListOf, NumberList, Open } from './open-enum.ts'
import type { BoundingBoxArea } from './road-options.ts'
import type { IncidentType } from './routing.ts'

/** How a response describes locations. */
export type LocationReferencing = 'none' | 'olr' | 'shape' | 'tmc' | 'segmentRef'

/** Parameters of all of the traffic service. */
export interface TrafficAreaParams {
  /**
   * `'circle:{lat},{lng};r={metres}'`, `'bbox:{west},{south},{east},{north}'`, `'corridor:{polyline};r={metres}'` or
   * `'segmentRef:…'`.
   */
  in: string
  /** `none` leaves the places out. */
  locationReferencing: ListOf<LocationReferencing>
  /** 1 (most important roads) to 5. Default: all. */
  functionalClasses?: NumberList | undefined
  /** Default: `true`. */
  useRefReplacements?: boolean | undefined
  /** Default: `false`. */
  exactSegmentRefMatching?: boolean | undefined
}

/** `GET /v7/flow`. */
export interface FlowParams extends TrafficAreaParams {
  /** 0 to 10. Default: 0. */
  minJamFactor?: number | undefined
  /** 0 to 10. Default: 10. */
  maxJamFactor?: number | undefined
  /** Costs more. */
  advancedFeatures?: ListOf<'deepCoverage' | 'lanes'> | undefined
}

/** `GET /v7/incidents`. */
export interface IncidentsParams extends TrafficAreaParams {
  criticality?: ListOf<'low' | 'minor' | 'major' | 'critical'> | undefined
  type?: ListOf<IncidentType> | undefined
  /** RFC 3339. */
  earliestStartTime?: string | Date | undefined
  /** RFC 3339. */
  latestEndTime?: string | Date | undefined
  /** One language (BCP 47). */
  lang?: string | undefined
  /** For descriptions. Default: `metric`. */
  units?: Open<'metric' | 'imperial'> | undefined
}

/** Where, in the body of a request. */
export type TrafficArea =
  | { type: 'circle'; center: LatLng /** Metres. */; radius: number }
  | BoundingBoxArea
  | { type: 'corridor' /** Flexible polyline. */; corridor: string /** Metres. */; radius: number }
  | { type: 'segmentRef'; segments: { ref: string }[]; refReplacements?: Record<string, string> }

/** What bodies of the traffic service have in common. */
export interface TrafficAreaBody {
  in: TrafficArea
  /** `none` leaves the places out. */
  locationReferencing: Open<LocationReferencing>[]
  /** 1 (most important roads) to 5. Default: all. */
  functionalClasses?: number[]
  /** Default: `true`. */
  useRefReplacements?: boolean
  /** Default: `false`. */
  exactSegmentRefMatching?: boolean
}

/** The body of `POST /v7/flow`. */
export interface FlowBody extends TrafficAreaBody {
  /** 0 to 10. Default: 0. */
  minJamFactor?: number
  /** 0 to 10. Default: 10. */
  maxJamFactor?: number
  /** Costs more. */
  advancedFeatures?: Open<'deepCoverage' | 'lanes'>[]
}

/** The body of `POST /v7/incidents`. */
export interface IncidentsBody extends TrafficAreaBody {
  criticality?: Open<'low' | 'minor' | 'major' | 'critical'>[]
  /** With commas between several. */
  type?: Open<IncidentType>
  /** RFC 3339. */
  earliestStartTime?: string | Date
  /** RFC 3339. */
  latestEndTime?: string | Date
  /** One language (BCP 47). */
  lang?: string
  /** For descriptions. Default: `metric`. */
  units?: Open<'metric' | 'imperial'>
}

/** `GET` and `POST /v7/flow`. */
export interface FlowResponse {
  /** RFC 3339, UTC. */
  sourceUpdated?: string
  results: Found<{ location: TrafficLocation; currentFlow: CurrentFlow }>
  /** What `$0`, `$1`, … in references stand for. */
  refReplacements?: Record<string, string>
}

/** How the traffic moves. */
export interface Flow {
  /** Metres per second, at most the speed limit. */
  speed?: number
  /** Metres per second. */
  speedUncapped?: number
  /** Metres per second where nothing is in the way. */
  freeFlow: number
  /** 0 (free) to 10 (closed). */
  jamFactor: number
  /** -2 (easing fast) to 2 (growing fast). Default: 0. */
  jamTendency?: number
  /** 0 to 1: above 0.7 it is measured, above 0.5 what is usual, else the speed limit. */
  confidence?: number
  /** Default: `open`. */
  traversability?: Open<'open' | 'closed' | 'reversibleNotRoutable'>
  junctionTraversability?: Open<JunctionTraversability>
  lanes?: {
    laneNumbers: number[]
    laneType?: Open<'hov'> /** Metres per second. */
    speedUncapped?: number
    jamFactor?: number
  }[]
}

/** Where a closed road can be crossed. */
export type JunctionTraversability =
  | 'allOpen'
  | 'allClosed'
  | 'intermediateClosedEdgeOpen'
  | 'startOpenOthersClosed'
  | 'endOpenOthersClosed'

/** How the traffic moves, and where it is known, on each part of the road. */
export interface CurrentFlow extends Flow {
  subSegments?: (Flow & { /** Metres. */ length: number })[]
}

/** A stretch of road. */
export interface TrafficLocation {
  /** Metres. */
  length: number
  description?: string
  /** OpenLR in base 64. */
  olr?: string
  tmc?: Record<string, unknown>
  shape?: { links: { points: LatLng[] /** Metres. */; length: number; functionalClass: number }[] }
  segmentRef?: { segments: { ref?: string /** Metres. */; length?: number }[] }
}

/** `GET` and `POST /v7/incidents`. */
export interface IncidentsResponse {
  /** RFC 3339, UTC. */
  sourceUpdated?: string
  results: Found<{ location?: TrafficLocation; incidentDetails?: Incident }>
  /** What `$0`, `$1`, … in references stand for. */
  refReplacements?: Record<string, string>
}

/** An accident, a jam, roadworks, … */
export interface Incident {
  id: string
  /** Of the first of a chain of updates; it stays. */
  originalId: string
  hrn?: string
  originalHrn?: string
  /** The incident that caused this one. */
  parentId?: string
  roadClosed: boolean
  criticality?: Open<'critical' | 'major' | 'minor' | 'low'>
  type?: Open<IncidentType>
  typeDescription?: TrafficText
  summary?: TrafficText
  description?: TrafficText
  /** By the supplier, in the language of the place. */
  comment?: string
  /** AlertC, the most important one first. */
  codes?: number[]
  /** RFC 3339, UTC. */
  startTime?: string
  /** RFC 3339, UTC. */
  endTime?: string
  /** RFC 3339, UTC. */
  entryTime?: string
  descriptionParts?: {
    proximityType: Open<'on' | 'at' | 'between' | 'approaching' | 'past' | 'ramp'>
    roadName: string
    intersectingRoadName?: string
    endIntersectingRoadName?: string
    endRoadName?: string
    direction?: string
  }
  vehicleRestrictions?: { vehicleType?: string; restriction?: Record<string, unknown> }[]
  junctionTraversability?: Open<JunctionTraversability>
}

/** A text and its language (BCP 47). */
export interface TrafficText {
  value: string
  language: string
}
