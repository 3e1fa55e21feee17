import type { Found, Notice } from './notice.ts'
import type { ListOf, NumberList, Open, TextList } from './open-enum.ts'
import type { LocalizedText, RoutePlace, RouteStop } from './place.ts'
import type { RoadBody, RoadParams } from './road-options.ts'

/** `GET /v8/routes`, and the query of `POST /v8/routes`. */
export interface RoutesParams extends RoadParams {
  /** `'{lat},{lng}'`; options follow as `;course=90;radius=20`. */
  origin: string
  /** As `origin`; `!stopDuration={seconds}` may follow. */
  destination: string
  /** Stops on the way, in order, as `destination`; `!passThrough=true` does not stop. */
  via?: TextList | undefined
  /** RFC 3339, local time where it has no offset; `any` leaves time out. Default: now. */
  departureTime?: Open<'any'> | Date | undefined
  /** RFC 3339, local time where it has no offset; in place of `departureTime`. */
  arrivalTime?: string | Date | undefined
  /** Routes besides the best one, 0 to 6. Default: 0. */
  alternatives?: number | undefined
  /** What the response contains. `actions`, `turnByTurnActions` and `spans` need `polyline`, `instructions` needs `actions`. */
  return?: ListOf<RouteSectionPart> | undefined
  /** What `spans` of a section hold; needs `polyline` in `return`. */
  spans?: ListOf<RouteSpanPart> | undefined
  /** For instructions. Default: `metric`. */
  units?: Open<'metric' | 'imperial'> | undefined
  /** Languages (BCP 47), the preferred one first. Default: `en-US`. */
  lang?: TextList | undefined
  /** ISO 4217, for tolls. */
  currency?: string | undefined
  tolls?: TollParams | undefined
  pedestrian?: { /** Metres per second, 0.5 to 2. Default: 1. */ speed?: number | undefined } | undefined
  scooter?: { /** Default: `false`. */ allowHighway?: boolean | undefined } | undefined
  /** `schedule`: seconds of driving and of rest by turns, `'32400,39600'`. */
  driver?: { schedule?: NumberList | undefined } | undefined
  networkRestrictedTruck?: { /** `'NZL:hpmv,fiftyMax|AUS:NSW:pbs2A'`. */ permittedNetworks: string } | undefined
  /** HRNs of map customizations. */
  customizations?: TextList | undefined
}

/** Values of `return`. */
export type RouteSectionPart =
  | 'polyline'
  | 'actions'
  | 'instructions'
  | 'summary'
  | 'travelSummary'
  | 'typicalDuration'
  | 'turnByTurnActions'
  | 'elevation'
  | 'routeHandle'
  | 'passthrough'
  | 'incidents'
  | 'routingZones'
  | 'truckRoadTypes'
  | 'tolls'
  | 'routeLabels'
  | 'potentialTimeDependentViolations'
  | 'noThroughRestrictions'

/** Values of `spans`. */
export type RouteSpanPart =
  | 'walkAttributes'
  | 'streetAttributes'
  | 'carAttributes'
  | 'truckAttributes'
  | 'scooterAttributes'
  | 'names'
  | 'length'
  | 'duration'
  | 'baseDuration'
  | 'typicalDuration'
  | 'countryCode'
  | 'stateCode'
  | 'functionalClass'
  | 'routeNumbers'
  | 'maxSpeed'
  | 'dynamicSpeedInfo'
  | 'segmentRef'
  | 'consumption'
  | 'routingZones'
  | 'truckRoadTypes'
  | 'notices'
  | 'incidents'
  | 'tollSystems'
  | 'gates'
  | 'railwayCrossings'
  | 'noThroughRestrictions'
  | 'hovAttributes'
  | 'permittedNetworks'

/** `tolls[…]`; needs `tolls` in `return`. */
export interface TollParams {
  transponders?: ListOf<'all'> | undefined
  vignettes?: ListOf<'all'> | undefined
  /** `total` needs `currency`. */
  summaries?: ListOf<'total' | 'tollSystem' | 'country'> | undefined
  vehicleCategory?: Open<'minibus'> | undefined
  /** `'euro6'`, `'euro6;co2class=1'`. */
  emissionType?: string | undefined
}

/** The body of `POST /v8/routes`. */
export interface RoutesBody extends RoadBody {
  ev?: { preferredChargePointOperators?: string[]; preferredBrands?: string[] }
  networkRestrictedTruck?: { permittedNetworks: { country: string; states?: string[]; networks: string[] }[] }
}

/**
 * `GET` and `POST /v8/routes`. Where there is no route this is a 200 all the same: `routes` is empty, and `notices` say
 * why (`noRouteFound`).
 */
export interface RoutesResponse {
  routes: Found<Route>
  notices?: Notice[]
}

/** A way from origin to destination. */
export interface Route {
  id: string
  /** One for each stretch between stops, and for each change of the mode. */
  sections: RouteSection[]
  notices?: Notice[]
  /** With `routeHandle` in `return`: for `/v8/routes/{routeHandle}`. */
  routeHandle?: string
  /** With `routeLabels` in `return`. */
  routeLabels?: { label_type?: Open<'Name' | 'RouteNumber'>; name?: LocalizedText }[]
}

/** A part of a route; most fields are present when `return` contains them. `transit` is a ferry or a car train. */
export interface RouteSection {
  id: string
  type: Open<'vehicle' | 'pedestrian' | 'transit'>
  departure: RouteStop
  arrival: RouteStop
  transport: RouteTransport
  /** With `summary` in `return`: all of the section. */
  summary?: RouteSummary
  /** With `travelSummary` in `return`: without what is done before and after, such as charging. */
  travelSummary?: RouteSummary
  /** Flexible polyline. */
  polyline?: string
  preActions?: RouteAction[]
  actions?: RouteAction[]
  postActions?: RouteAction[]
  turnByTurnActions?: RouteAction[]
  spans?: RouteSpan[]
  /** A `critical` one: the section breaks a rule or a wish. */
  notices?: Notice[]
  language?: string
  passthrough?: { place: RoutePlace /** Index in the polyline. */; offset?: number }[]
  incidents?: RouteIncident[]
  tollSystems?: { id?: number; name?: string }[]
  tolls?: TollCost[]
  truckRoadTypes?: string[]
  routingZones?: { ref?: string; type?: string; name?: string; category?: string }[]
  noThroughRestrictions?: unknown[]
  consumptionType?: Open<'electric' | 'diesel' | 'petrol' | 'lpg' | 'cng'>
  /** What `$0`, `$1`, … in references stand for. */
  refReplacements?: Record<string, string>
}

/** How a section is travelled. */
export interface RouteTransport {
  mode: Open<'car' | 'truck' | 'pedestrian' | 'bicycle' | 'scooter' | 'taxi' | 'bus' | 'privateBus' | 'ferry'>
  name?: string
  /** Kilograms. */
  currentWeight?: number
}

/** Sums over a section. */
export interface RouteSummary {
  /** Seconds. */
  duration: number
  /** Metres. */
  length: number
  /** Seconds, if there were no traffic. */
  baseDuration?: number
  /** Seconds, with the traffic that is usual. */
  typicalDuration?: number
  /** Kilowatt hours; litres of fuel (CNG: kilograms). */
  consumption?: number
  /** Kilograms that come out of the exhaust. */
  co2Emission?: number
  tolls?: unknown
}

/** Something to do: a turn, boarding, charging, … */
export interface RouteAction {
  action: Open<
    | 'depart'
    | 'arrive'
    | 'turn'
    | 'keep'
    | 'continue'
    | 'ramp'
    | 'exit'
    | 'enterHighway'
    | 'continueHighway'
    | 'roundaboutEnter'
    | 'roundaboutExit'
    | 'roundaboutPass'
    | 'uTurn'
    | 'board'
    | 'deboard'
    | 'chargingSetup'
    | 'charging'
    | 'wait'
  >
  /** Seconds until the next one. */
  duration: number
  /** Metres until the next one. */
  length?: number
  /** With `instructions` in `return`: for people. */
  instruction?: string
  /** `charging`: kilowatts, at most. */
  consumablePower?: number
  /** `charging`: kilowatt hours before. */
  arrivalCharge?: number
  /** `charging`: kilowatt hours after. */
  targetCharge?: number
  /** Index in the polyline. */
  offset?: number
  direction?: Open<'left' | 'right' | 'middle'>
  severity?: Open<'light' | 'quite' | 'heavy'>
  /** Which one to leave by, 1 to 12. */
  exit?: number
  /** Degrees clockwise, -180 to 180. */
  turnAngle?: number
  /** Degrees, -360 to 360; negative where people drive on the left. */
  roundaboutAngle?: number
  currentRoad?: RoadInfo
  nextRoad?: RoadInfo
  exitSign?: unknown
  signpost?: unknown
  intersectionName?: LocalizedText[]
}

/** A road of an action. */
export interface RoadInfo {
  type?: Open<'rural' | 'urban' | 'highway'>
  name?: LocalizedText[]
  number?: LocalizedText[]
  toward?: LocalizedText[]
  fullName?: LocalizedText[]
}

/** A stretch of a section on which all requested attributes are the same. */
export interface RouteSpan {
  /** Index in the polyline where it begins. Default: 0. */
  offset?: number
  /** Metres. */
  length?: number
  /** Seconds. */
  duration?: number
  /** Seconds, if there were no traffic. */
  baseDuration?: number
  /** Seconds, with the traffic that is usual. */
  typicalDuration?: number
  /** Metres per second, or `unlimited`. */
  maxSpeed?: number | 'unlimited'
  dynamicSpeedInfo?: {
    /** Metres per second with traffic. */
    trafficSpeed: number
    /** Metres per second without traffic. */
    baseSpeed: number
    /** Seconds to turn into the next span. */
    turnTime: number
  }
  /** Kilowatt hours; litres of fuel (CNG: kilograms). */
  consumption?: number
  /** 1 (most important) to 5. */
  functionalClass?: number
  names?: LocalizedText[]
  routeNumbers?: LocalizedText[]
  /** ISO 3166-1 alpha-3. */
  countryCode?: string
  stateCode?: string
  segmentRef?: string
  streetAttributes?: Open<
    | 'rightDrivingSide'
    | 'dirtRoad'
    | 'tunnel'
    | 'bridge'
    | 'ramp'
    | 'motorway'
    | 'roundabout'
    | 'underConstruction'
    | 'dividedRoad'
    | 'privateRoad'
    | 'controlledAccessHighway'
    | 'builtUpArea'
  >[]
  carAttributes?: Open<'open' | 'noThrough' | 'tollRoad'>[]
  truckAttributes?: Open<'open' | 'noThrough' | 'tollRoad'>[]
  scooterAttributes?: Open<'open' | 'noThrough' | 'tollRoad'>[]
  walkAttributes?: Open<'stairs' | 'park' | 'indoor' | 'open' | 'noThrough' | 'tollRoad'>[]
  /** Indexes in the section's list. */
  incidents?: number[]
  /** Indexes in the section's list. */
  notices?: number[]
  /** Indexes in the section's list. */
  tollSystems?: number[]
  /** Indexes in the section's list. */
  routingZones?: number[]
  /** Indexes in the section's list. */
  truckRoadTypes?: number[]
  /** At its end. */
  gate?: Open<'keyAccess' | 'permissionRequired' | 'emergency'>
  /** At its end. */
  railwayCrossing?: Open<'protected' | 'unprotected' | 'unknown'>
}

/** Traffic that a section meets. */
export interface RouteIncident {
  id?: string
  type: Open<IncidentType>
  criticality: Open<'critical' | 'major' | 'minor' | 'low'>
  description?: string
  /** RFC 3339. */
  validFrom?: string
  /** RFC 3339. */
  validUntil?: string
}

/** Kinds of incidents, of routing and of the traffic service. */
export type IncidentType =
  | 'accident'
  | 'congestion'
  | 'construction'
  | 'disabledVehicle'
  | 'massTransit'
  | 'plannedEvent'
  | 'roadHazard'
  | 'roadClosure'
  | 'weather'
  | 'laneRestriction'
  | 'other'

/** What a toll system asks for; of several fares one is to be paid. */
export interface TollCost {
  tollSystem: string
  tollSystemRef?: number
  tollSystems?: number[]
  /** ISO 3166-1 alpha-3. */
  countryCode?: string
  fares: TollFare[]
  tollCollectionLocations?: unknown[]
}

/** A way to pay a toll. */
export interface TollFare {
  id: string
  name: string
  price: Price
  /** In the `currency` of the request. */
  convertedPrice?: Price
  reason?: string
  paymentMethods?: Open<'cash' | 'bankCard' | 'creditCard' | 'passSubscription' | 'transponder' | 'videoToll'>[]
}

/** An amount, or a range of amounts. */
export interface Price {
  type: Open<'value' | 'range'>
  /** ISO 4217. */
  currency: string
  /** Type `value`. */
  value?: number
  /** Type `range`. */
  minimum?: number
  /** Type `range`. */
  maximum?: number
  estimated?: boolean
  /** Seconds that it pays for. */
  unit?: number
}
