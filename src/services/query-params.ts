import type { ParamsSerializerOptions } from 'axios'

/**
 * Query parameters that are repeated. Every other list of HERE's is joined by commas, and its search answers 400 to a name
 * that comes twice. No two services use one of these names in different ways. (`repeats` in `hereServices`, which is not
 * needed for them)
 */
const repeatedNames: readonly unknown[] = [
  'via',
  'customizations',
  'tariff',
  'overlay',
  'eventSource',
  'eventType',
  'ruleId',
]

/**
 * Has axios write query parameters as HERE reads them: lists joined by commas, `via` and a few others repeated, an empty
 * list left out, everything else as usual.
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
    const written = isJoined ? value.map((item) => textOf(convertValue(item))).join(',') : value
    return defaultVisitor.call(this, written, key, path, {} as never)
  },
}

/** Whether parameters hold a list, so that HERE's way of writing them differs from axios's. */
export function hasList(params: unknown): boolean {
  const fields = Object(params)
  // Of the ways to go through an object without a prototype, as axios's are, the fastest by half.
  return Object.keys(fields).some((name) => isList(fields[name]))
}

function isList(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Array.isArray(value) || (isPlain(value) && hasList(value)))
}

// What axios looks into.
function isPlain({ constructor: made }: object): boolean {
  return made === undefined || made === Object
}

function textOf(item: unknown): unknown {
  return typeof item === 'object' ? JSON.stringify(item) : item
}
