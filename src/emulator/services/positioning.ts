import type { LocateResponse } from '../../api/positioning.ts'
import { cityBy } from '../world/cities.ts'
import { moved } from '../world/geography.ts'
import { seededRandom } from '../world/random.ts'
import { serviceError } from './http/errors.ts'
import { type EmulatorRequest, isJson, isObject, readJsonObject } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Service } from './http/service.ts'

/** HERE's Network Positioning v2. */
export const positioningService: Service = { methodCode: 'E606405', paths: { '/v2/locate': { POST: handleLocate } } }

const largestBody = 30_000

// The fields that identify a measurement of each kind, and its accuracy in metres.
const measurementKinds: Record<string, { required: readonly string[]; accuracy: number }> = {
  wlan: { required: ['mac'], accuracy: 35 },
  gsm: { required: ['mcc', 'mnc', 'lac', 'cid'], accuracy: 1200 },
  wcdma: { required: ['mcc', 'mnc', 'cid'], accuracy: 900 },
  tdscdma: { required: ['mcc', 'mnc', 'cid'], accuracy: 900 },
  lte: { required: ['mcc', 'mnc', 'cid'], accuracy: 600 },
  lteCatM: { required: ['mcc', 'mnc', 'cid'], accuracy: 600 },
  nbIot: { required: ['mcc', 'mnc', 'cid'], accuracy: 600 },
  nr: { required: ['mcc', 'mnc', 'cid'], accuracy: 400 },
  cdma: { required: ['sid', 'nid', 'bsid'], accuracy: 1500 },
}

/** An invalid field of the body. */
interface Detail {
  title: string
  message: string
  source: string
}

/** An access point or a cell that a device has measured. */
interface Measurement {
  kind: string
  fields: Record<string, unknown>
}

function handleLocate(request: EmulatorRequest): EmulatorResponse {
  const { query, body } = request
  if (body.length > largestBody) return positioningError(413, 'Payload Too Large', 'The body is larger than 30 KB.')
  if (!isJson(request)) {
    return positioningError(415, 'Unsupported Media Type', 'The content type must be application/json.')
  }
  const fields = readJsonObject(request)
  if (fields === undefined) return positioningError(400, 'Bad Request', 'The body is not a JSON object.')
  const details = checkBody(fields)
  if (details.length > 0) return positioningError(400, 'Bad Request', 'The body is not valid.', details)
  const measurements = measurementsIn(fields)
  const fallback = query.getAll('fallback').join(',').split(',')
  if (measurements.length === 1 && measurements[0]?.kind === 'wlan' && !fallback.includes('singleWifi')) {
    return positioningError(400, 'Bad Request', 'One access point alone is located only with fallback=singleWifi.')
  }
  const known = measurements.filter(isKnown)
  if (known.length === 0)
    return positioningError(404, 'Position not found', 'No position is known for these measurements.')
  return { body: { location: positionOf(known, query) } satisfies LocateResponse }
}

function checkBody(body: Record<string, unknown>): Detail[] {
  const names = Object.keys(body)
  const unknown = names.filter((name) => name !== 'client' && !Object.hasOwn(measurementKinds, name))
  if (unknown.length > 0)
    return unknown.map((name) => detail('additionalProperties', `${name} is unknown`, `body.${name}`))
  const measured = names.filter((name) => name !== 'client')
  if (measured.length === 0)
    return [detail('x-anyRequired', `must have one of ${Object.keys(measurementKinds).join(', ')}`, 'body')]
  return measured.flatMap((name) => checkList(name, body[name]))
}

function checkList(name: string, list: unknown): Detail[] {
  const source = `body.${name}`
  if (!Array.isArray(list)) return [detail('type', 'must be a list', source)]
  if (list.length === 0) return [detail('minItems', 'must have at least 1 item', source)]
  return list.flatMap((item, index) => checkItem(name, item, `${source}[${index}]`))
}

function checkItem(name: string, item: unknown, source: string): Detail[] {
  const { required = [] } = measurementKinds[name] ?? {}
  if (!isObject(item)) return [detail('type', 'must be an object', source)]
  const missing = required.filter((field) => item[field] === undefined)
  if (missing.length > 0) return missing.map((field) => detail('required', `${field} is missing`, source))
  if (name === 'wlan') {
    return isMac(item.mac) ? [] : [detail('pattern', 'must be an address of six bytes', `${source}.mac`)]
  }
  // Codes of countries and networks may be strings of digits.
  const wrong = required.filter((field) => !/^\d+$/.test(String(item[field])))
  return wrong.map((field) => detail('type', 'must be a whole number', `${source}.${field}`))
}

function measurementsIn(body: Record<string, unknown>): Measurement[] {
  return Object.keys(measurementKinds).flatMap((kind) =>
    ((body[kind] ?? []) as Array<Record<string, unknown>>).map((fields) => ({ kind, fields })),
  )
}

// No database has locally administered or multicast addresses (IEEE 802), nor the cells of test networks.
function isKnown({ kind, fields }: Measurement): boolean {
  if (kind === 'wlan') return (Number.parseInt(String(fields.mac).slice(0, 2), 16) & 0b11) === 0
  return ![1, 999].includes(Number(fields.mcc))
}

function positionOf(known: readonly Measurement[], query: URLSearchParams): LocateResponse['location'] {
  const [first] = known as [Measurement]
  const { required = [], accuracy = 1000 } = measurementKinds[first.kind] ?? {}
  const random = seededRandom(
    `${first.kind} ${required.map((field) => String(first.fields[field]).toLowerCase()).join(' ')}`,
  )
  const { lat, lng } = moved(cityBy(random()), (random() - 0.5) * 4000, (random() - 0.5) * 4000)
  const confidence = Number(query.get('confidence') ?? 68)
  const fields = `${query.get('desired') ?? ''},${query.get('required') ?? ''}`.split(',')
  return {
    lat,
    lng,
    // More measurements make it more accurate, more confidence needs a wider circle.
    accuracy: Math.max(10, Math.round((accuracy / Math.sqrt(known.length)) * (confidence / 68))),
    ...(fields.includes('altitude') ? { alt: Math.round(random() * 200), altAccuracy: 12 } : {}),
  }
}

function isMac(value: unknown): boolean {
  return typeof value === 'string' && /^[\da-f]{2}([:-]?[\da-f]{2}){5}$/i.test(value)
}

function detail(rule: string, message: string, source: string): Detail {
  return { title: `Violated rule: ${rule}`, message, source }
}

function positioningError(status: number, title: string, cause: string, details?: readonly Detail[]): EmulatorResponse {
  return serviceError({
    status,
    title,
    code: `E606${status}`,
    cause,
    action: 'Correct the request.',
    ...(details === undefined ? {} : { details }),
  })
}
