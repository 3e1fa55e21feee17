import type { LatLng } from './lat-lng.ts'
import type { Open } from './open-enum.ts'
import type { AllowParams, Area, AvoidFeature, BoundingBoxArea, HazardousGoods, TrafficParams } from './road-options.ts'

/** The query of `POST /v8/matrix`. */
export interface MatrixParams {
  /** `false` waits for the matrix itself (at most 500 by 500). Default: `true`, see {@link MatrixStatus}. */
  async?: boolean | undefined
}

/** The body of `POST /v8/matrix`, at most 10 MiB. */
export interface MatrixBody {
  /** At most 10,000. */
  origins: MatrixWaypoint[]
  /** At most 10,000. Default: the origins. */
  destinations?: MatrixWaypoint[]
  /** Where all of it is. `world` is for small matrices (15 by 100), or with a `profile`. */
  regionDefinition: MatrixRegion
  /** With it only origins, destinations, the world and `matrixAttributes`. */
  profile?: Open<'carFast' | 'carShort' | 'truckFast' | 'pedestrian' | 'bicycle'>
  /** RFC 3339 with an offset; `any` leaves time out. Default: now. */
  departureTime?: Open<'any'> | Date
  /** RFC 3339 with an offset; one destination only. */
  arrivalTime?: string | Date
  /** Default: `fast`. */
  routingMode?: Open<'fast' | 'short'>
  /** Default: `car`. */
  transportMode?: Open<'car' | 'truck' | 'pedestrian' | 'bicycle' | 'taxi' | 'scooter' | 'bus' | 'privateBus'>
  /** Default: `['travelTimes']`. */
  matrixAttributes?: Open<'travelTimes' | 'distances' | 'consumptions'>[]
  avoid?: MatrixAvoid
  exclude?: { countries?: string[]; states?: { country: string; codes: string[] }[]; areas?: Area[] }
  allow?: AllowParams
  vehicle?: MatrixVehicle
  ev?: Record<string, unknown>
  traffic?: TrafficParams
  scooter?: { allowHighway?: boolean }
  taxi?: { allowDriveThroughTaxiRoads?: boolean }
  pedestrian?: { /** Metres per second, 0.5 to 2. Default: 1. */ speed?: number }
  maxSpeedOnSegment?: { segment: string /** Metres per second, 1 to 69.99. */; speed: number }[]
  violationMapping?: Record<string, unknown>[]
}

/** What to keep away from. */
export interface MatrixAvoid {
  features?: Open<AvoidFeature>[]
  areas?: Area[]
  segments?: string[]
  zoneCategories?: { categories: string[]; exceptZoneIds?: string[] }
  zoneIdentifiers?: string[]
  truckRoadTypes?: string[]
  tollTransponders?: Open<'all'>[]
}

/** A place of the matrix. */
export interface MatrixWaypoint extends LatLng {
  /** Degrees clockwise from north, 0 to 359. */
  course?: number
  /** Metres. */
  minCourseDistance?: number
  /** Metres, at most 200. */
  radius?: number
  /** Per cent, 0 to 10,000. */
  radiusPenalty?: number
  /** Metres. */
  snapRadius?: number
  /** Metres. */
  onRoadThreshold?: number
  nameHint?: string
  segmentIdHint?: string
  sideOfStreetHint?: LatLng & { match?: Open<'always' | 'onlyIfDivided'> }
}

/** Where origins and destinations are. All but `world`: at most 400 kilometres wide. */
export type MatrixRegion =
  | { type: 'world' }
  | { type: 'circle'; center: LatLng /** Metres, at most 200,000. */; radius: number }
  | { type: 'autoCircle' /** Metres. Default: 10,000. */; margin?: number /** Metres. */; maxRadius?: number }
  | BoundingBoxArea
  | { type: 'polygon'; outer: LatLng[] }

/** The vehicle: lengths in centimetres, weights in kilograms. */
export interface MatrixVehicle {
  type?: Open<'straightTruck' | 'tractor'>
  category?: Open<'undefined' | 'lightTruck'>
  /** Centimetres. */
  height?: number
  /** Centimetres. */
  width?: number
  /** Centimetres. */
  length?: number
  /** Centimetres. */
  trailerLength?: number
  /** Centimetres. */
  kpraLength?: number
  /** Kilograms. */
  grossWeight?: number
  /** Kilograms. */
  currentWeight?: number
  /** Kilograms. */
  emptyWeight?: number
  /** Kilograms. */
  weightPerAxle?: number
  /** Kilograms. */
  weightPerAxleGroup?: { single?: number; tandem?: number; triple?: number; quad?: number; quint?: number }
  /** Kilograms. */
  payloadCapacity?: number
  axleCount?: number
  tiresCount?: number
  trailerCount?: number
  shippedHazardousGoods?: Open<HazardousGoods>[]
  tunnelCategory?: Open<'B' | 'C' | 'D' | 'E'>
  licensePlate?: { lastCharacter: string }
  /** Metres per second, 1 to 70. */
  speedCap?: number
  /** `speed` in metres per second, `fc` 1 to 5. */
  speedCapPerFc?: { speed: number; fc: number }[]
  occupancy?: number
  /** Cubic centimetres. */
  engineSizeCc?: number
  /** Square metres. */
  frontalArea?: number
  rollingResistanceCoefficient?: number
  airDragCoefficient?: number
  commercial?: boolean
}

/** `POST /v8/matrix`: a {@link MatrixStatus}; with `async: false` the matrix. `'matrix' in data` tells them apart. */
export type MatrixResponse = MatrixStatus | MatrixResult

/** A matrix that is being reckoned. Ask `statusUrl`, as it is: another host may not know of it. */
export interface MatrixStatus {
  matrixId: string
  status: Open<'accepted' | 'inProgress' | 'completed' | 'timeout' | 'error'>
  /** With `accepted`. */
  statusUrl?: string
  /** With `completed`; it may be relative to `statusUrl`. */
  resultUrl?: string
  error?: { title: string; status: number; code: string; cause: string; action: string; correlationId: string }
}

/** A matrix that is done. */
export interface MatrixResult {
  matrixId: string
  matrix?: Matrix
  regionDefinition?: MatrixRegion
}

/** From origin `i` to destination `j` is at index `numDestinations * i + j` of each list. */
export interface Matrix {
  numOrigins: number
  numDestinations: number
  /** Seconds. */
  travelTimes?: number[]
  /** Metres. */
  distances?: number[]
  /** Kilowatt hours times `consumptionScale`. */
  consumptions?: number[]
  consumptionScale?: number
  /**
   * Left out when all went well. 0 went well, 1 no way, 2 not on a road, 3 only against a rule or a wish, 4 outside the
   * region, 5 to 10 as `violationMapping` says, 99 unknown.
   */
  errorCodes?: number[]
}
