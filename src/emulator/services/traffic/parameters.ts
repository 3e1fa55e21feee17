import { decode } from '@here/flexpolyline'
import { type Area, corridorAlong, type LatLng, parseArea } from '../../world/geography.ts'
import { serviceError } from '../http/errors.ts'
import { type EmulatorRequest, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'

/** The parameters of a traffic request, by name. */
export type TrafficParameters = Record<string, string | undefined>

/** An error response of Traffic. The status distinguishes it from what was read. */
type TrafficError = EmulatorResponse & { status: number }

const knownReferences = ['none', 'olr', 'shape', 'tmc', 'segmentRef']
// In degrees.
const widestBox = 1
// In metres.
const widestCircle = 50_000

/** Reads the parameters from the query and, for a POST, from the body, where lists are lists and the area is an object. */
export function readParameters(request: EmulatorRequest): TrafficParameters {
  const body = request.method === 'POST' ? readJsonObject(request) : undefined
  const fromBody = Object.entries(body ?? {}).map(([name, value]) => [
    name,
    name === 'in' ? areaParameter(value) : String(value),
  ])
  return { ...Object.fromEntries(request.query), ...Object.fromEntries(fromBody) }
}

// The area of a body as the query parameter `in` has it.
function areaParameter(value: unknown): string {
  const { type, center, radius, corridor, ...sides } = (value ?? {}) as Record<string, unknown>
  const { lat, lng } = (center ?? {}) as Record<string, unknown>
  if (type === 'circle') return `circle:${lat},${lng};r=${radius}`
  if (type === 'corridor') return `corridor:${corridor};r=${radius}`
  return type === 'boundingBox' ? `bbox:${sides.west},${sides.south},${sides.east},${sides.north}` : String(value)
}

/** The area of a request, and how its streets are referenced. */
interface TrafficArea {
  area: Area
  references: readonly string[]
}

/** Reads `in` and `locationReferencing`. */
export function readTrafficArea(parameters: TrafficParameters): TrafficArea | TrafficError {
  const area = readArea(parameters.in)
  if ('status' in area) return area
  const references = readReferences(parameters)
  return 'status' in references ? references : { area, references }
}

/** Reads `locationReferencing`. */
export function readReferences({ locationReferencing }: TrafficParameters): readonly string[] | TrafficError {
  if (!locationReferencing) return trafficError('E608051', "Parameter 'locationReferencing' is missing.")
  const references = splitList(locationReferencing)
  if (!references.every((value) => knownReferences.includes(value))) {
    return trafficError('E608046', `'locationReferencing' must be of ${knownReferences.join(', ')}.`)
  }
  return references.includes('none') && references.length > 1
    ? trafficError('E608052', "'locationReferencing' must not combine 'none' with another value.")
    : references
}

function readArea(text: string | undefined): Area | TrafficError {
  if (!text) return trafficError('E608002', "Parameter 'in' is missing.")
  const type = /^(\w+):/.exec(text)?.[1]
  if (type === 'corridor') return readCorridor(text)
  if (type === 'circle') return readCircle(text)
  if (type === 'bbox') return readBox(text)
  return trafficError('E608004', "'in' must be a circle, bbox or corridor.")
}

function readCircle(text: string): Area | TrafficError {
  const area = parseArea(text)
  if (area === undefined) return trafficError('E608013', 'The circle must be circle:lat,lng;r=metres.')
  return Number(/;r=(\d+)/.exec(text)?.[1]) > widestCircle
    ? trafficError('E608017', `The radius is larger than ${widestCircle} m.`)
    : area
}

function readBox(text: string): Area | TrafficError {
  const area = parseArea(text)
  if (area === undefined) return trafficError('E608005', 'The box must be bbox:west,south,east,north.')
  const { west, south, east, north } = area.box
  return east - west > widestBox || north - south > widestBox
    ? trafficError('E608006', `The box is wider than ${widestBox} degree.`)
    : area
}

function readCorridor(text: string): Area | TrafficError {
  const [, polyline, radius] = /^corridor:(.+);r=(\d+)$/.exec(text) ?? []
  if (polyline === undefined) return trafficError('E608042', 'The corridor must be corridor:polyline;r=metres.')
  const line = decodeLine(polyline)
  if (line.length < 2 || line.length > 300) return trafficError('E608019', 'The polyline must have 2 to 300 points.')
  return corridorAlong(line, Number(radius))
}

function decodeLine(polyline: string): LatLng[] {
  try {
    return decode(polyline).polyline.map(([lat = 0, lng = 0]) => ({ lat, lng }))
  } catch {
    return []
  }
}

/** The items of a comma-separated list. */
export function splitList(text: string): string[] {
  return text.split(',').filter((item) => item !== '')
}

/** An error of Traffic, with HERE's code. */
export function trafficError(code: string, cause: string, status = 400): TrafficError {
  const title = status === 404 ? 'Resource not found' : 'Input data failed validation'
  return { ...serviceError({ status, title, code, cause, action: 'Correct the request.' }), status }
}
