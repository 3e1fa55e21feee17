import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { distanceBetween } from '#runtime'

/** Where HERE's hosts and its token endpoint are. `china` is a realm of its own, with its own accounts. */
export type HereRegion = 'global' | 'china'

/** One of HERE's services: its host, and the paths that belong to it. A path ending in `/**` stands for all below it. */
export interface HereServiceEntry {
  readonly host: string
  readonly paths: readonly string[]
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
  | 'routing'
  | 'dataLens'

/** HERE's services by name, with the hosts of the global region. */
export const hereServices: Readonly<Record<HereServiceName, HereServiceEntry>> = {
  geocode: { host: 'geocode.search.hereapi.com', paths: ['/v1/geocode'] },
  revgeocode: { host: 'revgeocode.search.hereapi.com', paths: ['/v1/revgeocode'] },
  discover: { host: 'discover.search.hereapi.com', paths: ['/v1/discover'] },
  autosuggest: { host: 'autosuggest.search.hereapi.com', paths: ['/v1/autosuggest'] },
  autocomplete: { host: 'autocomplete.search.hereapi.com', paths: ['/v1/autocomplete'] },
  browse: { host: 'browse.search.hereapi.com', paths: ['/v1/browse'] },
  lookup: { host: 'lookup.search.hereapi.com', paths: ['/v1/lookup'] },
  multiRevgeocode: { host: 'multi-revgeocode.search.hereapi.com', paths: ['/v1/multi-revgeocode'] },
  routing: { host: 'router.hereapi.com', paths: ['/v8/routes', '/v8/routes/**', '/v8/import'] },
  // Legacy Geovisualization.
  dataLens: { host: 'datalens.api.here.com', paths: ['/v1/datasets/', '/v1/datasets/**'] },
}

const byPath = new Map(
  Object.values(hereServices).flatMap((entry) => entry.paths.map((path) => [path, entry] as const)),
)

/**
 * The origin that a path without a host belongs to, for example `'https://discover.search.hereapi.com'` for
 * `/v1/discover`. Query and a missing first slash make no difference.
 *
 * @param config the request, for the error
 * @throws AxiosError with code `ERR_HERE_ROUTE` when no service has such a path; its message names the nearest ones.
 */
export function serviceOrigin(
  url: string,
  region: HereRegion | undefined,
  service?: HereServiceName,
  config?: InternalAxiosRequestConfig,
): string {
  const path = url.replace(/^\/*/, '/').replace(/[?#].*/s, '')
  const entry = service ? hereServices[service] : findByPath(path)
  if (!entry) throw unknownPath(path, config)
  return `https://${hostIn(region, entry.host)}`
}

function findByPath(path: string): HereServiceEntry | undefined {
  let entry = byPath.get(path)
  // `/**` stands for something, so not for a last slash alone.
  let end = path.length - 1
  while (!entry && end > 0) {
    end = path.lastIndexOf('/', end - 1)
    entry = byPath.get(`${path.slice(0, end)}/**`)
  }
  return entry
}

// HERE's Chinese hosts have the same sub-domains (HERE's Python client, url_config).
function hostIn(region: HereRegion | undefined, host: string): string {
  return region === 'china' ? host.replace('.hereapi.com', '.hereapi.cn') : host
}

function unknownPath(path: string, config: InternalAxiosRequestConfig | undefined): AxiosError {
  const nearest = [...byPath.keys()].sort((a, b) => distanceBetween(path, a) - distanceBetween(path, b)).slice(0, 3)
  return new AxiosError(
    `No HERE service has the path ${path}. The nearest are ${nearest.join(', ')}. ` +
      'Correct it, or give here.service or a URL.',
    'ERR_HERE_ROUTE',
    config,
  )
}
