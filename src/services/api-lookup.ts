import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import pMemoize from 'p-memoize'

/** An API of the HERE platform, whose base URL API Lookup knows. */
export interface HereApi {
  /** HRN of the catalog, or of another resource. Without it the API is the platform's own (`config`, `artifact`, …). */
  hrn?: string | undefined
  /** Name of the API: `metadata`, `query`, `blob`, `volatile-blob`, `index`, `ingest`, `publish`, `stream`, … */
  api: string
  /** Its version, such as `'v1'`. Default: the newest. */
  version?: string | undefined
}

/** One entry of API Lookup's response. */
interface ApiEntry {
  api: string
  version: string
  baseURL: string
}

/** Requests one of API Lookup's paths, with the token of a scope, on behalf of a request. */
export type RequestLookup = (
  path: string,
  scope: string | undefined,
  config: InternalAxiosRequestConfig,
) => Promise<AxiosResponse>

/** Finds the base URL of an API, on behalf of a request. */
export type ApiLookup = (api: HereApi, scope: string | undefined, config: InternalAxiosRequestConfig) => Promise<string>

/**
 * Creates a function that finds base URLs by HERE's API Lookup v1. A response serves all APIs of its catalog for as long as
 * its `Cache-Control` says.
 *
 * @throws AxiosError with code `ERR_HERE_ROUTE` when the catalog has no such API; its message names those that it has
 */
export function createApiLookup(requestLookup: RequestLookup): ApiLookup {
  const cache = new Map<string, { entries: readonly ApiEntry[]; expires: number }>()
  const fetchEntries = pMemoize(
    async (path: string, scope: string | undefined, config: InternalAxiosRequestConfig) => {
      const { data: entries, headers } = await requestLookup(path, scope, config)
      if (!isEntryList(entries)) throw new AxiosError('its response is not a list of APIs', AxiosError.ERR_BAD_RESPONSE)
      cache.set(lookupKey([path, scope, config]), {
        entries,
        expires: performance.now() + maxAgeOf(headers?.['cache-control']),
      })
      return entries
    },
    { cacheKey: lookupKey, cache: false },
  )

  return async (wanted, scope, config) => {
    const { hrn, api, version } = wanted
    checkApi(wanted)
    const path = hrn === undefined ? '/lookup/v1/platform/apis' : `/lookup/v1/resources/${hrn}/apis`
    const cached = cache.get(lookupKey([path, scope, config]))
    const isValid = cached !== undefined && performance.now() < cached.expires
    const entries = isValid ? cached.entries : await fetchEntries(path, scope, config)
    const named = entries.filter((entry) => entry.api === api).sort((a, b) => versionNumber(b) - versionNumber(a))
    const found = version === undefined ? named[0] : named.find((entry) => entry.version === version)
    if (found) return found.baseURL
    const available = entries.map((entry) => `${entry.api} ${entry.version}`).join(', ') || 'none'
    const name = [api, version].filter(Boolean).join(' ')
    throw new AxiosError(`${hrn ?? 'The HERE platform'} has no API ${name}. It has: ${available}.`, 'ERR_HERE_ROUTE')
  }
}

// Both become part of a path.
function checkApi({ hrn, api, version }: HereApi): void {
  const isName = (value: unknown): boolean => typeof value === 'string' && /^[\w.-]+$/.test(value)
  if (!isName(api) || !isName(version ?? api))
    throw wrongOption('api and version must be names such as metadata and v1')
  if (hrn !== undefined && !(typeof hrn === 'string' && /^hrn:[\w:.-]+$/.test(hrn)))
    throw wrongOption('hrn must be one, such as hrn:here:data::realm:map')
}

function wrongOption(rule: string): AxiosError {
  return new AxiosError(`here.service.${rule}`, AxiosError.ERR_BAD_OPTION_VALUE)
}

function lookupKey([path, scope, { here }]: Parameters<RequestLookup>): string {
  return `${path} ${scope} ${here?.auth}`
}

function isEntryList(value: unknown): value is ApiEntry[] {
  return Array.isArray(value) && value.every(isEntry)
}

function isEntry(value: unknown): value is ApiEntry {
  const { api, version, baseURL } = Object(value)
  return [api, version, baseURL].every((field) => typeof field === 'string') && URL.canParse(baseURL)
}

/** Milliseconds. (RFC 9111, section 5.2.2.1) */
function maxAgeOf(cacheControl: unknown): number {
  const text = String(cacheControl ?? '')
  const seconds = /\bno-(?:store|cache)\b/i.test(text) ? 0 : /(?:^|[\s,])max-age="?(\d+)/i.exec(text)?.[1]
  return Number(seconds ?? 0) * 1000
}

function versionNumber({ version }: ApiEntry): number {
  return Number(version.slice(1)) || 0
}
