import type { MatrixRegion, MatrixResult, MatrixStatus } from '../../../api/matrix.ts'
import { travelBetween } from '../../world/travel.ts'
import type { ServiceContext } from '../context.ts'
import { serviceError } from '../http/errors.ts'
import { type EmulatorRequest, originOf, type PathParameters, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import { createJobs, isDone, type Job, type Jobs, pollJob, retryHeaders } from '../jobs.ts'
import { type MatrixQuestion, readMatrixQuestion } from './matrix-request.ts'

/** HERE's Matrix Routing v8: its results are in a storage elsewhere. */
export function createMatrixService({ account, jobs, store }: ServiceContext): Service {
  const started = createJobs(jobs, account.now)
  return {
    methodCode: 'E601107',
    paths: {
      '/v8/matrix': { POST: (request) => answerMatrix(request, started) },
      '/v8/matrix/{id}/status': { GET: (_, parameters) => answerStatus(parameters, started) },
      '/v8/matrix/{id}': { GET: (request, parameters) => answerResult(request, parameters, started, store) },
    },
  }
}

function answerMatrix(request: EmulatorRequest, jobs: Jobs): EmulatorResponse {
  const isAsync = request.query.get('async') ?? 'true'
  if (isAsync !== 'true' && isAsync !== 'false') return refuse('E601112', "'async' must be true or false.")
  const body = readJsonObject(request)
  if (body === undefined) return refuse('E601101', 'The body is no JSON object.')
  const question = readMatrixQuestion(body, isAsync === 'true')
  if ('code' in question) return refuse(question.code, question.cause)
  const { id, result } = jobs.start(request.body.toString(), (id) => resultOf(id, question))
  if (isAsync === 'false') return { body: result }
  const statusUrl = `${originOf(request)}/v8/matrix/${id}/status`
  return { status: 202, body: { matrixId: id, status: 'accepted', statusUrl } satisfies MatrixStatus }
}

// The status of a job that is done leads to its result, by a path that belongs to the host that was asked.
function answerStatus({ id = '' }: PathParameters, jobs: Jobs): EmulatorResponse {
  const job = jobs.find(id)
  if (job === undefined) return refuseId(id)
  if (pollJob(job))
    return { headers: retryHeaders(job), body: { matrixId: id, status: 'inProgress' } satisfies MatrixStatus }
  const failed = failureOf(job)
  if (failed !== undefined) return { body: failed }
  const resultUrl = `/v8/matrix/${id}`
  const body: MatrixStatus = { matrixId: id, status: 'completed', resultUrl }
  return { status: 303, headers: { Location: resultUrl }, body }
}

function answerResult(
  { headers }: EmulatorRequest,
  { id = '' }: PathParameters,
  jobs: Jobs,
  store: ServiceContext['store'],
): EmulatorResponse {
  if (!/\bgzip\b/i.test(String(headers['accept-encoding'] ?? ''))) {
    return refuse('E601105', "The header 'Accept-Encoding' does not name gzip.", 406)
  }
  const job = jobs.find(id)
  if (job === undefined || !isDone(job)) return refuseId(id)
  return { status: 303, headers: { Location: store(`matrix/${id}`, job.result) } }
}

function failureOf({ id, options }: Job): MatrixStatus | undefined {
  if (options.outcome === 'timeout') return { matrixId: id, status: 'timeout' }
  if (options.outcome !== 'failure') return undefined
  const { body } = refuse('E601600', 'This emulator was told to let jobs fail.', 500)
  return { matrixId: id, status: 'error', error: body as NonNullable<MatrixStatus['error']> }
}

function refuseId(id: string): EmulatorResponse {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return refuse('E601106', 'The matrix id is no UUID.')
  return refuse('E601108', 'There is no such matrix here.', 404)
}

function refuse(code: string, cause: string, status = 400): EmulatorResponse {
  const title = status === 404 ? 'Resource not found' : 'Input data failed validation'
  return serviceError({ status, title, code, cause, action: 'Correct the request.' })
}

// What HERE writes for a pair that has no way.
const disconnected = 1
const outsideRegion = 4

function resultOf(matrixId: string, question: MatrixQuestion): MatrixResult {
  const { origins, destinations, attributes, regionDefinition, mode, isInside } = question
  const cells = origins.flatMap((origin) =>
    destinations.map((destination) => {
      if (!isInside(origin) || !isInside(destination)) return { length: 0, duration: 0, error: outsideRegion }
      const travel = travelBetween(origin, destination, mode)
      return travel === undefined ? { length: 0, duration: 0, error: disconnected } : { ...travel, error: 0 }
    }),
  )
  const matrix = {
    numOrigins: origins.length,
    numDestinations: destinations.length,
    ...(attributes.includes('travelTimes') ? { travelTimes: cells.map(({ duration }) => duration) } : {}),
    ...(attributes.includes('distances') ? { distances: cells.map(({ length }) => length) } : {}),
    ...(cells.some(({ error }) => error > 0) ? { errorCodes: cells.map(({ error }) => error) } : {}),
  }
  return { matrixId, matrix, regionDefinition: regionDefinition as unknown as MatrixRegion }
}
