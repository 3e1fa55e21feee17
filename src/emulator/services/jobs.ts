import { hexId } from '../world/random.ts'

/** How asynchronous jobs proceed: matrices and tours. */
export interface JobOptions {
  /** How many status requests find the job still running. Default: 2. */
  polls?: number | undefined
  /** How the job finishes. Default: `'success'`. */
  outcome?: 'success' | 'failure' | 'timeout' | undefined
  /** Seconds that `Retry-After` names while the job is running. Default: no such header, as at HERE. */
  retryAfter?: number | undefined
}

/** A job. Its result is known from the start, and returned when the job is done. */
export interface Job {
  readonly id: string
  readonly result: unknown
  readonly startedAt: number
  readonly options: JobOptions
  /** How many status requests find it running. */
  readonly polls: number
  /** How many of them are left. */
  pollsLeft: number
  isCanceled: boolean
}

/** The jobs of one service. */
export interface JobStore {
  /** Starts a job. Its result may contain its id. */
  start(seed: string, resultOf: (id: string) => unknown): Job
  find(id: string): Job | undefined
}

/** Creates a store of jobs, each of which proceeds by the options that applied when it started. */
export function createJobStore(options: () => JobOptions, now: () => number): JobStore {
  const jobs = new Map<string, Job>()
  return {
    start(seed, resultOf) {
      const { polls = 2, ...rest } = options()
      // The count makes a second job for the same request another job.
      const id = uuidOf(`${seed} #${jobs.size}`)
      const result = resultOf(id)
      const job: Job = { id, result, startedAt: now(), options: rest, polls, pollsLeft: polls, isCanceled: false }
      jobs.set(id, job)
      return job
    },
    find: (id) => jobs.get(id),
  }
}

/** Counts a status request for a job, and returns whether the job is still running. */
export function pollJob(job: Job): boolean {
  job.pollsLeft -= 1
  return job.pollsLeft >= 0
}

/** Whether a job has finished successfully. */
export function isDone({ pollsLeft, isCanceled, options }: Job): boolean {
  return pollsLeft < 0 && !isCanceled && (options.outcome ?? 'success') === 'success'
}

/** The headers of a response for a running job. */
export function retryHeaders({ options }: Job): Record<string, string> {
  return options.retryAfter === undefined ? {} : { 'Retry-After': String(options.retryAfter) }
}

// HERE's ids are UUIDs of version 4.
function uuidOf(seed: string): string {
  const hex = hexId(seed)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
