import type { Incident as IncidentDetails, TrafficText } from '../../api/traffic.ts'
import type { Area, LatLng } from './geography.ts'
import { hashOf } from './noise.ts'
import { addressNear } from './places.ts'
import { type Link, linkAt, stepFor } from './street-links.ts'
import { gridWithin, rankOf } from './streets.ts'
import { formatTime, usualTime } from './time.ts'

/** Something that has happened on a street. */
export interface Incident {
  id: string
  link: Link
  type: string
  criticality: 'low' | 'minor' | 'major' | 'critical'
  roadClosed: boolean
  startTime: number
  endTime: number
}

const kinds = [
  { type: 'construction', word: 'Road works', criticality: 'minor', codes: [701] },
  { type: 'accident', word: 'Accident', criticality: 'critical', codes: [201] },
  { type: 'roadClosure', word: 'Closed', criticality: 'major', codes: [401] },
  { type: 'congestion', word: 'Queueing traffic', criticality: 'major', codes: [108] },
  { type: 'roadHazard', word: 'Hazard on the road', criticality: 'low', codes: [922] },
  { type: 'disabledVehicle', word: 'Broken-down vehicle', criticality: 'minor', codes: [211] },
] as const

/** The types that the emulator's incidents have, and the others that HERE knows. */
export const incidentTypes: readonly string[] = [
  ...kinds.map(({ type }) => type as string),
  ...['laneRestriction', 'massTransit', 'plannedEvent', 'weather', 'other'],
]

// Incidents are at crossings of larger streets, at each so many of them.
const gap = 4
const share = 0.12
const hour = 3_600_000

/** The incidents of an area. */
export function incidentsWithin(area: Area): Incident[] {
  const step = Math.max(gap, stepFor(area))
  const { across, down } = gridWithin(area.box, step)
  const found = (streets: number[], crossings: number[], isUpright: boolean): Incident[] =>
    streets.flatMap((street) => crossings.map((from) => incidentAt(street, isUpright, from)).filter(isIncident))
  return [...found(across, down, true), ...found(down, across, false)].filter(({ link }) =>
    link.points.some((point) => area.contains(point)),
  )
}

/** The incident with an id. */
export function incidentBy(id: string): Incident | undefined {
  const [, axis, street, from] = /^([12])(\d{8})(\d{8})$/.exec(id) ?? []
  if (axis === undefined) return undefined
  const isPlace = Number(street) % gap === 0 && Number(from) % gap === 0
  return isPlace ? incidentAt(Number(street), axis === '1', Number(from)) : undefined
}

/** The incident at a crossing, where there is one. */
export function incidentAt(street: number, isUpright: boolean, from: number): Incident | undefined {
  const seed = isUpright ? 41 : 42
  if (from % gap !== 0 || rankOf(street) < 2 || hashOf(street, from, seed) >= share) return undefined
  const kind = kinds[Math.floor(hashOf(street, from, seed + 10) * kinds.length)] as (typeof kinds)[number]
  const age = hashOf(street, from, seed + 20)
  return {
    id: `${isUpright ? 1 : 2}${String(street).padStart(8, '0')}${String(from).padStart(8, '0')}`,
    link: linkAt({ street, isUpright, from, step: 1 }),
    type: kind.type,
    criticality: kind.criticality,
    roadClosed: kind.type === 'roadClosure',
    startTime: usualTime - Math.round(age * 20) * hour,
    endTime: usualTime + Math.round((1 - age) * 30 + 1) * hour,
  }
}

/** An incident in HERE's words. */
export function detailsOf(incident: Incident): IncidentDetails {
  const { id, link, type, criticality, roadClosed, startTime, endTime } = incident
  const { word, codes } = kinds.find((kind) => kind.type === type) as (typeof kinds)[number]
  const [begin, end] = [link.points[0], link.points.at(-1)].map((point) => addressNear(point as LatLng).street)
  const text = (value: string): TrafficText => ({ value, language: 'en-US' })
  return {
    id,
    hrn: `here:traffic:incident:${id}`,
    originalId: id,
    originalHrn: `here:traffic:incident:${id}`,
    startTime: formatTime(startTime),
    endTime: formatTime(endTime),
    entryTime: formatTime(startTime),
    roadClosed,
    criticality,
    type,
    codes: [...codes],
    typeDescription: text(word),
    summary: text(`${word}.`),
    description: text(`${word} between ${begin} and ${end}.`),
    junctionTraversability: roadClosed ? 'intermediateClosedEdgeOpen' : 'allOpen',
  }
}

function isIncident(incident: Incident | undefined): incident is Incident {
  return incident !== undefined
}
