import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { distanceBetween } from '#distance'
import { serviceRule } from '../service-rule.ts'
import {
  chineseHosts,
  type HereServiceEntry,
  type HereServiceName,
  serviceTable,
  systemPaths,
} from './service-table.ts'

/** Where HERE's hosts and its token endpoint are. `china` is a realm of its own, with its own accounts. */
export type HereRegion = 'global' | 'china'

const byPath = new Map(
  Object.values(serviceTable)
    .flatMap((entry) => entry.paths.map((path) => [path, entry] as const))
    // Of two entries for a path a map keeps the later one.
    .reverse(),
)

/** What says where a path without a host belongs. */
interface Where {
  region?: HereRegion | undefined
  service?: unknown
}

/**
 * The origin that a path without a host belongs to, for example `'https://discover.search.hereapi.com'` for
 * `/v1/discover`. Query and a missing first slash make no difference.
 *
 * @throws AxiosError with code `ERR_HERE_ROUTE` when no service has such a path, or several and none is named, or not in
 *   this region; its message names the nearest paths, or the services.
 */
export function serviceOrigin(config: InternalAxiosRequestConfig, { region, service }: Where): string {
  const url = String(config.url ?? '')
  checkServiceName(service, config)
  const entry = typeof service === 'string' ? serviceTable[service as HereServiceName] : findByUrl(url)
  if (!entry) throw routeError(whyUnknown(pathOf(url)), config)
  const host = hostIn(region, entry.host)
  if (!host) throw routeError(`HERE has no ${entry.host} in China.`, config)
  return `https://${host}`
}

/** @throws AxiosError for a name that is none; pages learn it only when the list is loaded */
export function checkServiceName(service: unknown, config?: InternalAxiosRequestConfig): void {
  if (typeof service !== 'string' || Object.hasOwn(serviceTable, service)) return
  throw new AxiosError(`here.service must be ${serviceRule}`, AxiosError.ERR_BAD_OPTION_VALUE, config)
}

// Most are just such a path.
function findByUrl(url: string): HereServiceEntry | undefined {
  return byPath.get(url) ?? findByPath(pathOf(url))
}

/** The service that a path belongs to. */
export function findByPath(path: string): HereServiceEntry | undefined {
  let entry = byPath.get(path)
  // `/**` stands for something, so not for a last slash alone.
  let end = path.length - 1
  while (!entry && end > 0) {
    end = path.lastIndexOf('/', end - 1)
    entry = byPath.get(`${path.slice(0, end)}/**`)
  }
  return entry
}

/** A relative URL without query and fragment. */
export function pathOf(url: string): string {
  return url.replace(/^\/*/, '/').replace(/[?#].*/s, '')
}

/** A service's host in a region, `undefined` where it has none there. */
export function hostIn(region: HereRegion | undefined, host: string): string | undefined {
  if (region !== 'china') return host
  const [name, chinese] = chineseHosts.find(([name]) => host.endsWith(name)) ?? []
  return name && host.replace(name, chinese as string)
}

function whyUnknown(path: string): string {
  const names = Object.keys(serviceTable) as HereServiceName[]
  const owners = names.filter((name) => systemPaths.some((end) => serviceTable[name].version + end === path))
  if (owners[0]) return `Several HERE services have ${path}: name one as here.service (${owners}).`
  const nearest = [...byPath.keys()].sort((a, b) => distanceBetween(path, a) - distanceBetween(path, b)).slice(0, 3)
  return (
    `No HERE service has the path ${path}. The nearest are ${nearest.join(', ')}. ` +
    'Correct it, or give here.service or a URL.'
  )
}

function routeError(message: string, config: InternalAxiosRequestConfig): AxiosError {
  return new AxiosError(message, 'ERR_HERE_ROUTE', config)
}
