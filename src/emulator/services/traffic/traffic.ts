import { decode } from '@here/flexpolyline'
import type { Flow, FlowResponse, IncidentsResponse, TrafficLocation } from '../../../api/traffic.ts'
import { type Area, corridorAlong, type LatLng, parseArea } from '../../world/geography.ts'
import { detailsOf, incidentAt, incidentBy, incidentsWithin, incidentTypes } from '../../world/incidents.ts'
import { addressNear } from '../../world/places.ts'
import { hexId } from '../../world/random.ts'
import { jamFactorAt, type Link, linksWithin } from '../../world/street-links.ts'
import { formatTime, usualTime } from '../../world/time.ts'
import { serviceError } from '../http/errors.ts'
import { type EmulatorRequest, type PathParameters, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'

/** HERE's Traffic v7. */
export const trafficService: Service = {
  paths: {
    '/v7/flow': { GET: answerFlow, POST: answerFlow },
    '/v7/incidents': { GET: answerIncidents, POST: answerIncidents },
    '/v7/incidents/{originalId}': { GET: answerIncident, POST: answerIncident },
  },
}

const references = ['none', 'olr', 'shape', 'tmc', 'segmentRef']
const criticalities = ['low', 'minor', 'major', 'critical']
const widestBox = 1
const widestCircle = 50_000
const sourceUpdated = formatTime(usualTime)

function answerFlow(request: EmulatorRequest): EmulatorResponse {
  const parameters = readParameters(request)
  const question = readQuestion(parameters)
  if ('status' in question) return question
  const [least, most] = [Number(parameters.minJamFactor ?? 0), Number(parameters.maxJamFactor ?? 10)]
  if (!(least >= 0 && most <= 10)) return refuse('E608049', 'minJamFactor and maxJamFactor must be from 0 to 10.')
  if (most < least) return refuse('E608050', 'maxJamFactor is less than minJamFactor.')
  const classes = listOf(parameters.functionalClasses ?? '1,2,3,4,5').map(Number)
  const results = streetsOf(linksWithin(question.area))
    .filter(([first]) => classes.includes((first as Link).functionalClass))
    .map((links) => flowOf(links, question.references))
    .filter(({ currentFlow: { jamFactor } }) => jamFactor >= least && jamFactor <= most)
  return { body: { sourceUpdated, results } satisfies FlowResponse }
}

function answerIncidents(request: EmulatorRequest): EmulatorResponse {
  const parameters = readParameters(request)
  const question = readQuestion(parameters)
  if ('status' in question) return question
  const types = listOf(parameters.type ?? incidentTypes.join(','))
  const wanted = listOf(parameters.criticality ?? criticalities.join(','))
  if (!types.every((type) => incidentTypes.includes(type))) return refuse('E608041', "The value of 'type' is unknown.")
  if (!wanted.every((value) => criticalities.includes(value))) {
    return refuse('E608040', "The value of 'criticality' is unknown.")
  }
  const results = incidentsWithin(question.area)
    .filter(({ type, criticality }) => types.includes(type) && wanted.includes(criticality))
    .map((incident) => ({
      ...locationField([incident.link], question.references),
      incidentDetails: detailsOf(incident),
    }))
  return { body: { sourceUpdated, results } satisfies IncidentsResponse }
}

function answerIncident(request: EmulatorRequest, { originalId = '' }: PathParameters): EmulatorResponse {
  const wanted = readReferences(readParameters(request))
  if ('status' in wanted) return wanted
  const incident = incidentBy(originalId.replace(/^here:traffic:incident:/, ''))
  if (incident === undefined) return refuse('E608038', 'There is no such incident, or not any more.', 404)
  return { body: { ...locationField([incident.link], wanted), incidentDetails: detailsOf(incident) } }
}

type Parameters = Record<string, string | undefined>
type Refusal = EmulatorResponse & { status: number }

// A POST has them in its body, with lists as lists and the area as an object.
function readParameters(request: EmulatorRequest): Parameters {
  const fromQuery = Object.fromEntries(request.query)
  const body = request.method === 'POST' ? readJsonObject(request) : undefined
  return {
    ...fromQuery,
    ...Object.fromEntries(
      Object.entries(body ?? {}).map(([name, value]) => [name, name === 'in' ? areaText(value) : String(value)]),
    ),
  }
}

function areaText(value: unknown): string {
  const { type, center, radius, corridor, ...sides } = (value ?? {}) as Record<string, unknown>
  const { lat, lng } = (center ?? {}) as Record<string, unknown>
  if (type === 'circle') return `circle:${lat},${lng};r=${radius}`
  if (type === 'corridor') return `corridor:${corridor};r=${radius}`
  return type === 'boundingBox' ? `bbox:${sides.west},${sides.south},${sides.east},${sides.north}` : String(value)
}

interface Question {
  area: Area
  references: readonly string[]
}

function readQuestion(parameters: Parameters): Question | Refusal {
  const area = readArea(parameters.in)
  if ('status' in area) return area
  const wanted = readReferences(parameters)
  return 'status' in wanted ? wanted : { area, references: wanted }
}

function readReferences({ locationReferencing }: Parameters): readonly string[] | Refusal {
  if (!locationReferencing) return refuse('E608051', "Parameter 'locationReferencing' is missing.")
  const wanted = listOf(locationReferencing)
  if (!wanted.every((value) => references.includes(value))) {
    return refuse('E608046', `'locationReferencing' must be of ${references.join(', ')}.`)
  }
  return wanted.includes('none') && wanted.length > 1
    ? refuse('E608052', "'none' stands alone in 'locationReferencing'.")
    : wanted
}

function readArea(text: string | undefined): Area | Refusal {
  if (!text) return refuse('E608002', "Parameter 'in' is missing.")
  const type = /^(\w+):/.exec(text)?.[1]
  if (type === 'corridor') return readCorridor(text)
  if (type !== 'circle' && type !== 'bbox') return refuse('E608004', "'in' must be a circle, bbox or corridor.")
  const area = parseArea(text)
  if (area === undefined) {
    return type === 'circle'
      ? refuse('E608013', 'The circle must be circle:lat,lng;r=metres.')
      : refuse('E608005', 'The box must be bbox:west,south,east,north.')
  }
  const { west, south, east, north } = area.box
  if (type === 'bbox' && (east - west > widestBox || north - south > widestBox)) {
    return refuse('E608006', `The box is wider than ${widestBox} degree.`)
  }
  return type === 'circle' && Number(/;r=(\d+)/.exec(text)?.[1]) > widestCircle
    ? refuse('E608017', `The radius is larger than ${widestCircle} m.`)
    : area
}

function readCorridor(text: string): Area | Refusal {
  const [, polyline, radius] = /^corridor:(.+);r=(\d+)$/.exec(text) ?? []
  if (polyline === undefined) return refuse('E608042', 'The corridor must be corridor:polyline;r=metres.')
  const line = decodeLine(polyline)
  if (line.length < 2 || line.length > 300) return refuse('E608019', 'The polyline must have 2 to 300 points.')
  return corridorAlong(line, Number(radius))
}

function decodeLine(polyline: string): LatLng[] {
  try {
    return decode(polyline).polyline.map(([lat = 0, lng = 0]) => ({ lat, lng }))
  } catch {
    return []
  }
}

const longestStreet = 4

// HERE tells of streets, which have several links.
function streetsOf(links: readonly Link[]): Link[][] {
  const streets: Link[][] = []
  for (const link of links) {
    const street = streets.at(-1)
    const before = street?.at(-1)
    const goesOn =
      before !== undefined &&
      before.street === link.street &&
      before.isUpright === link.isUpright &&
      before.from + before.step === link.from &&
      (link.from / link.step) % longestStreet !== 0 &&
      isClosed(before) === isClosed(link)
    if (goesOn) street?.push(link)
    else streets.push([link])
  }
  return streets
}

function isClosed({ street, isUpright, from }: Link): boolean {
  return incidentAt(street, isUpright, from)?.roadClosed ?? false
}

// Metres per second, by functional class.
const freeSpeeds = [30.6, 25, 16.7, 13.9, 8.3]

function flowOf(links: readonly Link[], wanted: readonly string[]): FlowResponse['results'][number] {
  const parts = links.map((link) => ({ length: link.length, ...flowAt(link) }))
  const first = parts[0] as Flow & { length: number }
  const whole = parts.reduce((sum, { length }) => sum + length, 0)
  const mean = parts.reduce((sum, { length, jamFactor }) => sum + jamFactor * length, 0) / Math.max(1, whole)
  const { length: _, ...flow } = { ...first, ...(isClosed(links[0] as Link) ? {} : speedsAt(mean, first.freeFlow)) }
  return {
    location: locationOf(links, wanted),
    currentFlow: { ...flow, ...(parts.length > 1 ? { subSegments: parts } : {}) },
  }
}

const closed = { jamFactor: 10, speed: 0, speedUncapped: 0, traversability: 'closed' } as const

function flowAt(link: Link): Flow {
  const freeFlow = freeSpeeds[link.functionalClass - 1] as number
  const jamFactor = jamFactorAt(link)
  const flow: Flow = {
    ...speedsAt(jamFactor, freeFlow),
    freeFlow,
    jamTendency: Math.round(((jamFactor * 10) % 3) - 1),
    confidence: 0.98,
    traversability: 'open',
  }
  return isClosed(link) ? { ...flow, ...closed } : flow
}

function speedsAt(jamFactor: number, freeFlow: number): Pick<Flow, 'speed' | 'speedUncapped' | 'jamFactor'> {
  const speed = Number((freeFlow * (1 - jamFactor * 0.088)).toFixed(1))
  return { speed, speedUncapped: Number((speed * 1.05).toFixed(1)), jamFactor: Number(jamFactor.toFixed(1)) }
}

function locationField(links: readonly Link[], wanted: readonly string[]): { location?: TrafficLocation } {
  return wanted.includes('none') ? {} : { location: locationOf(links, wanted) }
}

function locationOf(links: readonly Link[], wanted: readonly string[]): TrafficLocation {
  const [first] = links as [Link]
  const id = `${first.isUpright} ${first.street} ${first.from} ${first.step}`
  const length = links.reduce((sum, link) => sum + link.length, 0)
  const shape = links.map(({ points, length, functionalClass }) => ({ points, length, functionalClass }))
  const segments = links.map(({ street, from, length }) => ({
    ref: `here:cm:segment:${street}${String(from).padStart(6, '0')}#+0..1`,
    length,
  }))
  return {
    description: addressNear(first.points[0] as LatLng).street,
    length,
    ...(wanted.includes('shape') ? { shape: { links: shape } } : {}),
    ...(wanted.includes('olr') ? { olr: Buffer.from(hexId(id), 'hex').toString('base64') } : {}),
    ...(wanted.includes('tmc') ? { tmc: { tableId: '25:1', locationId: first.street % 60_000, direction: '+' } } : {}),
    ...(wanted.includes('segmentRef') ? { segmentRef: { segments } } : {}),
  }
}

function listOf(text: string): string[] {
  return text.split(',').filter((item) => item !== '')
}

function refuse(code: string, cause: string, status = 400): Refusal {
  const title = status === 404 ? 'Resource not found' : 'Input data failed validation'
  return { ...serviceError({ status, title, code, cause, action: 'Correct the request.' }), status }
}
