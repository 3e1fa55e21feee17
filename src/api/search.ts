import type { LatLng } from './lat-lng.ts'
import type { Found } from './notice.ts'
import type { ListOf, NumberList, Open, TextList } from './open-enum.ts'

/** Parameters that all search services know. */
export interface SearchParams {
  /** Languages (BCP 47), the preferred one first. */
  lang?: TextList | undefined
  /** ISO 3166-1 alpha-3, upper case. */
  politicalView?: string | undefined
}

/** `GET /v1/discover`. Needs `at`, or `in` with a circle or a box. */
export interface DiscoverParams extends SearchParams {
  /** Free text. */
  q: string
  /** Where: `'{lat},{lng}'`. */
  at?: string | undefined
  /** Only there: `'circle:{lat},{lng};r={metres}'`, `'bbox:{west},{south},{east},{north}'` or `'countryCode:DEU,AUT'`. */
  in?: string | undefined
  /** 1 to 100. Default: 20. */
  limit?: number | undefined
  /** 0 to 99; asks for pages. */
  offset?: number | undefined
  /** Flexible polyline, `';w={metres}'` for the width: 1,000 by default, at most 50,000. */
  route?: string | undefined
  ranking?: Open<'excursionDistance'> | undefined
  mobilityMode?: Open<'car' | 'motorbike' | 'truck'> | undefined
  with?: ListOf<'recommendPlaces'> | undefined
  show?: ListOf<PlaceSection> | undefined
  evStation?: EvStationFilter | undefined
  fuelStation?: FuelStationFilter | undefined
}

/** What a response with places can contain in addition. */
export type PlaceSection =
  | 'eMobilityServiceProviders'
  | 'ev'
  | 'fuel'
  | 'fuelPrices'
  | 'phonemes'
  | 'referenceCategories'
  | 'streetInfo'
  | 'tripadvisor'
  | 'tripadvisorImageVariants'
  | 'truck'
  | 'tz'

/** `evStation[…]`. */
export interface EvStationFilter {
  /** Kilowatts. */
  minPower?: number | undefined
  /** Kilowatts. */
  maxPower?: number | undefined
  connectorTypeIds?: NumberList | undefined
  supplierNames?: TextList | undefined
  current?: Open<'AC' | 'DC'> | undefined
  eMobilityServiceProviderPartnerIds?: TextList | undefined
  paymentMethodIds?: ListOf<'creditCard' | 'debitCard' | 'operatorApp' | 'authByCarPlugAndCharge'> | undefined
}

/** `fuelStation[…]`. */
export interface FuelStationFilter {
  fuelTypes?:
    | ListOf<'biodiesel' | 'cng' | 'diesel' | 'e10' | 'e85' | 'gasoline' | 'hydrogen' | 'lng' | 'lpg'>
    | undefined
  minimumTruckClass?: Open<'heavy' | 'medium'> | undefined
}

/** `GET /v1/autosuggest`. Needs `at`, or `in` with a circle or a box. */
export interface AutosuggestParams extends Omit<DiscoverParams, 'show'> {
  show?: ListOf<'details' | 'fuel' | 'phonemes' | 'referenceCategories' | 'streetInfo' | 'truck' | 'tz'> | undefined
  /** Terms that go on from what was typed, 0 to 10. */
  termsLimit?: number | undefined
  showMapReferences?: ListOf<MapReference> | undefined
}

/** `GET /v1/browse`. */
export interface BrowseParams extends Omit<DiscoverParams, 'q' | 'at' | 'with' | 'mobilityMode'> {
  /** Where: `'{lat},{lng}'`. */
  at: string
  /** Ids of categories; with `!` in front those that are not wanted. */
  categories?: TextList | undefined
  /** Ids of chains; with `!` in front those that are not wanted. */
  chains?: TextList | undefined
  /** Ids of cuisines; with `!` in front those that are not wanted. */
  foodTypes?: TextList | undefined
  /** Part of the place's name. */
  name?: string | undefined
}

/** `GET /v1/geocode`. Needs `q` or `qq`. */
export interface GeocodeParams extends SearchParams {
  /** Free text. */
  q?: string | undefined
  /** In fields: `'city=Berlin;street=Friedrichstr;houseNumber=20'`. */
  qq?: string | undefined
  /** What is near counts for more: `'{lat},{lng}'`. */
  at?: string | undefined
  /** Only there: `'countryCode:DEU,AUT'`. */
  in?: string | undefined
  /** 1 to 100. Default: 20. */
  limit?: number | undefined
  types?: ListOf<'address' | 'area' | 'city' | 'houseNumber' | 'place' | 'postalCode' | 'street'> | undefined
  with?: ListOf<'MPA'> | undefined
  addressNamesMode?: Open<'matched' | 'normalized'> | undefined
  addressNamesVariant?: AddressNamesVariant | undefined
  postalCodeMode?: Open<'cityLookup' | 'districtLookup'> | undefined
  show?:
    | ListOf<
        'addressUsage' | 'countryInfo' | 'parsing' | 'postalCodeDetails' | 'secondaryUnitInfo' | 'streetInfo' | 'tz'
      >
    | undefined
  showMapReferences?: ListOf<MapReference> | undefined
  showNavAttributes?: ListOf<NavAttribute> | undefined
  showRelated?: ListOf<'MPA' | 'intersections' | 'parentPA'> | undefined
  showTranslations?: ListOf<'city' | 'county' | 'district' | 'state'> | undefined
}

/** `addressNamesVariant[…]`. */
export interface AddressNamesVariant {
  city?: Open<'administrative'> | undefined
}

/** Ids of HERE's map that a response can contain. */
export type MapReference = 'adminIds' | 'cmVersion' | 'links' | 'microPointAddress' | 'pointAddress' | 'segments'

/** What a response can contain about the road. */
export type NavAttribute = 'access' | 'functionalClass' | 'physical' | 'speedLimits'

/** `GET /v1/revgeocode`. Needs `at`, or `in` with a circle. */
export interface RevgeocodeParams extends SearchParams {
  /** `'{lat},{lng}'`. */
  at?: string | undefined
  /** `'circle:{lat},{lng};r={metres}'`. */
  in?: string | undefined
  /** 1 to 100. Default: 1. */
  limit?: number | undefined
  types?: ListOf<'address' | 'area' | 'city' | 'houseNumber' | 'place' | 'street'> | undefined
  /** Degrees clockwise from north, 0 to 359; the results are streets then. */
  bearing?: number | undefined
  with?: ListOf<'MPA' | 'estimatedAreaFallback' | 'unnamedStreets'> | undefined
  addressNamesVariant?: AddressNamesVariant | undefined
  show?: ListOf<'addressUsage' | 'countryInfo' | 'postalCodeDetails' | 'streetInfo' | 'tz'> | undefined
  showMapReferences?: ListOf<MapReference> | undefined
  showNavAttributes?: ListOf<NavAttribute> | undefined
  showRelated?: ListOf<'intersections' | 'nearbyAddress' | 'parentPA'> | undefined
}

/** `GET /v1/autocomplete`. */
export interface AutocompleteParams extends SearchParams {
  /** What was typed so far. */
  q: string
  /** What is near counts for more: `'{lat},{lng}'`. */
  at?: string | undefined
  /** Only there: `'countryCode:DEU,AUT'`, `'circle:{lat},{lng};r={metres}'` or `'bbox:{west},{south},{east},{north}'`. */
  in?: string | undefined
  /** 1 to 20. Default: 5. */
  limit?: number | undefined
  types?: ListOf<'address' | 'area' | 'city' | 'houseNumber' | 'postalCode' | 'street'> | undefined
  with?: ListOf<'MPA'> | undefined
  postalCodeMode?: Open<'cityLookup' | 'districtLookup'> | undefined
  show?: ListOf<'hasRelatedMPA' | 'streetInfo'> | undefined
}

/** `GET /v1/lookup`. */
export interface LookupParams extends SearchParams {
  /** The `id` of a result. */
  id: string
  addressNamesVariant?: AddressNamesVariant | undefined
  show?: ListOf<PlaceSection | 'addressUsage' | 'countryInfo' | 'postalCodeDetails'> | undefined
  showMapReferences?: ListOf<MapReference> | undefined
  showNavAttributes?: ListOf<NavAttribute> | undefined
  showRelated?: ListOf<'MPA' | 'parentPA'> | undefined
}

/** A result of a search. */
export interface SearchItem {
  title: string
  /** For `GET /v1/lookup`. */
  id: string
  address: Address
  resultType?: Open<
    | 'addressBlock'
    | 'administrativeArea'
    | 'houseNumber'
    | 'intersection'
    | 'locality'
    | 'place'
    | 'postalCodePoint'
    | 'street'
  >
  houseNumberType?: Open<'PA' | 'MPA' | 'interpolated'>
  addressBlockType?: Open<'block' | 'subblock'>
  localityType?: Open<'city' | 'district' | 'postalCode' | 'subdistrict'>
  administrativeAreaType?: Open<'country' | 'county' | 'state'>
  position?: LatLng
  /** Degrees. */
  mapView?: { west: number; south: number; east: number; north: number }
  /** Metres from `at`, as the crow flies. */
  distance?: number
  categories?: Category[]
  foodTypes?: Category[]
  timeZone?: { name: string /** `'+01:00'`. */; utcOffset: string }
  streetInfo?: StreetInfo[]
  politicalView?: string
}

/** An address in words; which of them there are depends on the country. */
export interface Address {
  /** All of it, as it is written on a letter. */
  label?: string
  /** ISO 3166-1 alpha-3. */
  countryCode?: string
  countryName?: string
  stateCode?: string
  state?: string
  countyCode?: string
  county?: string
  city?: string
  district?: string
  subdistrict?: string
  street?: string
  /** Of an intersection. */
  streets?: string[]
  block?: string
  subblock?: string
  postalCode?: string
  houseNumber?: string
  building?: string
  unit?: string
}

/** A category of places, or a cuisine. */
export interface Category {
  id: string
  name?: string
  primary?: boolean
}

/** A street's name in its parts. */
export interface StreetInfo {
  baseName?: string
  streetType?: string
  streetTypePrecedes?: boolean
  streetTypeAttached?: boolean
  prefix?: string
  suffix?: string
  direction?: string
  language?: string
}

/** A result that may be a place: what places have besides. */
export interface PlaceItem extends SearchItem {
  /** Where to drive to. */
  access?: AccessPoint[]
  chains?: { id: string; name?: string }[]
  /** The place's ids with others. */
  references?: { supplier: { id: string }; id: string; categories?: { id: string }[] }[]
  contacts?: Contacts[]
  openingHours?: OpeningHours[]
  driveThrough?: boolean
  /** Metres that the way to it adds to the route. */
  excursionDistance?: number
  ontologyId?: string
  extended?: PlaceExtension
  phonemes?: unknown
  media?: unknown
  accessRestrictions?: { categories?: { id: string }[]; restricted?: boolean }[]
}

/** Charging and fuel stations; as HERE's reference has it. */
export interface PlaceExtension {
  evStation?: unknown
  evAvailability?: unknown
  fuelStation?: unknown
  truckAmenities?: unknown
}

/** A way into a place. */
export interface AccessPoint extends LatLng {
  primary?: boolean
  type?: Open<'delivery' | 'emergency' | 'entrance' | 'loading' | 'other' | 'parking' | 'taxi'>
  label?: string
}

/** How to reach a place without going there. */
export interface Contacts {
  phone?: Contact[]
  mobile?: Contact[]
  tollFree?: Contact[]
  fax?: Contact[]
  www?: Contact[]
  email?: Contact[]
}

/** A number or an address. */
export interface Contact {
  value: string
  label?: string
  categories?: { id: string }[]
}

/** When a place is open. */
export interface OpeningHours {
  /** For people. */
  text: string[]
  isOpen?: boolean
  /** iCalendar: start (`'T080000'`), duration (`'PT10H00M'`) and recurrence. */
  structured: { start: string; duration: string; recurrence: string }[]
  categories?: { id: string }[]
}

/** Present when the request has `offset`. */
export interface Paged {
  offset?: number
  nextOffset?: number
  count?: number
  limit?: number
}

/** `GET /v1/discover`. */
export interface DiscoverResponse extends Paged {
  items: Found<PlaceItem & { houseNumberFallback?: boolean }>
}

/** `GET /v1/browse`. */
export interface BrowseResponse extends Paged {
  items: Found<PlaceItem>
}

/** `GET /v1/geocode`. */
export interface GeocodeResponse {
  items: Found<GeocodeItem>
}

/** An address that was found. */
export interface GeocodeItem extends SearchItem {
  access?: LatLng[]
  /** How well it matches, 0 to 1. */
  scoring?: { queryScore?: number; fieldScore?: FieldScore }
  houseNumberFallback?: boolean
  estimatedPointAddress?: boolean
  countryInfo?: { alpha2?: string; alpha3?: string }
  parsing?: unknown
  translations?: unknown
  mapReferences?: unknown
  related?: unknown
  navigationAttributes?: unknown
  postalCodeDetails?: unknown
  secondaryUnitInfo?: unknown
}

/** How well each field matches, 0 to 1. */
export interface FieldScore {
  country?: number
  countryCode?: number
  state?: number
  stateCode?: number
  county?: number
  countyCode?: number
  city?: number
  district?: number
  subdistrict?: number
  streets?: number[]
  block?: number
  subblock?: number
  houseNumber?: number
  postalCode?: number
  building?: number
  unit?: number
  placeName?: number
  ontologyName?: number
}

/** `GET /v1/revgeocode`. */
export interface RevgeocodeResponse {
  items: Found<RevgeocodeItem>
}

/** What is at a point. */
export interface RevgeocodeItem extends SearchItem {
  access?: LatLng[]
  countryInfo?: { alpha2?: string; alpha3?: string }
  estimatedAreaFallback?: boolean
  mapReferences?: unknown
  related?: unknown
  navigationAttributes?: unknown
}

/** `GET /v1/autosuggest`. */
export interface AutosuggestResponse extends Paged {
  items: Found<SuggestedItem | SuggestedQuery>
  /** Words that complete what was typed; `start` and `end` count characters. */
  queryTerms: { term: string; replaces: string; start: number; end: number }[]
}

/** A suggestion that is a result already. */
export interface SuggestedItem extends PlaceItem {
  highlights?: { title?: TextRange[]; address?: Record<string, TextRange[]> }
}

/** A suggestion to search on, by `href`; it has neither address nor position. */
export interface SuggestedQuery {
  title: string
  id: string
  resultType?: Open<'categoryQuery' | 'chainQuery'>
  /** The whole URL of the search. */
  href?: string
  noResultOnFollowUp?: boolean
  highlights?: { title?: TextRange[] }
}

/** Characters of a text that match; `end` is the first that does not. */
export interface TextRange {
  start: number
  end: number
}

/** `GET /v1/autocomplete`. */
export interface AutocompleteResponse {
  items: Found<AutocompleteItem>
}

/** An address that goes on from what was typed; it has no position (see `GET /v1/lookup`). */
export interface AutocompleteItem extends Omit<SearchItem, 'position' | 'mapView'> {
  language?: string
  highlights?: { title?: TextRange[]; address?: Record<string, TextRange[]> }
  estimatedPointAddress?: boolean
  hasRelatedMPA?: boolean
}

/** `GET /v1/lookup`: one result, not a list. */
export interface LookupResponse extends PlaceItem {
  closedPermanently?: Open<'maybe' | 'yes'>
  houseNumberFallback?: boolean
  estimatedPointAddress?: boolean
  countryInfo?: { alpha2?: string; alpha3?: string }
  mapReferences?: unknown
  related?: unknown
  navigationAttributes?: unknown
}
