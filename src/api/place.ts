import type { LatLng } from './lat-lng.ts'
import type { Open } from './open-enum.ts'

/** A point that may have a height. */
export interface RouteLocation extends LatLng {
  /** Metres above the WGS 84 ellipsoid. */
  elv?: number
}

/** Where a section of a route begins or ends. */
export interface RoutePlace {
  type: Open<'place' | 'station' | 'accessPoint' | 'parkingLot' | 'chargingStation' | 'dockingStation'>
  /** What was used for the calculation, usually on a road. */
  location: RouteLocation
  /** As in the request. */
  originalLocation?: RouteLocation
  /** Where a map shows it. */
  displayLocation?: RouteLocation
  name?: string
  id?: string
  /** Index of the `via` in the request. */
  waypoint?: number
  sideOfStreet?: Open<'left' | 'right'>
  /** Stations: name or number of the platform. */
  platform?: string
  /** Stations: what people know it by. */
  code?: string
  wheelchairAccessible?: Open<'unknown' | 'yes' | 'limited' | 'no'>
  /** Charging stations: the connector that the plan counts on; parking lots: a list such as `['parkAndRide']`. */
  attributes?: ChargingConnector | string[]
  /** Charging stations of public transport and intermodal routes: the connector that the plan counts on. */
  connectorAttributes?: ChargingConnector
  /** Charging stations. */
  brand?: { name?: string; hrn?: string }
  /** Charging stations. */
  chargePointOperator?: { id?: string; name?: string }
  /** Charging stations: those of `ev[eMobilityServiceProviderPreferences]` that can be used there. */
  matchingEMobilityServiceProviders?: { id?: string; name?: string }[]
}

/** A connector of a charging station. */
export interface ChargingConnector {
  /** Kilowatts. */
  power: number
  /** Amperes. */
  current?: number
  /** Volts. */
  voltage?: number
  supplyType: Open<'acSingle' | 'acThree' | 'dc'>
  connectorType: Open<'iec62196Type1Combo' | 'iec62196Type2Combo' | 'chademo' | 'saeJ3400' | 'gbtDc' | 'unknown'>
}

/** A departure or an arrival. */
export interface RouteStop {
  /** RFC 3339, in the place's time zone. */
  time?: string
  place: RoutePlace
  /** Kilowatt hours in the battery. */
  charge?: number
}

/** A text and its language (BCP 47). */
export interface LocalizedText {
  value: string
  language?: string
}
