import { type LatLng, readPoint } from '../../world/geography.ts'
import { isTransportMode } from '../../world/travel.ts'
import { isObject } from '../http/request.ts'

/** A problem as far as the emulator solves it. */
export interface TourProblem {
  vehicles: Vehicle[]
  jobs: TourJob[]
}

/** One vehicle of a type. */
export interface Vehicle {
  vehicleId: string
  typeId: string
  mode: string
  costs: { fixed: number; distance: number; time: number }
  capacity: number[]
  start: LatLng
  startsAt: number
  end: LatLng | undefined
  endsAt: number | undefined
}

/** What one vehicle does for a job, in this order. */
export interface TourJob {
  id: string
  tasks: TourTask[]
}

/** One thing to do at one place. */
export interface TourTask {
  type: 'pickup' | 'delivery'
  location: LatLng
  duration: number
  demand: number[]
}

/** Why HERE refuses a problem. */
export interface TourRefusal {
  code: string
  cause: string
}

class InvalidProblem extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Reads a problem, and checks what the emulator needs of it. */
export function readProblem(body: Record<string, unknown> | undefined): TourProblem | TourRefusal {
  try {
    if (body === undefined) throw new InvalidProblem('E613200', 'The body is no JSON object.')
    const fleet = objectAt(body, 'fleet')
    const modes = new Map(listAt(fleet, 'profiles').map((profile) => [profile.name, profile.type]))
    const vehicles = listAt(fleet, 'types').flatMap((type) => vehiclesOf(type, modes))
    const jobs = listAt(objectAt(body, 'plan'), 'jobs').map(readJob)
    const twice = jobs.find(({ id }, index) => jobs.findIndex((job) => job.id === id) < index)
    if (twice !== undefined) throw new InvalidProblem('E613410', `More than one job has the id '${twice.id}'.`)
    return { vehicles, jobs }
  } catch (error) {
    if (error instanceof InvalidProblem) return { code: error.code, cause: error.message }
    throw error
  }
}

type Fields = Record<string, unknown>

function vehiclesOf(type: Fields, modes: ReadonlyMap<unknown, unknown>): Vehicle[] {
  const mode = modes.get(type.profile)
  if (mode === undefined) throw new InvalidProblem('E613426', 'A vehicle type names a profile that is not there.')
  const shift = listAt(type, 'shifts')[0] as Fields
  const start = objectAt(shift, 'start')
  const end = isObject(shift.end) ? shift.end : undefined
  const { fixed = 0, distance = 0, time = 0 } = objectAt(type, 'costs') as Record<string, number>
  const ids = Array.isArray(type.vehicleIds)
    ? type.vehicleIds.map(String)
    : Array.from({ length: Number(type.amount ?? 1) }, (_, index) => `${type.id}_${index + 1}`)
  return ids.map((vehicleId) => ({
    vehicleId,
    typeId: String(type.id),
    mode: isTransportMode(mode) ? mode : 'car',
    costs: { fixed, distance, time },
    capacity: numbersOf(type.capacity),
    start: placeAt(start),
    startsAt: timeAt(start),
    end: end && placeAt(end),
    endsAt: end && timeAt(end),
  }))
}

function readJob(job: Fields): TourJob {
  const tasks = objectAt(job, 'tasks')
  const read = (name: string, type: TourTask['type']): TourTask[] =>
    (tasks[name] === undefined ? [] : listAt(tasks, name)).map((task) => {
      const place = listAt(task, 'places')[0] as Fields
      return { type, location: placeAt(place), duration: Number(place.duration ?? 0), demand: numbersOf(task.demand) }
    })
  const all = [...read('pickups', 'pickup'), ...read('deliveries', 'delivery')]
  if (all.length === 0) throw new InvalidProblem('E613200', "A job has neither 'pickups' nor 'deliveries'.")
  return { id: String(job.id), tasks: all }
}

function objectAt(parent: Fields, name: string): Fields {
  const value = parent[name]
  if (isObject(value)) return value
  throw new InvalidProblem('E613200', `'${name}' is missing or no object.`)
}

function listAt(parent: Fields, name: string): Fields[] {
  const value = parent[name]
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) return value
  throw new InvalidProblem('E613200', `'${name}' is missing, empty or no list of objects.`)
}

function placeAt({ location }: Fields): LatLng {
  const point = readPoint(location)
  if (point === undefined) throw new InvalidProblem('E613401', 'A location is missing or not on the earth.')
  return point
}

function timeAt({ time }: Fields): number {
  const value = Date.parse(String(time))
  if (Number.isNaN(value)) throw new InvalidProblem('E613200', "'time' is missing or no time.")
  return value
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : []
}
