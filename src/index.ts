export { createTokenProvider } from '#provider'
export type { HereEndpoints } from './api/endpoints.ts'
export type {
  DistanceParams,
  IntermodalRoute,
  IntermodalRoutesParams,
  IntermodalRoutesResponse,
  IntermodalSection,
  ModeParams,
  RoutePart,
} from './api/intermodal.ts'
export type {
  Isoline,
  IsolinesBody,
  IsolinesParams,
  IsolinesResponse,
  RangeParams,
  ShapeParams,
} from './api/isoline.ts'
export type {
  Matrix,
  MatrixAvoid,
  MatrixBody,
  MatrixParams,
  MatrixRegion,
  MatrixResponse,
  MatrixResult,
  MatrixStatus,
  MatrixVehicle,
  MatrixWaypoint,
} from './api/matrix.ts'
export type { Found, Notice, NoticeDetail } from './api/notice.ts'
export type { ListOf, NumberList, Open, TextList } from './api/open-enum.ts'
export type { ChargingConnector, LatLng, LocalizedText, RouteLocation, RoutePlace, RouteStop } from './api/place.ts'
export type {
  CdmaMeasurement,
  CellNetwork,
  GsmMeasurement,
  LocateBody,
  LocateParams,
  LocateResponse,
  LteMeasurement,
  NbIotMeasurement,
  NrMeasurement,
  NrSignal,
  TdscdmaMeasurement,
  WcdmaMeasurement,
  WlanMeasurement,
} from './api/positioning.ts'
export type {
  AllowParams,
  Area,
  AvoidFeature,
  AvoidParams,
  BoundingBoxArea,
  EvParams,
  ExcludeParams,
  FuelParams,
  HazardousGoods,
  RoadBody,
  RoadParams,
  TrafficParams,
  TransportMode,
  VehicleParams,
} from './api/road-options.ts'
export type {
  IncidentType,
  Price,
  RoadInfo,
  Route,
  RouteAction,
  RouteIncident,
  RouteSection,
  RouteSectionPart,
  RouteSpan,
  RouteSpanPart,
  RouteSummary,
  RoutesBody,
  RoutesParams,
  RoutesResponse,
  RouteTransport,
  TollCost,
  TollFare,
  TollParams,
} from './api/routing.ts'
export type {
  AccessPoint,
  Address,
  AddressNamesVariant,
  AutocompleteItem,
  AutocompleteParams,
  AutocompleteResponse,
  AutosuggestParams,
  AutosuggestResponse,
  BrowseParams,
  BrowseResponse,
  Category,
  Contact,
  Contacts,
  DiscoverParams,
  DiscoverResponse,
  EvStationFilter,
  FieldScore,
  FuelStationFilter,
  GeocodeItem,
  GeocodeParams,
  GeocodeResponse,
  LookupParams,
  LookupResponse,
  MapReference,
  NavAttribute,
  OpeningHours,
  Paged,
  PlaceExtension,
  PlaceItem,
  PlaceSection,
  RevgeocodeItem,
  RevgeocodeParams,
  RevgeocodeResponse,
  SearchItem,
  SearchParams,
  StreetInfo,
  SuggestedItem,
  SuggestedQuery,
  TextRange,
} from './api/search.ts'
export type { ProblemStatus } from './api/tour-planning.ts'
export type {
  CurrentFlow,
  Flow,
  FlowBody,
  FlowParams,
  FlowResponse,
  Incident,
  IncidentsBody,
  IncidentsParams,
  IncidentsResponse,
  JunctionTraversability,
  LocationReferencing,
  TrafficArea,
  TrafficAreaBody,
  TrafficAreaParams,
  TrafficLocation,
  TrafficText,
} from './api/traffic.ts'
export type {
  DeparturesParams,
  DeparturesResponse,
  IntermediateStop,
  Station,
  StationBoard,
  StationInfo,
  StationsParams,
  StationsResponse,
  TransitAgency,
  TransitDeparture,
  TransitIncident,
  TransitMode,
  TransitRoute,
  TransitRouteSection,
  TransitRoutesParams,
  TransitRoutesResponse,
  TransitSectionPart,
  TransitStop,
  TransitTransport,
  WalkParams,
  WebLink,
} from './api/transit.ts'
export type {
  AstronomyItem,
  NwsAlert,
  NwsArea,
  WeatherAlert,
  WeatherForecast,
  WeatherItem,
  WeatherPlace,
  WeatherProduct,
  WeatherReport,
  WeatherReportParams,
  WeatherReportResponse,
} from './api/weather.ts'
export { attachHereAuth } from './client/attach-here-auth.ts'
export { createHereClient, type HereClient } from './client/create-here-client.ts'
export type {
  HereClientConfig,
  HereClientOptions,
  HereRateLimit,
  HereRequestOptions,
  HereTokenOptions,
} from './client/options.ts'
export { type HereJobOptions, type HereJobProgress, type HereJobResult, pollHereJob } from './client/poll-here-job.ts'
export type {
  CredentialSource,
  CredentialSourceContext,
  DataLensCredentials,
  HereCredentials,
  JwtCredentials,
  OAuthCredentials,
  PrivateCryptoKey,
  SignInCredentials,
  SuppliedToken,
} from './credentials/types.ts'
export type { HereEvent } from './errors/events.ts'
export type { HereAuthErrorDetails, HereAuthErrorReason } from './errors/here-auth-error.ts'
export { type HereErrorInfo, type HereIds, isHereAuthError, readHereError, readHereIds } from './errors/here-error.ts'
export { hereServices } from './here-services.ts'
export { HereAuthError } from './public-error.ts'
export type { HereApi } from './services/api-lookup.ts'
export type { HereRegion } from './services/resolve-host.ts'
export type { HereServiceEntry, HereServiceName } from './services/service-table.ts'
export type { AccessToken } from './token/cached-token.ts'
export type { TokenProvider } from './token/provider.ts'
export type { TokenStore } from './token/token-store.ts'
