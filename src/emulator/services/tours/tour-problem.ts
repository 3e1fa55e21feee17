import { type LatLng, readPoint } from '../../world/geography.ts'
import { isTransportMode } from '../../world/travel.ts'
import type { InvalidBody } from '../http/errors.ts'
import { isObject } from '../http/request.ts'

/** The part of a tour problem that the emulator solves. */
export interface TourProblem {
  vehicles: TourVehicle[]
  jobs: TourJob[]
}

/** A single vehicle of a vehicle type. */
export interface TourVehicle {
  vehicleId: string
  typeId: string
  mode: string
  costs: { fixed: number; distance: number; time: number }
  capacity: number[]
  start: LatLng
  shiftStart: number
  end: LatLng | undefined
  shiftEnd: number | undefined
}

/** The tasks of a job, which one vehicle performs in this order. */
export interface TourJob {
  id: string
  tasks: TourTask[]
}

/** A task at one place. */
export interface TourTask {
  type: 'pickup' | 'delivery'
  location: LatLng
  duration: number
  demand: number[]
}

class InvalidProblem extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Reads a problem, and checks the fields that the emulator uses. */
export function readProblem(body: Record<string, unknown> | undefined): TourProblem | InvalidBody {
  try {
    if (body === undefined) throw new InvalidProblem('E613200', 'The body is not a JSON object.')
    const fleet = objectAt(body, 'fleet')
    const modes = new Map(listAt(fleet, 'profiles').map((profile) => [profile.name, profile.type]))
    const vehicles = listAt(fleet, 'types').flatMap((type) => vehiclesOf(type, modes))
    const jobs = listAt(objectAt(body, 'plan'), 'jobs').map(readJob)
    const repeated = jobs.find(({ id }, index) => jobs.findIndex((job) => job.id === id) < index)
    if (repeated !== undefined) throw new InvalidProblem('E613410', `More than one job has the id '${repeated.id}'.`)
    return { vehicles, jobs }
  } catch (error) {
    if (error instanceof InvalidProblem) return { code: error.code, cause: error.message }
    throw error
  }
}

type Fields = Record<string, unknown>

function vehiclesOf(type: Fields, modes: ReadonlyMap<unknown, unknown>): TourVehicle[] {
  const mode = modes.get(type.profile)
  if (mode === undefined) throw new InvalidProblem('E613426', 'A vehicle type names an unknown profile.')
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
    start: locationAt(start),
    shiftStart: timeAt(start),
    end: end && locationAt(end),
    shiftEnd: end && timeAt(end),
  }))
}

function readJob(job: Fields): TourJob {
  const tasks = objectAt(job, 'tasks')
  const read = (name: string, type: TourTask['type']): TourTask[] =>
    (tasks[name] === undefined ? [] : listAt(tasks, name)).map((task) => {
      const place = listAt(task, 'places')[0] as Fields
      return {
        type,
        location: locationAt(place),
        duration: Number(place.duration ?? 0),
        demand: numbersOf(task.demand),
      }
    })
  const all = [...read('pickups', 'pickup'), ...read('deliveries', 'delivery')]
  if (all.length === 0) throw new InvalidProblem('E613200', "A job has neither 'pickups' nor 'deliveries'.")
  return { id: String(job.id), tasks: all }
}

function objectAt(parent: Fields, name: string): Fields {
  const value = parent[name]
  if (isObject(value)) return value
  throw new InvalidProblem('E613200', `'${name}' is missing or not an object.`)
}

function listAt(parent: Fields, name: string): Fields[] {
  const value = parent[name]
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) return value
  throw new InvalidProblem('E613200', `'${name}' is missing, empty or not a list of objects.`)
}

function locationAt({ location }: Fields): LatLng {
  const point = readPoint(location)
  if (point === undefined) throw new InvalidProblem('E613401', 'A location is missing or not on the earth.')
  return point
}

function timeAt({ time }: Fields): number {
  const value = Date.parse(String(time))
  if (Number.isNaN(value)) throw new InvalidProblem('E613200', "'time' is missing or not a time.")
  return value
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : []
}
