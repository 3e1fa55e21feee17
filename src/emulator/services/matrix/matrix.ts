import type { MatrixRegion, MatrixResult, MatrixStatus } from '../../../api/matrix.ts'
import { travelBetween } from '../../world/travel.ts'
import type { ServiceContext } from '../context.ts'
import { serviceError } from '../http/errors.ts'
import { type EmulatorRequest, originOf, type PathParameters, readJsonObject } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import type { Service } from '../http/service.ts'
import { createJobStore, isDone, type Job, type JobStore, pollJob, retryHeaders } from '../jobs.ts'
import { type MatrixInput, readMatrixInput } from './matrix-request.ts'

/** HERE's Matrix Routing v8, which puts its results into a storage. */
export function createMatrixService({ account, jobs: options, store }: ServiceContext): Service {
  const jobs = createJobStore(options, account.now)
  return {
    methodCode: 'E601107',
    paths: {
      '/v8/matrix': { POST: (request) => handleMatrixRequest(request, jobs) },
      '/v8/matrix/{id}/status': { GET: (_, parameters) => handleMatrixStatus(parameters, jobs) },
      '/v8/matrix/{id}': { GET: (request, parameters) => handleMatrixResult(request, parameters, jobs, store) },
    },
  }
}

function handleMatrixRequest(request: EmulatorRequest, jobs: JobStore): EmulatorResponse {
  const isAsync = request.query.get('async') ?? 'true'
  if (isAsync !== 'true' && isAsync !== 'false') return matrixError('E601112', "'async' must be true or false.")
  const body = readJsonObject(request)
  if (body === undefined) return matrixError('E601101', 'The body is not a JSON object.')
  const input = readMatrixInput(body, isAsync === 'true')
  if ('code' in input) return matrixError(input.code, input.cause)
  const { id, result } = jobs.start(request.body.toString(), (id) => matrixResult(id, input))
  if (isAsync === 'false') return { body: result }
  const statusUrl = `${originOf(request)}/v8/matrix/${id}/status`
  return { status: 202, body: { matrixId: id, status: 'accepted', statusUrl } satisfies MatrixStatus }
}

// The status of a completed job redirects to its result, at the same host.
function handleMatrixStatus({ id = '' }: PathParameters, jobs: JobStore): EmulatorResponse {
  const job = jobs.find(id)
  if (job === undefined) return unknownMatrix(id)
  if (pollJob(job)) {
    return { headers: retryHeaders(job), body: { matrixId: id, status: 'inProgress' } satisfies MatrixStatus }
  }
  const failure = failedStatus(job)
  if (failure !== undefined) return { body: failure }
  const resultUrl = `/v8/matrix/${id}`
  const body: MatrixStatus = { matrixId: id, status: 'completed', resultUrl }
  return { status: 303, headers: { Location: resultUrl }, body }
}

function handleMatrixResult(
  { headers }: EmulatorRequest,
  { id = '' }: PathParameters,
  jobs: JobStore,
  store: ServiceContext['store'],
): EmulatorResponse {
  if (!/\bgzip\b/i.test(String(headers['accept-encoding'] ?? ''))) {
    return matrixError('E601105', "The header 'Accept-Encoding' does not name gzip.", 406)
  }
  const job = jobs.find(id)
  if (job === undefined || !isDone(job)) return unknownMatrix(id)
  return { status: 303, headers: { Location: store(`matrix/${id}`, job.result) } }
}

function failedStatus({ id, options }: Job): MatrixStatus | undefined {
  if (options.outcome === 'timeout') return { matrixId: id, status: 'timeout' }
  if (options.outcome !== 'failure') return undefined
  const { body } = matrixError('E601600', "The emulator's jobs are set to fail.", 500)
  return { matrixId: id, status: 'error', error: body as NonNullable<MatrixStatus['error']> }
}

function unknownMatrix(id: string): EmulatorResponse {
  const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)
  if (!isUuid) return matrixError('E601106', 'The matrix id is not a UUID.')
  return matrixError('E601108', 'There is no such matrix here.', 404)
}

function matrixError(code: string, cause: string, status = 400): EmulatorResponse {
  const title = status === 404 ? 'Resource not found' : 'Input data failed validation'
  return serviceError({ status, title, code, cause, action: 'Correct the request.' })
}

// HERE's `errorCodes` for a pair without a route.
const disconnected = 1
const outsideRegion = 4

function matrixResult(matrixId: string, input: MatrixInput): MatrixResult {
  const { origins, destinations, attributes, regionDefinition, mode, region } = input
  const cells = origins.flatMap((origin) =>
    destinations.map((destination) => {
      if (!region.contains(origin) || !region.contains(destination)) {
        return { length: 0, duration: 0, error: outsideRegion }
      }
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
