import { formatTime } from '../../world/time.ts'
import type { ServiceContext } from '../context.ts'
import { serviceError } from '../http/errors.ts'
import { type EmulatorRequest, originOf, type PathParameters, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import { createJobs, isDone, type Job, type Jobs, pollJob, retryHeaders } from '../jobs.ts'
import { readProblem } from './tour-problem.ts'
import { solve } from './tour-solution.ts'

/** HERE's Tour Planning v3. */
export function createToursService({ account, jobs }: ServiceContext): Service {
  const started = createJobs(jobs, account.now)
  return {
    paths: {
      '/v3/problems': { POST: answerProblem },
      '/v3/problems/async': { POST: (request) => startProblem(request, started) },
      '/v3/status/{id}': { GET: (request, parameters) => answerStatus(request, parameters, started) },
      '/v3/problems/{id}/solution': { GET: (_, parameters) => answerSolution(parameters, started) },
      '/v3/problems/{id}/cancel': { PUT: (_, parameters) => cancelProblem(parameters, started, account.now) },
    },
  }
}

function answerProblem(request: EmulatorRequest): EmulatorResponse {
  const problem = readProblem(readJsonObject(request))
  return 'code' in problem ? refuse(problem.code, problem.cause) : { body: solve(problem) }
}

function startProblem(request: EmulatorRequest, jobs: Jobs): EmulatorResponse {
  const problem = readProblem(readJsonObject(request))
  if ('code' in problem) return refuse(problem.code, problem.cause)
  const { id } = jobs.start(request.body.toString(), () => solve(problem))
  return { status: 202, body: { statusId: id, href: `${originOf(request)}/v3/status/${id}` } }
}

function answerStatus(request: EmulatorRequest, { id = '' }: PathParameters, jobs: Jobs): EmulatorResponse {
  const job = jobs.find(id)
  if (job === undefined) return refuseId()
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

function answerSolution({ id = '' }: PathParameters, jobs: Jobs): EmulatorResponse {
  const job = jobs.find(id)
  if (job === undefined || isPending(job)) return refuseId()
  return isDone(job) ? { body: job.result } : refuse('E613000', 'There is no solution.', 422)
}

function cancelProblem({ id = '' }: PathParameters, jobs: Jobs, now: () => number): EmulatorResponse {
  const job = jobs.find(id)
  if (job === undefined) return refuseId()
  if (!isPending(job)) return refuse('E613000', 'The problem is not being solved any more.', 409)
  job.isCanceled = true
  return { body: { id, status: 'canceled', started: formatTime(job.startedAt), ended: formatTime(now()) } }
}

function isPending({ pollsLeft, isCanceled }: Job): boolean {
  return pollsLeft >= 0 && !isCanceled
}

function refuseId(): EmulatorResponse {
  return refuse('E613000', 'There is no such problem.', 404)
}

const titles: Record<number, string> = {
  400: 'BAD_REQUEST',
  404: 'Resource not found',
  409: 'Conflict',
  422: 'Unprocessable entity',
}

function refuse(code: string, cause: string, status = 400): EmulatorResponse {
  return serviceError({ status, title: titles[status] as string, code, cause, action: '' })
}
