import type { IsolinesBody, IsolinesParams, IsolinesResponse } from './isoline.ts'
import type { MatrixBody, MatrixParams, MatrixResponse } from './matrix.ts'
import type { LocateBody, LocateParams, LocateResponse } from './positioning.ts'
import type { RoutesBody, RoutesParams, RoutesResponse } from './routing.ts'
import type {
  AutocompleteParams,
  AutocompleteResponse,
  AutosuggestParams,
  AutosuggestResponse,
  BrowseParams,
  BrowseResponse,
  DiscoverParams,
  DiscoverResponse,
  GeocodeParams,
  GeocodeResponse,
  LookupParams,
  LookupResponse,
  RevgeocodeParams,
  RevgeocodeResponse,
} from './search.ts'
import type {
  FlowBody,
  FlowParams,
  FlowResponse,
  IncidentsBody,
  IncidentsParams,
  IncidentsResponse,
} from './traffic.ts'
import type {
  DeparturesParams,
  DeparturesResponse,
  IntermodalRoutesParams,
  IntermodalRoutesResponse,
  StationsParams,
  StationsResponse,
  TransitRoutesParams,
  TransitRoutesResponse,
} from './transit.ts'
import type { WeatherReportParams, WeatherReportResponse } from './weather.ts'

/**
 * What `here.get` and `here.post` know: by method and path, and by the service where two of them share a path. An app
 * adds its own by declaration merging.
 *
 * @example
 * declare module 'axios-here' {
 *   interface HereEndpoints {
 *     'GET /v9/mine': { params: { a: number }; response: { b: string } }
 *   }
 * }
 */
export interface HereEndpoints {
  'GET /v1/discover': { params: DiscoverParams; response: DiscoverResponse }
  'GET /v1/geocode': { params: GeocodeParams; response: GeocodeResponse }
  'GET /v1/revgeocode': { params: RevgeocodeParams; response: RevgeocodeResponse }
  'GET /v1/autosuggest': { params: AutosuggestParams; response: AutosuggestResponse }
  'GET /v1/autocomplete': { params: AutocompleteParams; response: AutocompleteResponse }
  'GET /v1/browse': { params: BrowseParams; response: BrowseResponse }
  'GET /v1/lookup': { params: LookupParams; response: LookupResponse }
  'GET /v8/routes': { params: RoutesParams; response: RoutesResponse }
  'POST /v8/routes': { params: RoutesParams; body?: RoutesBody | null | undefined; response: RoutesResponse }
  'GET /v8/routes transit': { params: TransitRoutesParams; response: TransitRoutesResponse }
  'GET /v8/routes intermodal': { params: IntermodalRoutesParams; response: IntermodalRoutesResponse }
  'GET /v8/isolines': { params: IsolinesParams; response: IsolinesResponse }
  'POST /v8/isolines': { params: IsolinesParams; body?: IsolinesBody | null | undefined; response: IsolinesResponse }
  'POST /v8/matrix': { params: MatrixParams; body: MatrixBody; response: MatrixResponse }
  'GET /v8/departures': { params: DeparturesParams; response: DeparturesResponse }
  'GET /v8/stations': { params: StationsParams; response: StationsResponse }
  'GET /v7/flow': { params: FlowParams; response: FlowResponse }
  'POST /v7/flow': { body: FlowBody; response: FlowResponse }
  'GET /v7/incidents': { params: IncidentsParams; response: IncidentsResponse }
  'POST /v7/incidents': { body: IncidentsBody; response: IncidentsResponse }
  'GET /v3/report': { params: WeatherReportParams; response: WeatherReportResponse }
  'POST /v2/locate': { params: LocateParams; body: LocateBody; response: LocateResponse }
}
