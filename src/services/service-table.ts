/** One of HERE's services: its host, and the paths that belong to it. A path ending in `/**` stands for all below it. */
export interface HereServiceEntry {
  readonly host: string
  readonly paths: readonly string[]
  /** The service has `health`, `version` and `openapi` below this, as others have, so that it must be named for them. */
  readonly version?: string
  /** Query parameters that are repeated for each entry of a list; all other lists are joined by commas. */
  readonly repeats?: readonly string[]
}

/** Name of one of HERE's services. */
export type HereServiceName =
  | 'geocode'
  | 'revgeocode'
  | 'discover'
  | 'autosuggest'
  | 'autocomplete'
  | 'browse'
  | 'lookup'
  | 'multiRevgeocode'
  | 'signals'
  | 'batch'
  | 'routing'
  | 'isoline'
  | 'matrix'
  | 'transit'
  | 'intermodal'
  | 'waypointSequence'
  | 'routeMatching'
  | 'tourPlanning'
  | 'geofencing'
  | 'traffic'
  | 'weather'
  | 'evChargePoints'
  | 'fuel'
  | 'rasterTile'
  | 'mapImage'
  | 'vectorTile'
  | 'trafficRasterTile'
  | 'trafficVectorTile'
  | 'mapAttributes'
  | 'positioning'
  | 'gnss'
  | 'tracking'
  | 'wego'
  | 'account'
  | 'apiLookup'
  | 'config'
  | 'usage'
  | 'marketplace'
  | 'mapTile'
  | 'dataLens'

/**
 * HERE's services by name, with the hosts of the global region. Where two services have the same path it belongs to the
 * first one; `here.service` names the other.
 */
export const serviceTable: Readonly<Record<HereServiceName, HereServiceEntry>> = {
  // Geocoding & Search
  geocode: { host: 'geocode.search.hereapi.com', paths: ['/v1/geocode'] },
  revgeocode: { host: 'revgeocode.search.hereapi.com', paths: ['/v1/revgeocode'] },
  discover: { host: 'discover.search.hereapi.com', paths: ['/v1/discover'] },
  autosuggest: { host: 'autosuggest.search.hereapi.com', paths: ['/v1/autosuggest'] },
  autocomplete: { host: 'autocomplete.search.hereapi.com', paths: ['/v1/autocomplete'] },
  browse: { host: 'browse.search.hereapi.com', paths: ['/v1/browse'] },
  lookup: { host: 'lookup.search.hereapi.com', paths: ['/v1/lookup'] },
  multiRevgeocode: { host: 'multi-revgeocode.search.hereapi.com', paths: ['/v1/multi-revgeocode'] },
  signals: { host: 'signals.search.hereapi.com', paths: ['/v1/signals'] },
  batch: { host: 'batch.search.hereapi.com', paths: ['/v7/batch/**'], version: '/v7' },
  // Routing
  routing: {
    host: 'router.hereapi.com',
    paths: ['/v8/routes', '/v8/routes/**', '/v8/import'],
    version: '/v8',
    repeats: ['via', 'customizations'],
  },
  isoline: { host: 'isoline.router.hereapi.com', paths: ['/v8/isolines'], version: '/v8' },
  matrix: {
    host: 'matrix.router.hereapi.com',
    paths: ['/v8/matrix', '/v8/matrix/**', '/v8/profiles', '/v8/profiles/**'],
    version: '/v8',
  },
  transit: { host: 'transit.hereapi.com', paths: ['/v8/routes', '/v8/departures', '/v8/stations'], version: '/v8' },
  intermodal: { host: 'intermodal.router.hereapi.com', paths: ['/v8/routes'], version: '/v8' },
  waypointSequence: { host: 'wps.hereapi.com', paths: ['/v8/findsequence2'] },
  routeMatching: { host: 'routematching.hereapi.com', paths: ['/v8/match/**', '/v8/maps/overlays/upload'] },
  tourPlanning: {
    host: 'tourplanning.hereapi.com',
    paths: ['/v3/problems', '/v3/problems/**', '/v3/status/**', '/v3/matrices'],
    version: '/v3',
  },
  geofencing: { host: 'geofencing.hereapi.com', paths: ['/v8/geofence', '/v8/geofence/**'] },
  // Traffic, weather, places to fill up
  traffic: {
    host: 'data.traffic.hereapi.com',
    paths: ['/v7/flow', '/v7/incidents', '/v7/incidents/**'],
    version: '/v7',
  },
  weather: { host: 'weather.hereapi.com', paths: ['/v3/report', '/v3/alerts', '/v3/tile/**'], version: '/v3' },
  evChargePoints: {
    host: 'evcp.hereapi.com',
    paths: ['/v3/locations', '/v3/locations/**', '/v3/countryMetadata'],
    version: '/v3',
    // Its values hold commas, as those of `overlay` do.
    repeats: ['tariff'],
  },
  fuel: {
    host: 'fuel.hereapi.com',
    paths: ['/v3/stations', '/v3/stations/**', '/v3/fuelTypes', '/v3/fuelBrands'],
    version: '/v3',
  },
  // Maps
  rasterTile: {
    host: 'maps.hereapi.com',
    paths: [
      '/v3/base/mc/**',
      '/v3/background/mc/**',
      '/v3/blank/mc/**',
      '/v3/label/mc/**',
      '/v3/info',
      '/v3/languages',
      '/v3/features',
      '/v3/copyright',
      '/v3/politicalViews',
    ],
    version: '/v3',
  },
  mapImage: { host: 'image.maps.hereapi.com', paths: ['/mia/v3/**'], repeats: ['overlay'] },
  vectorTile: { host: 'vector.hereapi.com', paths: ['/v2/vectortiles/**'], version: '/v2' },
  trafficRasterTile: { host: 'traffic.maps.hereapi.com', paths: ['/v3/flow/mc/**'], version: '/v3' },
  trafficVectorTile: { host: 'traffic.vector.hereapi.com', paths: ['/v2/traffictiles/**'] },
  mapAttributes: { host: 'smap.hereapi.com', paths: ['/v8/maps/**'] },
  // Positioning and tracking
  positioning: { host: 'positioning.hereapi.com', paths: ['/v2/locate'], version: '/v2' },
  gnss: { host: 'gnss.hereapi.com', paths: ['/v2/assistance', '/v2/prediction'], version: '/v2' },
  // For tokens of projects; devices have theirs, and tracking.api.here.com.
  tracking: {
    host: 'tracking.hereapi.com',
    paths: [
      '/aliases/v2',
      '/aliases/v2/**',
      '/associations/v3',
      '/associations/v3/**',
      '/events/v3',
      '/events/v3/**',
      '/geofences/v2',
      '/geofences/v2/**',
      '/labels/v4',
      '/labels/v4/**',
      '/largedata/v4',
      '/largedata/v4/**',
      '/locations/v4',
      '/locations/v4/**',
      '/metadata/v2',
      '/metadata/v2/**',
      '/registry/v2',
      '/registry/v2/**',
      '/registry/v4',
      '/registry/v4/**',
      '/rules/v4',
      '/rules/v4/**',
      '/sensors/v3',
      '/sensors/v3/**',
      '/shadows/v2',
      '/shadows/v2/**',
      '/shadows/v4',
      '/shadows/v4/**',
      '/shipments/v4',
      '/shipments/v4/**',
      '/traces/v2',
      '/traces/v2/**',
      '/users/v2',
      '/users/v2/**',
    ],
    repeats: ['eventSource', 'eventType', 'ruleId'],
  },
  wego: { host: 'api.wego.hereapi.com', paths: ['/user-service/**'] },
  // Account and platform
  account: {
    host: 'account.api.here.com',
    paths: [
      '/oauth2/token',
      '/timestamp',
      '/authentication/v1.1/**',
      '/authorization/v1.1/**',
      '/user/me',
      '/app/me',
      '/verify/accessToken',
      '/logout',
      '/decision/authorize',
    ],
  },
  apiLookup: { host: 'api-lookup.data.api.platform.here.com', paths: ['/lookup/v1/**'] },
  config: { host: 'config.data.api.platform.here.com', paths: ['/config/v1/**'] },
  usage: { host: 'usage.bam.api.here.com', paths: ['/v2/usage/**'], version: '/v2' },
  marketplace: { host: 'p.hereapi.com', paths: ['/tunnel/**'] },
  // Legacy
  mapTile: { host: '1.base.maps.ls.hereapi.com', paths: ['/maptile/2.1/**'] },
  dataLens: { host: 'datalens.api.here.com', paths: ['/v1/datasets/', '/v1/datasets/**'] },
}

/** Whether a value is the name of one of HERE's services. */
export function isServiceName(name: unknown): name is HereServiceName {
  return typeof name === 'string' && Object.hasOwn(serviceTable, name)
}

/** What services with a `version` have below it. */
export const systemPaths: readonly string[] = ['/health', '/version', '/openapi']

/** Where HERE's hosts and its token endpoint are. `china` is separate, with its own accounts. */
export type HereRegion = 'global' | 'china'

/** The token endpoint of each region. */
export const tokenEndpoints: Record<HereRegion, string> = {
  global: 'https://account.api.here.com/oauth2/token',
  // HERE's TypeScript SDK, environment `here-cn`.
  china: 'https://elb.cn-northwest-1.account.hereapi.cn/oauth2/token',
}

/** Suffixes of HERE's hosts, which may receive the token. */
export const hereHostSuffixes: readonly string[] = [
  '.hereapi.com',
  '.hereapi.cn',
  '.api.here.com',
  '.platform.here.com',
  '.platform.hereolp.cn',
]

/** The endings of host names, and what they are in China. Hosts with other endings do not exist there. */
export const chineseHosts: readonly (readonly [string, string])[] = [
  // The same sub-domains (HERE's Python client, url_config).
  ['.hereapi.com', '.hereapi.cn'],
  // HERE's TypeScript SDK.
  ['.platform.here.com', '.platform.hereolp.cn'],
  ['account.api.here.com', 'elb.cn-northwest-1.account.hereapi.cn'],
]
