import type { LatLng } from './lat-lng.ts'
import type { Found, Notice } from './notice.ts'
import type { ListOf, Open, TextList } from './open-enum.ts'
import type { RoutePlace, RouteStop } from './place.ts'
import type { Price, RouteAction, RouteSection, RouteSpan } from './routing.ts'

/** Means of public transport. */
export type TransitMode =
  | 'highSpeedTrain'
  | 'intercityTrain'
  | 'interRegionalTrain'
  | 'regionalTrain'
  | 'cityTrain'
  | 'bus'
  | 'ferry'
  | 'subway'
  | 'lightRail'
  | 'privateBus'
  | 'inclined'
  | 'aerial'
  | 'busRapid'
  | 'monorail'
  | 'flight'

/** `GET /v8/routes` with `here: { service: 'transit' }`. */
export interface TransitRoutesParams {
  /** `'{lat},{lng}'`; `;placeName={name}` may follow. */
  origin: string
  /** As `origin`. */
  destination: string
  /** RFC 3339, local time where it has no offset. Default: now. */
  departureTime?: string | Date | undefined
  /** RFC 3339, local time where it has no offset; in place of `departureTime`. */
  arrivalTime?: string | Date | undefined
  /** Routes besides the best one, 0 to 5. Default: 0. */
  alternatives?: number | undefined
  /** At most so many, 0 to 6. Default: any number. */
  changes?: number | undefined
  /** Only these, or with `-` in front all but these. Default: all. */
  modes?: ListOf<TransitMode | `-${TransitMode}`> | undefined
  pedestrian?: WalkParams | undefined
  accessibility?: ListOf<'wheelchair'> | undefined
  /** What the response contains. */
  return?: ListOf<TransitSectionPart> | undefined
  /** For instructions. Default: `metric`. */
  units?: Open<'metric' | 'imperial'> | undefined
  /** Languages (BCP 47), the preferred one first. Default: `en-US`. */
  lang?: TextList | undefined
}

/** `pedestrian[…]`. */
export interface WalkParams {
  /** Metres per second, 0.5 to 2. Default: 1. */
  speed?: number | undefined
  /** Metres, 0 to 6,000. Default: 2,000. */
  maxDistance?: number | undefined
}

/** Values of `return`. */
export type TransitSectionPart =
  | 'intermediate'
  | 'fares'
  | 'polyline'
  | 'actions'
  | 'travelSummary'
  | 'incidents'
  | 'bookingLinks'
  | 'nextDepartures'
  | 'sourceFeedMapping'
  | 'serviceTimes'

/**
 * `GET /v8/routes` of public transport. Where there is no route this is a 200 all the same: `routes` is empty, and
 * `notices` say why (`noRouteFound`, `noCoverage`, `noStationsFound`).
 */
export interface TransitRoutesResponse {
  routes: Found<TransitRoute>
  notices?: Notice[]
}

/** A way by public transport and on foot. */
export interface TransitRoute {
  id: string
  sections: TransitRouteSection[]
  notices?: Notice[]
}

/** A ride or a walk. */
export interface TransitRouteSection {
  id: string
  type: Open<'pedestrian' | 'transit'>
  departure: TransitStop
  arrival: TransitStop
  transport?: TransitTransport
  /** With `travelSummary` in `return`. */
  travelSummary?: { /** Seconds. */ duration: number /** Metres. */; length: number }
  /** Flexible polyline. */
  polyline?: string
  preActions?: RouteAction[]
  actions?: RouteAction[]
  postActions?: RouteAction[]
  intermediateStops?: IntermediateStop[]
  nextDepartures?: Partial<TransitDeparture>[]
  agency?: TransitAgency
  /** Must be shown. */
  attributions?: WebLink[]
  bookingLinks?: WebLink[]
  fares?: { id: string; name: string; price: Price; reason?: Open<'ride' | 'parking'> }[]
  incidents?: TransitIncident[]
  spans?: RouteSpan[]
  notices?: Notice[]
}

/** A departure or an arrival. */
export interface TransitStop extends RouteStop {
  /** Seconds behind the timetable. */
  delay?: number
  status?: Open<'scheduled' | 'cancelled' | 'additional' | 'replaced'>
  serviceTimes?: { firstTrip?: string; lastTrip?: string }
}

/** A stop on the way. */
export interface IntermediateStop {
  departure: TransitStop
  /** Seconds. Default: 0. */
  duration?: number
  /** Index in the polyline. */
  offset?: number
  transport?: TransitTransport
  attributes?: Open<'noEntry' | 'noExit'>[]
}

/** A line. */
export interface TransitTransport {
  mode: Open<TransitMode | 'pedestrian'>
  name?: string
  headsign?: string
  category?: string
  /** `'#FF0000'`. */
  color?: string
  /** `'#FFFFFF'`. */
  textColor?: string
  shortName?: string
  longName?: string
  wheelchairAccessible?: Open<'unknown' | 'yes' | 'limited' | 'no'>
}

/** Who runs a line. */
export interface TransitAgency {
  id: string
  name: string
  website?: string
}

/** A link to show. */
export interface WebLink {
  id: string
  text: string
  href?: string
  /** The part of `text` to click on. Default: all. */
  hrefText?: string
  type?: Open<'disclaimer' | 'tariff'>
  deviceType?: Open<'web' | 'ios' | 'android'>
}

/** What is out of order. */
export interface TransitIncident {
  type: Open<'technicalProblem' | 'strike' | 'accident' | 'weather' | 'maintenance' | 'construction' | 'other'>
  effect: Open<'cancelledService' | 'reducedService' | 'modifiedService' | 'delays' | 'detour' | 'stopMoved' | 'other'>
  summary?: string
  description?: string
  /** RFC 3339. */
  validFrom?: string
  /** RFC 3339. */
  validUntil?: string
  url?: string
}

/** `GET /v8/departures`. Needs `ids` or `in`. */
export interface DeparturesParams {
  /** Ids of stations, at most 50. */
  ids?: TextList | undefined
  /** `'{lat},{lng};r={metres}'`. Default radius: 500. */
  in?: string | undefined
  /** With `in`: stations, 1 to 50. Default: 5. */
  maxPlaces?: number | undefined
  /** RFC 3339, local time where it has no offset. Default: now. */
  time?: string | undefined
  /** How long after `time`, 1 to 1,440; at most a day. */
  timespan?: number | undefined
  /** Departures of a station, 1 to 50. Default: 5. */
  maxPerBoard?: number | undefined
  /** Departures of a line, 1 to 10. Default: all. */
  maxPerTransport?: number | undefined
  /** Default: `time`. */
  sort?: Open<'time' | 'transport'> | undefined
  /** Only these, or with `-` in front all but these. Default: all. */
  modes?: ListOf<TransitMode | `-${TransitMode}`> | undefined
  accessibility?: ListOf<'wheelchair'> | undefined
  /** Languages (BCP 47), the preferred one first. Default: `en-US`. */
  lang?: TextList | undefined
}

/** `GET /v8/departures`: 200 with a notice (`noDeparturesFound`) where there is none. */
export interface DeparturesResponse {
  boards: Found<StationBoard>
  notices?: Notice[]
}

/** What leaves a station. */
export interface StationBoard {
  place: Station
  departures: TransitDeparture[]
  /** Must be shown. */
  attributions?: WebLink[]
}

/** What leaves. */
export interface TransitDeparture {
  /** RFC 3339, in the place's time zone. */
  time: string
  /** Seconds behind the timetable. */
  delay?: number
  status?: Open<'scheduled' | 'cancelled' | 'additional' | 'replaced'>
  platform?: string
  transport: TransitTransport
  agency?: TransitAgency
}

/** A stop or a station. */
export interface Station {
  type: string
  location: LatLng
  name?: string
  id?: string
  platform?: string
  code?: string
  wheelchairAccessible?: Open<'unknown' | 'yes' | 'limited' | 'no'>
}

/** `GET /v8/stations`. Needs `ids` or `in`. */
export interface StationsParams {
  /** Ids of stations, at most 50. */
  ids?: TextList | undefined
  /** `'{lat},{lng};r={metres}'`. Default radius: 500. */
  in?: string | undefined
  /** With `in`: all or part of the name. */
  name?: string | undefined
  /** How the name is compared. Default: `fuzzy`. */
  method?: Open<'fuzzy' | 'strict'> | undefined
  /** 1 to 50; 1 to 25 with `name`. Default: 5. */
  maxPlaces?: number | undefined
  /** Where one of these stops, or with `-` in front not only these. */
  modesInPlace?: ListOf<TransitMode | `-${TransitMode}`> | undefined
  accessibility?: ListOf<'wheelchair'> | undefined
  return?: ListOf<'transport' | 'accessPoints'> | undefined
}

/** `GET /v8/stations`: 200 with a notice (`noStationsFound`) where there is none. */
export interface StationsResponse {
  stations: Found<StationInfo>
  notices?: Notice[]
}

/** A station and what stops there. */
export interface StationInfo {
  place: Station
  transports?: TransitTransport[]
  accessPoints?: RoutePlace[]
  notices?: Notice[]
}

// Intermodal routing

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
