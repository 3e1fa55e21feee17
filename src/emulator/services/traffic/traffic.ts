import type { FlowResponse, IncidentsResponse } from '../../../api/traffic.ts'
import { type Incident, incidentBy, incidentsWithin, incidentTypes } from '../../world/incidents.ts'
import { type Link, linksWithin } from '../../world/street-links.ts'
import { formatTime, usualTime } from '../../world/time.ts'
import type { EmulatorRequest, PathParameters } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import { flowOf, groupStreets } from './flow.ts'
import { incidentDetails } from './incident-details.ts'
import { locationOf } from './location.ts'
import { readParameters, readReferences, readTrafficArea, splitList, trafficError } from './parameters.ts'

/** HERE's Traffic v7. */
export const trafficService: Service = {
  paths: {
    '/v7/flow': { GET: handleFlow, POST: handleFlow },
    '/v7/incidents': { GET: handleIncidents, POST: handleIncidents },
    '/v7/incidents/{originalId}': { GET: handleIncident, POST: handleIncident },
  },
}

const criticalities = ['low', 'minor', 'major', 'critical']
const sourceUpdated = formatTime(usualTime)

function handleFlow(request: EmulatorRequest): EmulatorResponse {
  const parameters = readParameters(request)
  const requested = readTrafficArea(parameters)
  if ('status' in requested) return requested
  const { minJamFactor = '0', maxJamFactor = '10', functionalClasses = '1,2,3,4,5' } = parameters
  const [least, most] = [Number(minJamFactor), Number(maxJamFactor)]
  if (!(least >= 0 && most <= 10)) return trafficError('E608049', 'minJamFactor and maxJamFactor must be from 0 to 10.')
  if (most < least) return trafficError('E608050', 'maxJamFactor is less than minJamFactor.')
  const classes = splitList(functionalClasses).map(Number)
  const results = groupStreets(linksWithin(requested.area))
    .filter(([first]) => classes.includes((first as Link).functionalClass))
    .map((street) => ({ location: locationOf(street, requested.references), currentFlow: flowOf(street) }))
    .filter(({ currentFlow: { jamFactor } }) => jamFactor >= least && jamFactor <= most)
  return { body: { sourceUpdated, results } satisfies FlowResponse }
}

function handleIncidents(request: EmulatorRequest): EmulatorResponse {
  const parameters = readParameters(request)
  const requested = readTrafficArea(parameters)
  if ('status' in requested) return requested
  const types = parameters.type === undefined ? incidentTypes : splitList(parameters.type)
  const accepted = parameters.criticality === undefined ? criticalities : splitList(parameters.criticality)
  if (!types.every((type) => incidentTypes.includes(type))) {
    return trafficError('E608041', "The value of 'type' is unknown.")
  }
  if (!accepted.every((value) => criticalities.includes(value))) {
    return trafficError('E608040', "The value of 'criticality' is unknown.")
  }
  const results = incidentsWithin(requested.area)
    .filter(({ type, criticality }) => types.includes(type) && accepted.includes(criticality))
    .map((incident) => incidentItem(incident, requested.references))
  return { body: { sourceUpdated, results } satisfies IncidentsResponse }
}

function handleIncident(request: EmulatorRequest, { originalId = '' }: PathParameters): EmulatorResponse {
  const references = readReferences(readParameters(request))
  if ('status' in references) return references
  const incident = incidentBy(originalId.replace(/^here:traffic:incident:/, ''))
  if (incident === undefined) return trafficError('E608038', 'The incident is unknown or has expired.', 404)
  return { body: incidentItem(incident, references) }
}

function incidentItem(incident: Incident, references: readonly string[]): IncidentsResponse['results'][number] {
  return {
    ...(references.includes('none') ? {} : { location: locationOf([incident.link], references) }),
    incidentDetails: incidentDetails(incident),
  }
}
