import type { InternalAxiosRequestConfig, ParamsSerializerOptions } from 'axios'
import { serviceTable } from './service-table.ts'

/**
 * Names that HERE wants repeated for each entry of a list; every other list is joined by commas, and HERE's search responds
 * with 400 to a name that comes twice. No two services treat one of these names differently.
 */
const repeatedNames: readonly unknown[] = Object.values(serviceTable).flatMap(({ repeats = [] }) => repeats)

/**
 * A `paramsSerializer` that writes query parameters as HERE reads them: lists joined by commas, `via` and a few others
 * repeated, an empty list left out, everything else as axios does.
 *
 * @example
 * axios.getUri({ params: { return: ['polyline', 'summary'], via: ['52.5,13.4', '52.6,13.4'] }, paramsSerializer: hereParams })
 * // '?return=polyline,summary&via=52.5,13.4&via=52.6,13.4'
 */
export const hereParams: ParamsSerializerOptions & Required<Pick<ParamsSerializerOptions, 'visitor'>> = {
  indexes: null,
  visitor(value, key, path, { convertValue, defaultVisitor }) {
    const isJoined = Array.isArray(value) && (path || !repeatedNames.includes(key))
    if (isJoined && value.length === 0) return false
    const text = isJoined ? value.map((item) => listItem(convertValue(item))).join(',') : value
    return defaultVisitor.call(this, text, key, path, {} as never)
  },
}

function listItem(item: unknown): unknown {
  return typeof item === 'object' ? JSON.stringify(item) : item
}

/**
 * Adds query parameters to a request. Parameters of the same name in its URL or `params` take precedence.
 *
 * @param parameters names and values
 */
export function addParameters(config: InternalAxiosRequestConfig, parameters: Readonly<Record<string, string>>): void {
  const { params, url = '' } = config
  const [address = '', fragment] = url.split('#')
  const inUrl = new URLSearchParams(address.split('?')[1])
  const added = Object.entries(parameters).filter(([name]) => !inUrl.has(name) && !hasParameter(params, name))
  if (params instanceof URLSearchParams) config.params = new URLSearchParams([...params, ...added])
  else if (params == null || isPlainObject(params)) config.params = { ...params, ...Object.fromEntries(added) }
  else if (added.length > 0) {
    // Only the caller's own serializer knows such `params`.
    const longer = `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(added)}`
    config.url = fragment === undefined ? longer : `${longer}#${fragment}`
  }
}

function hasParameter(params: unknown, name: string): boolean {
  if (params instanceof URLSearchParams) return params.has(name)
  return isPlainObject(params) && Object.hasOwn(params, name) && params[name] != null
}

// As in axios, which writes plain objects alone as nested parameters.
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
