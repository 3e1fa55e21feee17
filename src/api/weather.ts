import type { ListOf, Open } from './open-enum.ts'
import type { RouteLocation } from './place.ts'

/** Parts of a report. */
export type WeatherProduct =
  | 'observation'
  | 'forecast7days'
  | 'forecast7daysSimple'
  | 'forecastHourly'
  | 'forecastAstronomy'
  | 'alerts'
  | 'nwsAlerts'

/** `GET /v3/report`. Needs `location`, `q` or `zipCode`. */
export interface WeatherReportParams {
  products: ListOf<WeatherProduct>
  /** `'{lat},{lng}'`. */
  location?: string | undefined
  /** Free text. */
  q?: string | undefined
  /** In the USA. */
  zipCode?: string | undefined
  /** Units of the response. Default: `metric`. */
  units?: Open<'metric' | 'imperial'> | undefined
  /** Observations: the nearest one only. Default: `false`. */
  oneObservation?: boolean | undefined
  /** Hourly forecasts: `'YYYY-MM-DD'` or `'YYYY-MM-DDThh:mm:ss'`. */
  hourlyDate?: string | undefined
  /** One language (BCP 47). Default: `en-US`. */
  lang?: string | undefined
  /** ISO 3166-1 alpha-3, upper case. */
  politicalView?: string | undefined
}

/** `GET /v3/report`. */
export interface WeatherReportResponse {
  places?: WeatherReport[]
}

/** A report; each list is present when `products` contains it. */
export interface WeatherReport {
  /** `observation`. */
  observations?: (WeatherItem & { place?: WeatherPlace })[]
  /** `forecast7daysSimple`. */
  dailyForecasts?: WeatherForecast[]
  /** `forecast7days`: morning, afternoon, evening and night. */
  extendedDailyForecasts?: WeatherForecast[]
  /** `forecastHourly`. */
  hourlyForecasts?: WeatherForecast[]
  /** `forecastAstronomy`. */
  astronomyForecasts?: { place?: WeatherPlace; forecasts?: AstronomyItem[] }[]
  /** `alerts`, for the next 24 hours. */
  alerts?: WeatherAlert[]
  /** `nwsAlerts`, USA and Canada. */
  nwsAlerts?: { warnings?: NwsAlert[]; watches?: NwsAlert[] }
}

/** Forecasts of a place. */
export interface WeatherForecast {
  place?: WeatherPlace
  forecasts?: WeatherItem[]
}

/** Where a report is for. */
export interface WeatherPlace {
  id?: string
  address?: {
    label?: string
    /** ISO 3166-1 alpha-3. */
    countryCode?: string
    countryName?: string
    state?: string
    county?: string
    city?: string
    district?: string
    subdistrict?: string
    street?: string
    postalCode?: string
    houseNumber?: string
  }
  location?: RouteLocation
  /** Distance from the requested place. */
  distance?: number
}

/** The weather at a time. Units in brackets are those of `units: 'imperial'`. */
export interface WeatherItem {
  daylight?: Open<'day' | 'night'>
  daySegment?: Open<'morning' | 'afternoon' | 'evening' | 'night'>
  weekday?: Open<'mo' | 'tu' | 'we' | 'th' | 'fr' | 'sa' | 'su'>
  /** RFC 3339. */
  time?: string
  description?: string
  skyInfo?: number
  skyDesc?: string
  /** °C (°F). */
  temperature?: number
  temperatureDesc?: string
  /** °C (°F) as a text, `'*'` where it is not known. */
  comfort?: string
  /** °C (°F) as a text, `'*'` where it is not known. */
  highTemperature?: string
  /** °C (°F) as a text, `'*'` where it is not known. */
  lowTemperature?: string
  /** Per cent as a text, `'*'` where it is not known. */
  humidity?: string
  /** °C (°F). */
  dewPoint?: number
  /** Centimetres (inches). */
  precipitation1H?: number
  /** Centimetres (inches). */
  precipitation3H?: number
  /** Centimetres (inches). */
  precipitation6H?: number
  /** Centimetres (inches). */
  precipitation12H?: number
  /** Centimetres (inches). */
  precipitation24H?: number
  /** Per cent. */
  precipitationProbability?: number
  precipitationDesc?: string
  /** Centimetres (inches). */
  rainFall?: number
  /** Centimetres (inches). */
  snowFall?: number
  /** Centimetres (inches). */
  snowCover?: number
  airInfo?: number
  airDesc?: string
  /** Kilometres per hour (miles per hour). */
  windSpeed?: number
  /** Degrees. */
  windDirection?: number
  windDesc?: string
  windDescShort?: string
  /** 0 to 12. */
  beaufortScale?: number
  beaufortDesc?: string
  /** 0 to 10. */
  uvIndex?: number
  uvDesc?: string
  /** Millibars (inches). */
  barometerPressure?: number
  barometerTrend?: string
  /** Kilometres (miles). */
  visibility?: number
  /** 1 to 36. */
  iconId?: number
  iconName?: string
  iconLink?: string
  /** Minutes. */
  ageMinutes?: number
  activeAlerts?: number
}

/** Sun and moon of a day. */
export interface AstronomyItem {
  /** `'06:37:00'`. */
  sunRise?: string
  /** `'18:48:00'`. */
  sunSet?: string
  /** `'02:57:00'`. */
  moonRise?: string
  /** `'17:47:00'`. */
  moonSet?: string
  /** -1 to 1: 0 is new, 1 and -1 are full, negative is waning. */
  moonPhase?: number
  moonPhaseDescription?: string
  moonIconName?: string
  /** RFC 3339. */
  time?: string
}

/** Bad weather that is expected. */
export interface WeatherAlert {
  place?: WeatherPlace
  timeSegments?: { segment?: Open<'morning' | 'afternoon' | 'evening' | 'night'>; weekday?: string }[]
  type?: number
  description?: string
}

/** A warning of the US or Canadian weather service. */
export interface NwsAlert {
  counties?: NwsArea[]
  zones?: NwsArea[]
  provinces?: NwsArea[]
  type?: number
  description?: string
  /** 1 (most severe) to 100. */
  severity?: number
  message?: string
  name?: string
  /** RFC 3339. */
  validFromTimeLocal?: string
  /** RFC 3339. */
  validUntilTimeLocal?: string
}

/** Where a warning holds. */
export interface NwsArea {
  value?: string
  /** ISO 3166-1 alpha-2. */
  country?: string
  countryName?: string
  state?: string
  stateName?: string
  province?: string
  provinceName?: string
  name?: string
  location?: RouteLocation
}
