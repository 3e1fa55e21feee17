import type { LatLng } from '../../world/geography.ts'
import { formatTime } from '../../world/time.ts'
import { travelBetween } from '../../world/travel.ts'
import type { TourJob, TourProblem, TourTask, TourVehicle } from './tour-problem.ts'

/** The progress of a tour: position, epoch time, metres and seconds so far. */
interface Progress {
  at: LatLng
  time: number
  distance: number
  driving: number
  serving: number
}

/**
 * Solves a problem, though not optimally: it assigns the jobs to the vehicles in the given order, about as many to each,
 * as far as they fit.
 */
export function solveProblem({ vehicles, jobs }: TourProblem): unknown {
  const share = Math.ceil(jobs.length / Math.max(1, vehicles.length))
  const left = [...jobs]
  const tours = vehicles.flatMap((vehicle) => {
    const taken = takeJobs(vehicle, left, share)
    return taken.length === 0 ? [] : [tourOf(vehicle, taken)]
  })
  const unassigned = left.map(({ id }) => ({
    jobId: id,
    reasons: [{ code: 'CAPACITY_CONSTRAINT', description: 'No vehicle has the capacity or the time for it.' }],
  }))
  return {
    statistic: sumOf(tours.map(({ statistic }) => statistic)),
    tours,
    ...(unassigned.length > 0 ? { unassigned } : {}),
  }
}

function takeJobs(vehicle: TourVehicle, left: TourJob[], share: number): TourJob[] {
  const taken: TourJob[] = []
  for (const job of [...left]) {
    if (taken.length === share) break
    if (!hasCapacity(vehicle, [...taken, job]) || !hasTime(vehicle, [...taken, job])) continue
    taken.push(job)
    left.splice(left.indexOf(job), 1)
  }
  return taken
}

// Deliveries are aboard from the start, pickups until the end. Summed up, because that never exceeds the capacity.
function hasCapacity({ capacity }: TourVehicle, jobs: readonly TourJob[]): boolean {
  return capacity.every(
    (limit, index) => loadOf(jobs, index, 'delivery') <= limit && loadOf(jobs, index, 'pickup') <= limit,
  )
}

function hasTime(vehicle: TourVehicle, jobs: readonly TourJob[]): boolean {
  const { end, shiftEnd } = vehicle
  if (shiftEnd === undefined) return true
  const progress = startTour(vehicle)
  for (const task of jobs.flatMap(({ tasks }) => tasks)) perform(progress, vehicle, task)
  if (end !== undefined) drive(progress, vehicle, end)
  return progress.time <= shiftEnd
}

function tourOf(vehicle: TourVehicle, jobs: readonly TourJob[]) {
  const progress = startTour(vehicle)
  const load = vehicle.capacity.map((_, index) => loadOf(jobs, index, 'delivery') - transferOf(jobs, index))
  const stops = [tourStop(vehicle.start, progress, progress.time, load, { jobId: 'departure', type: 'departure' })]
  for (const { id, tasks } of jobs) {
    for (const task of tasks) {
      const arrival = perform(progress, vehicle, task)
      for (const [index, demand] of task.demand.entries()) {
        load[index] = (load[index] ?? 0) + (task.type === 'pickup' ? demand : -demand)
      }
      stops.push(tourStop(task.location, progress, arrival, load, { jobId: id, type: task.type }))
    }
  }
  if (vehicle.end !== undefined) {
    drive(progress, vehicle, vehicle.end)
    stops.push(tourStop(vehicle.end, progress, progress.time, load, { jobId: 'arrival', type: 'arrival' }))
  }
  const { vehicleId, typeId } = vehicle
  return { vehicleId, typeId, stops, statistic: statisticOf(vehicle, progress), shiftIndex: 0 }
}

function startTour({ start, shiftStart }: TourVehicle): Progress {
  return { at: start, time: shiftStart, distance: 0, driving: 0, serving: 0 }
}

// Returns the time of arrival, and moves the progress to the end of the task.
function perform(progress: Progress, vehicle: TourVehicle, { location, duration }: TourTask): number {
  drive(progress, vehicle, location)
  const arrival = progress.time
  progress.time += duration * 1000
  progress.serving += duration
  return arrival
}

function drive(progress: Progress, { mode }: TourVehicle, to: LatLng): void {
  const { length, duration } = travelBetween(progress.at, to, mode) ?? { length: 0, duration: 0 }
  progress.at = to
  progress.distance += length
  progress.driving += duration
  progress.time += duration * 1000
}

function tourStop(
  location: LatLng,
  { time, distance }: Progress,
  arrival: number,
  load: readonly number[],
  activity: { jobId: string; type: string },
) {
  const span = { arrival: formatTime(arrival), departure: formatTime(time) }
  return {
    location,
    time: span,
    load: [...load],
    distance,
    activities: [{ ...activity, location, time: { start: span.arrival, end: span.departure } }],
  }
}

interface Statistic {
  cost: number
  distance: number
  duration: number
  times: { driving: number; serving: number; waiting: number; stopping: number; break: number }
}

function statisticOf({ costs, shiftStart }: TourVehicle, { time, distance, driving, serving }: Progress): Statistic {
  const duration = (time - shiftStart) / 1000
  const cost = costs.fixed + costs.distance * distance + costs.time * duration
  const times = { driving, serving, waiting: 0, stopping: 0, break: 0 }
  return { cost: Number(cost.toFixed(3)), distance, duration, times }
}

function sumOf(statistics: readonly Statistic[]): Statistic {
  const sum = (read: (statistic: Statistic) => number): number =>
    statistics.reduce((total, statistic) => total + read(statistic), 0)
  return {
    cost: Number(sum(({ cost }) => cost).toFixed(3)),
    distance: sum(({ distance }) => distance),
    duration: sum(({ duration }) => duration),
    times: {
      driving: sum(({ times }) => times.driving),
      serving: sum(({ times }) => times.serving),
      waiting: 0,
      stopping: 0,
      break: 0,
    },
  }
}

function loadOf(jobs: readonly TourJob[], index: number, type: TourTask['type']): number {
  return jobs
    .flatMap(({ tasks }) => tasks)
    .filter((task) => task.type === type)
    .reduce((sum, { demand }) => sum + (demand[index] ?? 0), 0)
}

// A job with pickups and deliveries transfers its load on the way: it is not aboard at the start.
function transferOf(jobs: readonly TourJob[], index: number): number {
  const both = jobs.filter(({ tasks }) => new Set(tasks.map(({ type }) => type)).size === 2)
  return loadOf(both, index, 'delivery')
}
