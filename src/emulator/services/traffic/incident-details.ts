import type { Incident as IncidentDetails, TrafficText } from '../../../api/traffic.ts'
import { addressNear } from '../../world/cities.ts'
import type { LatLng } from '../../world/geography.ts'
import type { Incident } from '../../world/incidents.ts'
import { formatTime } from '../../world/time.ts'

/** An incident as responses show it. */
export function incidentDetails(incident: Incident): IncidentDetails {
  const { id, link, type, title, codes, criticality, roadClosed } = incident
  const [begin, end] = [link.points[0], link.points.at(-1)].map((point) => addressNear(point as LatLng).street)
  const startTime = formatTime(incident.startTime)
  return {
    id,
    hrn: `here:traffic:incident:${id}`,
    originalId: id,
    originalHrn: `here:traffic:incident:${id}`,
    startTime,
    endTime: formatTime(incident.endTime),
    entryTime: startTime,
    roadClosed,
    criticality,
    type,
    codes: [...codes],
    typeDescription: englishText(title),
    summary: englishText(`${title}.`),
    description: englishText(`${title} between ${begin} and ${end}.`),
    junctionTraversability: roadClosed ? 'intermediateClosedEdgeOpen' : 'allOpen',
  }
}

function englishText(value: string): TrafficText {
  return { value, language: 'en-US' }
}
