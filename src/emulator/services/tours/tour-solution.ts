import type { LatLng } from '../../world/geography.ts'
import { formatTime } from '../../world/time.ts'
import { travelBetween } from '../../world/travel.ts'
import type { TourJob, TourProblem, TourTask, Vehicle } from './tour-problem.ts'

/** What has been done on a tour so far. */
interface Progress {
  at: LatLng
  time: number
  distance: number
  driving: number
  serving: number
}

/**
 * A solution, not the best one: jobs go to the vehicles in the order in which both were given, as many as fit, about as
 * many to each.
 */
export function solve({ vehicles, jobs }: TourProblem): unknown {
  const share = Math.ceil(jobs.length / Math.max(1, vehicles.length))
  const left = [...jobs]
  const tours = vehicles.flatMap((vehicle) => {
    const taken = takeJobs(vehicle, left, share)
    return taken.length === 0 ? [] : [tourOf(vehicle, taken)]
  })
  const unassigned = left.map(({ id }) => ({
    jobId: id,
    reasons: [{ code: 'CAPACITY_CONSTRAINT', description: 'No vehicle has room for it, or the time.' }],
  }))
  return {
    statistic: sumOf(tours.map(({ statistic }) => statistic)),
    tours,
    ...(unassigned.length > 0 ? { unassigned } : {}),
  }
}

function takeJobs(vehicle: Vehicle, left: TourJob[], share: number): TourJob[] {
  const taken: TourJob[] = []
  for (const job of [...left]) {
    if (taken.length === share) break
    if (!hasRoom(vehicle, [...taken, job]) || !hasTime(vehicle, [...taken, job])) continue
    taken.push(job)
    left.splice(left.indexOf(job), 1)
  }
  return taken
}

// Deliveries are aboard from the start, pickups to the end; all together is the safe side.
function hasRoom({ capacity }: Vehicle, jobs: readonly TourJob[]): boolean {
  return capacity.every(
    (room, index) => loadOf(jobs, index, 'delivery') <= room && loadOf(jobs, index, 'pickup') <= room,
  )
}

function hasTime(vehicle: Vehicle, jobs: readonly TourJob[]): boolean {
  const { end, endsAt } = vehicle
  if (endsAt === undefined) return true
  const progress = startOf(vehicle)
  for (const task of jobs.flatMap(({ tasks }) => tasks)) perform(progress, vehicle, task)
  if (end !== undefined) moveOn(progress, vehicle, end)
  return progress.time <= endsAt
}

function tourOf(vehicle: Vehicle, jobs: readonly TourJob[]) {
  const progress = startOf(vehicle)
  const load = vehicle.capacity.map((_, index) => loadOf(jobs, index, 'delivery') - betweenOf(jobs, index))
  const stops = [stopAt(vehicle.start, progress, progress.time, load, { jobId: 'departure', type: 'departure' })]
  for (const { id, tasks } of jobs) {
    for (const task of tasks) {
      const arrival = perform(progress, vehicle, task)
      for (const [index, demand] of task.demand.entries()) {
        load[index] = (load[index] ?? 0) + (task.type === 'pickup' ? demand : -demand)
      }
      stops.push(stopAt(task.location, progress, arrival, load, { jobId: id, type: task.type }))
    }
  }
  if (vehicle.end !== undefined) {
    moveOn(progress, vehicle, vehicle.end)
    stops.push(stopAt(vehicle.end, progress, progress.time, load, { jobId: 'arrival', type: 'arrival' }))
  }
  const { vehicleId, typeId } = vehicle
  return { vehicleId, typeId, stops, statistic: statisticOf(vehicle, progress), shiftIndex: 0 }
}

function startOf({ start, startsAt }: Vehicle): Progress {
  return { at: start, time: startsAt, distance: 0, driving: 0, serving: 0 }
}

// Gives the time of arrival; then the task is done.
function perform(progress: Progress, vehicle: Vehicle, { location, duration }: TourTask): number {
  moveOn(progress, vehicle, location)
  const arrival = progress.time
  progress.time += duration * 1000
  progress.serving += duration
  return arrival
}

function moveOn(progress: Progress, { mode }: Vehicle, to: LatLng): void {
  const { length, duration } = travelBetween(progress.at, to, mode) ?? { length: 0, duration: 0 }
  progress.at = to
  progress.distance += length
  progress.driving += duration
  progress.time += duration * 1000
}

function stopAt(
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

function statisticOf({ costs, startsAt }: Vehicle, { time, distance, driving, serving }: Progress): Statistic {
  const duration = (time - startsAt) / 1000
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

// What is picked up on the way and delivered by the same job is not aboard at the start.
function betweenOf(jobs: readonly TourJob[], index: number): number {
  const both = jobs.filter(({ tasks }) => new Set(tasks.map(({ type }) => type)).size === 2)
  return loadOf(both, index, 'delivery')
}
