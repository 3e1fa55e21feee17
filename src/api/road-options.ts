import type { LatLng } from './lat-lng.ts'
import type { ListOf, Open, TextList } from './open-enum.ts'

/** How to travel. */
export type TransportMode = Open<
  'car' | 'truck' | 'pedestrian' | 'bicycle' | 'scooter' | 'taxi' | 'bus' | 'privateBus' | 'networkRestrictedTruck'
>

/** What a vehicle can be told to keep away from. */
export type AvoidFeature =
  | 'seasonalClosure'
  | 'tollRoad'
  | 'controlledAccessHighway'
  | 'ferry'
  | 'carShuttleTrain'
  | 'tunnel'
  | 'dirtRoad'
  | 'difficultTurns'
  | 'uTurns'

/** Dangerous goods. */
export type HazardousGoods =
  | 'explosive'
  | 'gas'
  | 'flammable'
  | 'combustible'
  | 'organic'
  | 'poison'
  | 'radioactive'
  | 'corrosive'
  | 'poisonousInhalation'
  | 'harmfulToWater'
  | 'other'

/** Parameters that routes and isolines have in common. */
export interface RoadParams {
  /** How to travel. */
  transportMode: TransportMode
  /** What counts: `fast` is time, `short` is distance. Default: `fast`. */
  routingMode?: Open<'fast' | 'short'> | undefined
  /** Kept away from where possible; a notice tells where it was not. */
  avoid?: AvoidParams | undefined
  /** Never used, even if there is no route then. */
  exclude?: ExcludeParams | undefined
  allow?: AllowParams | undefined
  vehicle?: VehicleParams | undefined
  /** Use `vehicle`. */
  truck?: VehicleParams | undefined
  /** How the consumption of an electric vehicle is reckoned. Default: `empirical`. */
  consumptionModel?: Open<'empirical' | 'physical'> | undefined
  ev?: EvParams | undefined
  fuel?: FuelParams | undefined
  taxi?: { /** Default: `true`. */ allowDriveThroughTaxiRoads?: boolean | undefined } | undefined
  traffic?: TrafficParams | undefined
  /** `'{segment}#{+|-|*};speed={metres per second}'`, with commas between several. */
  maxSpeedOnSegment?: TextList | undefined
  /** Up to six tags with `+` between them, for the bill. */
  billingTag?: string | undefined
}

/** `avoid[…]`. */
export interface AvoidParams {
  features?: ListOf<AvoidFeature> | undefined
  /** `'bbox:{west},{south},{east},{north}'`, `'polygon:…'` or `'corridor:…;r={metres}'`, with `|` between several. */
  areas?: string | undefined
  /** `'{segment}#{+|-|*}'`; at most 1,000 with those of `maxSpeedOnSegment`. */
  segments?: TextList | undefined
  zoneCategories?: ListOf<'vignette' | 'congestionPricing' | 'environmental'> | undefined
  zoneIdentifiers?: TextList | undefined
  truckRoadTypes?: TextList | undefined
  tollTransponders?: ListOf<'all'> | undefined
}

/** `exclude[…]`. */
export interface ExcludeParams {
  /** ISO 3166-1 alpha-3. */
  countries?: TextList | undefined
  /** `'USA:NY,PA|CAN:QC'`. */
  states?: string | undefined
  /** As in `avoid`. */
  areas?: string | undefined
}

/** `allow[…]`. */
export interface AllowParams {
  /** Carpool lanes. Default: `false`. */
  hov?: boolean | undefined
  /** Carpool lanes that others may pay for. Default: `false`. */
  hot?: boolean | undefined
}

/** `traffic[…]`. */
export interface TrafficParams {
  /** `disabled` takes no traffic and no closure into account. Default: `default`. */
  mode?: Open<'default' | 'disabled'> | undefined
  /** Seconds for which the traffic of now outweighs what is usual. */
  overrideFlowDuration?: number | undefined
}

/** `vehicle[…]`: lengths in centimetres, weights in kilograms. */
export interface VehicleParams {
  type?: Open<'StraightTruck' | 'Tractor'> | undefined
  /** `lightTruck` counts rather as a car. */
  category?: Open<'undefined' | 'lightTruck'> | undefined
  /** Centimetres, 0 to 5,000. */
  height?: number | undefined
  /** Centimetres, 0 to 5,000; for tolls. */
  heightAboveFirstAxle?: number | undefined
  /** Centimetres, 0 to 5,000. */
  width?: number | undefined
  /** Centimetres with trailers, 0 to 30,000. */
  length?: number | undefined
  /** Centimetres of the longest trailer, 0 to 2,000. */
  trailerLength?: number | undefined
  /** Centimetres from kingpin to rear axle. */
  kpraLength?: number | undefined
  /** Kilograms, fully loaded, with trailers. */
  grossWeight?: number | undefined
  /** Kilograms, as loaded now, with trailers. */
  currentWeight?: number | undefined
  /** Kilograms, without load. */
  emptyWeight?: number | undefined
  /** Kilograms on the heaviest axle; not together with `weightPerAxleGroup`. */
  weightPerAxle?: number | undefined
  /** Kilograms: `'single:11000,tandem:18000'`. */
  weightPerAxleGroup?: string | undefined
  /** Kilograms. */
  payloadCapacity?: number | undefined
  /** 2 to 255, with trailers. */
  axleCount?: number | undefined
  /** Those of the trailers, which `axleCount` holds too; for tolls. */
  trailerAxleCount?: number | undefined
  /** 1 to 255, with trailers. */
  tiresCount?: number | undefined
  /** 0 to 255, at most 1 behind a car. Default: 0. */
  trailerCount?: number | undefined
  shippedHazardousGoods?: ListOf<HazardousGoods> | undefined
  tunnelCategory?: Open<'B' | 'C' | 'D' | 'E'> | undefined
  /** `'lastCharacter:7'`. */
  licensePlate?: string | undefined
  /** Metres per second, 1 to 70. */
  speedCap?: number | undefined
  /** Metres per second for the functional classes 1 to 5: `'20,16.7,,11,8'`. */
  speedCapPerFc?: string | undefined
  /** People in it, 1 or more. */
  occupancy?: number | undefined
  /** Use `occupancy` and `allow[hov]`. */
  hovOccupancy?: number | undefined
  engineType?: Open<'electric' | 'pluginHybrid' | 'internalCombustion'> | undefined
  /** Cubic centimetres, 0 to 2,000. */
  engineSizeCc?: number | undefined
  /** Square metres, 0.5 to 50. */
  frontalArea?: number | undefined
  /** 0.001 to 0.5. */
  rollingResistanceCoefficient?: number | undefined
  /** 0.1 to 1. */
  airDragCoefficient?: number | undefined
  /** Default: `true` for trucks, else `false`. */
  commercial?: boolean | undefined
}

/** `ev[…]`: an electric vehicle. Charge in kilowatt hours. */
export interface EvParams {
  /** Empirical: `'{km/h},{watt hours per metre},…'`, speeds rising. */
  freeFlowSpeedTable?: string | undefined
  /** Empirical: the same where traffic slows it down. */
  trafficSpeedTable?: string | undefined
  /** Empirical: watt hours per metre of climb. */
  ascent?: number | undefined
  /** Empirical: watt hours won back per metre of descent. */
  descent?: number | undefined
  /** Empirical: watt hours per second for all but driving. */
  auxiliaryConsumption?: number | undefined
  /** Physical: 0.1 to 1. */
  driveEfficiency?: number | undefined
  /** Physical: 0 to 1. */
  recuperationEfficiency?: number | undefined
  /** Physical: watts for all but driving. */
  auxiliaryPowerConsumption?: number | undefined
  /** `'{seconds},{watts}|…'`, at most six pairs. */
  auxiliaryPowerCurve?: string | undefined
  /** Physical: kilograms per cubic metre, 0.5 to 2. Default: 1.225. */
  airDensity?: number | undefined
  /** `true` puts in charging stops. Default: `false`. */
  makeReachable?: boolean | undefined
  /** Trucks below 7,500 kilograms: stations that are for cars, too. Default: `false`. */
  allowCarChargingStations?: boolean | undefined
  /** Kilowatt hours at the start, at most `maxCharge`. */
  initialCharge?: number | undefined
  /** Kilowatt hours, 0 to 1,200. */
  maxCharge?: number | undefined
  /** `'{kilowatt hours},{kilowatts},…'`, charge rising. */
  chargingCurve?: string | undefined
  /** Volts, 0 to 2,000. */
  maxChargingVoltage?: number | undefined
  /** Amperes, 0 to 2,000. */
  maxChargingCurrent?: number | undefined
  /** Kilowatt hours. */
  maxChargeAfterChargingStation?: number | undefined
  /** Kilowatt hours. */
  minChargeAtChargingStation?: number | undefined
  /** Kilowatt hours. */
  minChargeAtFirstChargingStation?: number | undefined
  /** Kilowatt hours. */
  minChargeAtDestination?: number | undefined
  /** Seconds at a station before it charges, 0 to 1,800. */
  chargingSetupDuration?: number | undefined
  /** Seconds at a station, 1,800 or more. */
  maxChargingDuration?: number | undefined
  connectorTypes?: ListOf<'iec62196Type1Combo' | 'iec62196Type2Combo' | 'chademo' | 'saeJ3400' | 'gbtDc'> | undefined
  /** Kilowatts. Default: 45. */
  maxPowerAtLowVoltage?: number | undefined
  /** At most 18,000. */
  maxDrivingTimeBeforeCharge?: number | undefined
  /** 1 to 1,800. */
  minTimeAtFirstChargingStation?: number | undefined
  /** Ids of operators, at most 10. */
  preferredChargePointOperators?: TextList | undefined
  /** Ids of operators, at most 10. */
  excludeChargePointOperators?: TextList | undefined
  /** Ids of stations, at most 10. */
  excludeChargingStations?: TextList | undefined
  /** `'default;preference=low,{id};preference=high'`, at most 10. */
  eMobilityServiceProviderPreferences?: TextList | undefined
  /** Use `preferredChargePointOperators`. */
  preferredBrands?: TextList | undefined
}

/** `fuel[…]`: a vehicle that burns something. Millilitres, for CNG grams. */
export interface FuelParams {
  type?: Open<'diesel' | 'petrol' | 'lpg' | 'cng' | 'lng' | 'ethanol' | 'propane' | 'hydrogen'> | undefined
  /** `'{km/h},{millilitres per metre},…'`, speeds rising. */
  freeFlowSpeedTable?: string | undefined
  /** The same where traffic slows it down. */
  trafficSpeedTable?: string | undefined
  /** Millilitres per second for all but driving. */
  additionalConsumption?: number | undefined
  /** Millilitres per metre of climb. */
  ascent?: number | undefined
}

/** An area in the body of a request. */
export type Area =
  | BoundingBoxArea
  | { type: 'polygon'; outer: LatLng[] }
  | { type: 'encodedPolygon' /** Flexible polyline. */; outer: string }
  | { type: 'corridor'; polyline: LatLng[] /** Metres, 1 to 1,000. */; radius: number }
  | { type: 'encodedCorridor' /** Flexible polyline. */; polyline: string /** Metres, 1 to 1,000. */; radius: number }

/** Degrees, WGS 84. */
export interface BoundingBoxArea {
  type: 'boundingBox'
  north: number
  south: number
  west: number
  east: number
}

/** What is too long for a query; HERE adds it to what the query says. At most 10 MiB. */
export interface RoadBody {
  avoid?: { segments?: string[]; areas?: (Area & { exceptions?: Area[] })[] }
  exclude?: { areas?: (Area & { exceptions?: Area[] })[] }
  maxSpeedOnSegment?: { segment: string /** Metres per second, 1 to 70. */; speed: number }[]
}
