import { Axios } from 'axios'

// HERE's routing repeats these two; every other list of HERE's is joined by commas, and its search answers 400 to a
// name that comes twice.
const repeatedNames = new Set(['via', 'customizations'])

// Bare, so that neither defaults of the app nor global ones of axios take part.
const serializer = new Axios()

/** Whether parameters hold a list, so that HERE's way of writing them differs from axios's. */
export function hasList(params: unknown): boolean {
  return Object.values(params ?? {}).some((value) => Array.isArray(value) || (isPlainObject(value) && hasList(value)))
}

/**
 * Writes query parameters as HERE reads them: lists joined by commas, `via` and `customizations` repeated, an empty list
 * left out, everything else as axios does.
 *
 * @example
 * serializeParams({ return: ['polyline', 'summary'], via: ['52.5,13.4', '52.6,13.4'] })
 * // 'return=polyline,summary&via=52.5,13.4&via=52.6,13.4'
 */
export function serializeParams(params: Record<string, unknown>): string {
  const uri = serializer.getUri({ url: '', params: joinLists(params), paramsSerializer: { indexes: null } })
  return uri.slice('?'.length)
}

function joinLists(params: Record<string, unknown>, isTopLevel = true): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (isPlainObject(value)) return [name, joinLists(value, false)]
      if (!Array.isArray(value) || (isTopLevel && repeatedNames.has(name))) return [name, value]
      // axios leaves an undefined value out.
      return [name, value.length === 0 ? undefined : value.map(listItem).join(',')]
    }),
  )
}

// As axios writes a single value.
function listItem(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
