import { formatTime } from '../../world/time.ts'
import type { ServiceContext } from '../context.ts'
import { serviceError } from '../http/errors.ts'
import { type EmulatorRequest, originOf, type PathParameters, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import { createJobStore, isDone, type Job, type JobStore, pollJob, retryHeaders } from '../jobs.ts'
import { readProblem } from './tour-problem.ts'
import { solveProblem } from './tour-solution.ts'

/** HERE's Tour Planning v3. */
export function createToursService({ account, jobs: options }: ServiceContext): Service {
  const jobs = createJobStore(options, account.now)
  return {
    paths: {
      '/v3/problems': { POST: handleProblem },
      '/v3/problems/async': { POST: (request) => handleAsyncProblem(request, jobs) },
      '/v3/status/{id}': { GET: (request, parameters) => handleTourStatus(request, parameters, jobs) },
      '/v3/problems/{id}/solution': { GET: (_, parameters) => handleSolution(parameters, jobs) },
      '/v3/problems/{id}/cancel': { PUT: (_, parameters) => handleCancel(parameters, jobs, account.now) },
    },
  }
}

function handleProblem(request: EmulatorRequest): EmulatorResponse {
  const problem = readProblem(readJsonObject(request))
  return 'code' in problem ? toursError(problem.code, problem.cause) : { body: solveProblem(problem) }
}

function handleAsyncProblem(request: EmulatorRequest, jobs: JobStore): EmulatorResponse {
  const problem = readProblem(readJsonObject(request))
  if ('code' in problem) return toursError(problem.code, problem.cause)
  const { id } = jobs.start(request.body.toString(), () => solveProblem(problem))
  return { status: 202, body: { statusId: id, href: `${originOf(request)}/v3/status/${id}` } }
}

function handleTourStatus(request: EmulatorRequest, { id = '' }: PathParameters, jobs: JobStore): EmulatorResponse {
  const job = jobs.find(id)
  if (job === undefined) return unknownProblem()
  if (job.isCanceled) return { body: { status: 'canceled' } }
  const isFirst = job.pollsLeft === job.polls
  if (pollJob(job)) return { headers: retryHeaders(job), body: { status: isFirst ? 'pending' : 'inProgress' } }
  const { outcome = 'success' } = job.options
  if (outcome !== 'success') {
    const message = outcome === 'timeout' ? 'The problem took too long to solve.' : 'The problem could not be solved.'
    return { body: { status: 'failure', error: { code: 'E613000', message } } }
  }
  const href = `${originOf(request)}/v3/problems/${id}/solution`
  return { body: { status: 'success', resource: { resourceId: id, href } } }
}

function handleSolution({ id = '' }: PathParameters, jobs: JobStore): EmulatorResponse {
  const job = jobs.find(id)
  if (job === undefined || isPending(job)) return unknownProblem()
  return isDone(job) ? { body: job.result } : toursError('E613000', 'There is no solution.', 422)
}

function handleCancel({ id = '' }: PathParameters, jobs: JobStore, now: () => number): EmulatorResponse {
  const job = jobs.find(id)
  if (job === undefined) return unknownProblem()
  if (!isPending(job)) return toursError('E613000', 'The problem is no longer being solved.', 409)
  job.isCanceled = true
  return { body: { id, status: 'canceled', started: formatTime(job.startedAt), ended: formatTime(now()) } }
}

function isPending({ pollsLeft, isCanceled }: Job): boolean {
  return pollsLeft >= 0 && !isCanceled
}

function unknownProblem(): EmulatorResponse {
  return toursError('E613000', 'There is no such problem.', 404)
}

const titles: Record<number, string> = {
  400: 'BAD_REQUEST',
  404: 'Resource not found',
  409: 'Conflict',
  422: 'Unprocessable entity',
}

function toursError(code: string, cause: string, status = 400): EmulatorResponse {
  return serviceError({ status, title: titles[status] as string, code, cause, action: '' })
}
