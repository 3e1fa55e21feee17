import { addressNear } from './cities.ts'
import { circleAround, distance, type LatLng } from './geography.ts'
import { type GridPoint, gridPointOf, gridWithin, pointOf } from './streets.ts'
import { minute } from './time.ts'

/** A station of public transport, where two lines cross. */
export interface Station {
  id: string
  name: string
  location: LatLng
  grid: GridPoint
}

/** A line, which follows a single street. */
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

// Each third street has a line, each fourth of these is a subway. Stations are where lines cross.
const stationGap = 3

/** The stations within some metres of a point, nearest first. */
export function stationsNear(point: LatLng, radius: number, count: number): Station[] {
  const area = circleAround(point, radius)
  const { across, down } = gridWithin(area.box, stationGap)
  return across
    .flatMap((street) => down.map((row) => stationAt({ across: street, down: row })))
    .filter(({ location }) => area.contains(location))
    .sort((a, b) => distance(point, a.location) - distance(point, b.location))
    .slice(0, count)
}

/** The station nearest to a point. */
export function nearestStation(point: LatLng): Station {
  const { across, down } = gridPointOf(point)
  return stationAt({
    across: Math.round(across / stationGap) * stationGap,
    down: Math.round(down / stationGap) * stationGap,
  })
}

/** The station with an id. */
export function stationBy(id: string): Station | undefined {
  const [, across, down] = /^41(\d{6})(\d{6})$/.exec(id) ?? []
  const grid = { across: Number(across), down: Number(down) }
  return across !== undefined && grid.across % stationGap === 0 && grid.down % stationGap === 0
    ? stationAt(grid)
    : undefined
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

/** The stations of a line between two others. */
export function stationsBetween(from: Station, to: Station): Station[] {
  const span = Math.max(Math.abs(to.grid.across - from.grid.across), Math.abs(to.grid.down - from.grid.down))
  const count = span / stationGap
  const [right, down] = [(to.grid.across - from.grid.across) / count, (to.grid.down - from.grid.down) / count]
  return Array.from({ length: Math.max(0, count - 1) }, (_, index) =>
    stationAt({ across: from.grid.across + right * (index + 1), down: from.grid.down + down * (index + 1) }),
  )
}

/** The first departure of a line from a station at a time or later. Times are epoch milliseconds. */
export function nextDeparture({ interval }: Line, { grid }: Station, time: number): number {
  const period = interval * minute
  const first = ((grid.across + grid.down) % interval) * minute
  return Math.ceil((time - first) / period) * period + first
}

function lineOn(street: number, isUpright: boolean): Line {
  const number = street / stationGap
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
