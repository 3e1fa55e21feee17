import type { Area } from './geography.ts'
import { hashOf } from './noise.ts'
import { type Link, linkAt, stepFor } from './street-links.ts'
import { gridWithin, rankOf } from './streets.ts'
import { hour, usualTime } from './time.ts'

/** An incident on a street. */
export interface Incident {
  id: string
  link: Link
  type: string
  title: string
  codes: readonly number[]
  criticality: 'low' | 'minor' | 'major' | 'critical'
  roadClosed: boolean
  startTime: number
  endTime: number
}

const kinds = [
  { type: 'construction', title: 'Road works', criticality: 'minor', codes: [701] },
  { type: 'accident', title: 'Accident', criticality: 'critical', codes: [201] },
  { type: 'roadClosure', title: 'Closed', criticality: 'major', codes: [401] },
  { type: 'congestion', title: 'Queueing traffic', criticality: 'major', codes: [108] },
  { type: 'roadHazard', title: 'Hazard on the road', criticality: 'low', codes: [922] },
  { type: 'disabledVehicle', title: 'Broken-down vehicle', criticality: 'minor', codes: [211] },
] as const

/** HERE's types of incidents: those that the emulator has, and the others. */
export const incidentTypes: readonly string[] = [
  ...kinds.map(({ type }) => type as string),
  ...['laneRestriction', 'massTransit', 'plannedEvent', 'weather', 'other'],
]

// Each fourth crossing of a larger street may have an incident; this part of them has one.
const crossingGap = 4
const share = 0.12

/** The incidents in an area. */
export function incidentsWithin(area: Area): Incident[] {
  const step = Math.max(crossingGap, stepFor(area))
  const { across, down } = gridWithin(area.box, step)
  const find = (streets: number[], crossings: number[], isUpright: boolean): Incident[] =>
    streets.flatMap((street) =>
      crossings.map((from) => incidentAt(street, isUpright, from)).filter((incident) => incident !== undefined),
    )
  return [...find(across, down, true), ...find(down, across, false)].filter(({ link }) =>
    link.points.some((point) => area.contains(point)),
  )
}

/** The incident with an id. */
export function incidentBy(id: string): Incident | undefined {
  const [, axis, street, from] = /^([12])(\d{8})(\d{8})$/.exec(id) ?? []
  if (axis === undefined) return undefined
  const isCandidate = Number(street) % crossingGap === 0 && Number(from) % crossingGap === 0
  return isCandidate ? incidentAt(Number(street), axis === '1', Number(from)) : undefined
}

/** The incident at a crossing; `undefined` when there is none. */
export function incidentAt(street: number, isUpright: boolean, from: number): Incident | undefined {
  const seed = isUpright ? 41 : 42
  if (from % crossingGap !== 0 || rankOf(street) < 2 || hashOf(street, from, seed) >= share) return undefined
  const kind = kinds[Math.floor(hashOf(street, from, seed + 10) * kinds.length)] as (typeof kinds)[number]
  const age = hashOf(street, from, seed + 20)
  return {
    id: `${isUpright ? 1 : 2}${String(street).padStart(8, '0')}${String(from).padStart(8, '0')}`,
    link: linkAt({ street, isUpright, from, step: 1 }),
    ...kind,
    roadClosed: kind.type === 'roadClosure',
    startTime: usualTime - Math.round(age * 20) * hour,
    endTime: usualTime + Math.round((1 - age) * 30 + 1) * hour,
  }
}
