import { hexId } from '../world/random.ts'

/** How jobs that take a while go: matrices and tours. */
export interface JobOptions {
  /** How often a job is asked for before it is done. Default: 2. */
  polls?: number | undefined
  /** How it ends. Default: `'success'`. */
  outcome?: 'success' | 'failure' | 'timeout' | undefined
  /** Seconds that the `Retry-After` of an answer names while the job runs. Default: none, as HERE sends no such header. */
  retryAfter?: number | undefined
}

/** A job, with the result that it will have. */
export interface Job {
  readonly id: string
  readonly result: unknown
  readonly startedAt: number
  readonly options: JobOptions
  /** How often it is said to run in all. */
  readonly polls: number
  /** How often it will still be said to run. */
  pollsLeft: number
  isCanceled: boolean
}

/** The jobs of one service. */
export interface Jobs {
  /** Starts a job; its result may hold its id. */
  start(question: string, resultOf: (id: string) => unknown): Job
  find(id: string): Job | undefined
}

/** Keeps jobs; each goes as the options said when it was started. */
export function createJobs(options: () => JobOptions, now: () => number): Jobs {
  const jobs = new Map<string, Job>()
  return {
    start(question, resultOf) {
      const { polls = 2, ...rest } = options()
      // The second job for the same question is another one.
      const id = uuidOf(`${question} #${jobs.size}`)
      const result = resultOf(id)
      const job: Job = { id, result, startedAt: now(), options: rest, polls, pollsLeft: polls, isCanceled: false }
      jobs.set(id, job)
      return job
    },
    find: (id) => jobs.get(id),
  }
}

/** Asks for a job once more: whether it still runs. */
export function pollJob(job: Job): boolean {
  job.pollsLeft -= 1
  return job.pollsLeft >= 0
}

/** Whether a job has its result. */
export function isDone({ pollsLeft, isCanceled, options }: Job): boolean {
  return pollsLeft < 0 && !isCanceled && (options.outcome ?? 'success') === 'success'
}

/** What an answer says about when to come again. */
export function retryHeaders({ options }: Job): Record<string, string> {
  return options.retryAfter === undefined ? {} : { 'Retry-After': String(options.retryAfter) }
}

// The form of a UUID of version 4, which is what HERE's ids are.
function uuidOf(seed: string): string {
  const hex = hexId(seed)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
