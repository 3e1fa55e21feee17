import { circleAround, distance, type LatLng } from './geography.ts'
import { addressNear } from './places.ts'
import { type GridPoint, gridPointOf, gridWithin, pointOf } from './streets.ts'

/** A stop of public transport, where two lines cross. */
export interface Station {
  id: string
  name: string
  location: LatLng
  grid: GridPoint
}

/** A line, which keeps to one street. */
export interface Line {
  mode: 'subway' | 'bus'
  name: string
  category: string
  color: string
  textColor: string
  /** Minutes between two departures. */
  interval: number
  /** The street, and whether it runs north and south. */
  street: number
  isUpright: boolean
}

// A stop at each third street; on each fourth line of stops a subway runs.
const gap = 3

/** The stations within some metres of a point, nearest first. */
export function stationsNear(point: LatLng, radius: number, count: number): Station[] {
  const area = circleAround(point, radius)
  const { across, down } = gridWithin(area.box, gap)
  return across
    .flatMap((street) => down.map((row) => stationAt({ across: street, down: row })))
    .filter(({ location }) => area.contains(location))
    .sort((a, b) => distance(point, a.location) - distance(point, b.location))
    .slice(0, count)
}

/** The station that is nearest to a point. */
export function nearestStation(point: LatLng): Station {
  const { across, down } = gridPointOf(point)
  return stationAt({ across: Math.round(across / gap) * gap, down: Math.round(down / gap) * gap })
}

/** The station with an id. */
export function stationBy(id: string): Station | undefined {
  const [, across, down] = /^41(\d{6})(\d{6})$/.exec(id) ?? []
  const grid = { across: Number(across), down: Number(down) }
  return across !== undefined && grid.across % gap === 0 && grid.down % gap === 0 ? stationAt(grid) : undefined
}

/** The station where two streets cross. */
export function stationAt(grid: GridPoint): Station {
  const location = pointOf(grid)
  const id = `41${String(grid.across).padStart(6, '0')}${String(grid.down).padStart(6, '0')}`
  return { id, name: `${addressNear(location).street} (${grid.across % 100}/${grid.down % 100})`, location, grid }
}

/** The two lines that stop at a station. */
export function linesAt({ grid }: Station): readonly [upright: Line, level: Line] {
  return [lineOn(grid.across, true), lineOn(grid.down, false)]
}

/** The stations of a line after one, up to another one. */
export function stationsBetween(from: Station, to: Station): Station[] {
  const span = Math.max(Math.abs(to.grid.across - from.grid.across), Math.abs(to.grid.down - from.grid.down))
  const count = span / gap
  const [right, down] = [(to.grid.across - from.grid.across) / count, (to.grid.down - from.grid.down) / count]
  return Array.from({ length: Math.max(0, count - 1) }, (_, index) =>
    stationAt({ across: from.grid.across + right * (index + 1), down: from.grid.down + down * (index + 1) }),
  )
}

function lineOn(street: number, isUpright: boolean): Line {
  const number = street / gap
  return number % 4 === 0
    ? {
        mode: 'subway',
        name: `U${((number / 4) % 9) + 1}`,
        category: 'Subway',
        color: isUpright ? '#1F5FA8' : '#B3261E',
        textColor: '#FFFFFF',
        interval: 5,
        street,
        isUpright,
      }
    : {
        mode: 'bus',
        name: String(100 + (number % 200)),
        category: 'Bus',
        color: '#7A2A8C',
        textColor: '#FFFFFF',
        interval: 10,
        street,
        isUpright,
      }
}
