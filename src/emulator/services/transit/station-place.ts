import type { RoutePlace } from '../../../api/place.ts'
import type { LatLng } from '../../world/geography.ts'
import type { Line, Station } from '../../world/stations.ts'

/** The operator of all lines. */
export const agency = { id: '73-1', name: 'Emulated Transport', website: 'https://transport.example/' }

/** A place as responses show it: a station, or a point without one. */
export function placeOf(location: LatLng, station: Station | undefined): RoutePlace {
  return station === undefined
    ? { type: 'place', location }
    : { type: 'station', id: station.id, name: station.name, location }
}

type LineTransport = Pick<Line, 'mode' | 'name' | 'category' | 'color' | 'textColor'> & { headsign: string }

/** A line in the direction of a station, as responses show it. */
export function transportOf(line: Line, direction: Station | undefined): LineTransport {
  const { mode, name, category, color, textColor } = line
  return { mode, name, category, color, textColor, headsign: direction?.name ?? '' }
}
