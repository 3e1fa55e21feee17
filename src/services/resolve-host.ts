import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import leven from 'leven'
import {
  chineseHosts,
  type HereRegion,
  type HereServiceEntry,
  type HereServiceName,
  serviceTable,
  systemPaths,
} from './service-table.ts'

const serviceByPath = new Map(
  Object.values(serviceTable)
    .flatMap((entry) => entry.paths.map((path) => [path, entry] as const))
    // Of two entries with the same key a map keeps the last, and the path belongs to the first.
    .reverse(),
)

const absoluteUrl = /^([a-z][a-z\d+\-.]*:)?\/\//i
const urlWithScheme = /^([a-z][a-z\d+\-.]*:|\/\/)/i

/**
 * The part of a request's URL that decides the host, by axios's own rule: the URL or the `baseURL`. `undefined` where it is
 * the path of one of HERE's services.
 */
export function hostSourceOf(config: InternalAxiosRequestConfig): string | undefined {
  const { url, baseURL, allowAbsoluteUrls, socketPath } = config
  const path = String(url ?? '')
  if (baseURL && (allowAbsoluteUrls === false || !absoluteUrl.test(path))) return String(baseURL)
  // Neither a `data:` URL nor a path at a Unix socket is a path of HERE's.
  return socketPath || urlWithScheme.test(path) ? path : undefined
}

/** The host that a request goes to, for events. */
export function hostOf(config: InternalAxiosRequestConfig): string {
  const source = hostSourceOf(config) ?? ''
  return URL.canParse(source) ? new URL(source).host : ''
}

/** What decides the service of a relative URL beside its path. */
export interface ServiceOptions {
  region?: HereRegion | undefined
  /** Name of the service; anything else is ignored. */
  service?: unknown
}

/**
 * The origin of the service that a relative URL belongs to, for example `'https://discover.search.hereapi.com'` for
 * `/v1/discover`. Query and a missing first slash make no difference.
 *
 * @throws AxiosError with code `ERR_HERE_ROUTE` when no service has the path, when several have it and none is named, or when
 *   the service is not available in the region; its message names the nearest paths, or the services.
 */
export function serviceOrigin(config: InternalAxiosRequestConfig, { region, service }: ServiceOptions): string {
  const url = String(config.url ?? '')
  const named = typeof service === 'string' ? serviceTable[service as HereServiceName] : undefined
  const entry = named ?? serviceByPath.get(url) ?? findByPath(pathOf(url))
  if (!entry) throw routeError(explainUnknown(pathOf(url)), config)
  const host = region === 'china' ? chineseHostOf(entry) : entry.host
  if (!host) throw routeError(`HERE has no ${entry.host} in China.`, config)
  return `https://${host}`
}

/**
 * The name of the service that a request goes to: by its host, else (at a gateway) by `here.service` or its path; the host
 * itself where none of these is HERE's.
 */
export function serviceNameOf(config: InternalAxiosRequestConfig, { region, service }: ServiceOptions): string {
  const host = hostOf(config)
  const entries = Object.entries(serviceTable)
  const byHost = entries.find(([, entry]) => (region === 'china' ? chineseHostOf(entry) : entry.host) === host)
  if (byHost) return byHost[0]
  if (typeof service === 'string') return service
  const entry = findByPath(pathOf((config.url ?? '').replace(/^\w+:\/\/[^/?#]*/, '')))
  return entries.find(([, known]) => known === entry)?.[0] ?? host
}

// Deeper than any path of the table; what follows cannot change the service.
const maximumSegments = 8
const maximumQuotedLength = 200

function findByPath(fullPath: string): HereServiceEntry | undefined {
  const path = fullPath.split('/', maximumSegments + 1).join('/')
  let entry = serviceByPath.get(path)
  // `/**` stands for at least one character, so not for a last slash alone.
  let end = path.length - 1
  while (!entry && end > 0) {
    end = path.lastIndexOf('/', end - 1)
    entry = serviceByPath.get(`${path.slice(0, end)}/**`)
  }
  return entry
}

/** A relative URL without query and fragment, with a slash at its beginning. */
export function pathOf(url: string): string {
  return url.replace(/^\/*/, '/').replace(/[?#].*/s, '')
}

// `undefined` for a service that is not available in China.
function chineseHostOf({ host }: HereServiceEntry): string | undefined {
  const [ending, chinese] = chineseHosts.find(([ending]) => host.endsWith(ending)) ?? []
  return ending && host.replace(ending, chinese as string)
}

function explainUnknown(fullPath: string): string {
  const path = fullPath.slice(0, maximumQuotedLength)
  const names = Object.keys(serviceTable) as HereServiceName[]
  const owners = names.filter((name) => systemPaths.some((end) => serviceTable[name].version + end === path))
  if (owners[0]) return `Several HERE services have ${path}: name one as here.service (${owners}).`
  const distances = [...serviceByPath.keys()].map((known) => [known, leven(path, known)] as const)
  const nearest = distances
    .sort(([, a], [, b]) => a - b)
    .map(([known]) => known)
    .slice(0, 3)
  return (
    `No HERE service has the path ${path}. The nearest are ${nearest.join(', ')}. ` +
    'Correct it, or give here.service or a URL.'
  )
}

function routeError(message: string, config: InternalAxiosRequestConfig): AxiosError {
  return new AxiosError(message, 'ERR_HERE_ROUTE', config)
}
