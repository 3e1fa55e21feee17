import { randomUUID } from 'node:crypto'
import type { EmulatorResponse } from './response.ts'

/** An error of the gateway in front of all services. */
export function gatewayError(status: number, error: string, description: string): EmulatorResponse {
  return { status, body: { error, error_description: description } }
}

/** What an error of a service says. */
export interface Problem {
  /** Default: 400. */
  status?: number
  title: string
  cause: string
  action: string
  code: string
  /** What is wrong in detail, where the service says so. */
  details?: ReadonlyArray<{ title: string; message: string; source: string }>
  /** The parameter that is wrong, where the service names it. */
  parameter?: string
}

/** An error of one of the services, with its code. */
export function serviceError(problem: Problem): EmulatorResponse {
  const { status = 400, ...rest } = problem
  return { status, body: { ...rest, status, correlationId: randomUUID() } }
}

/** An error of search: without a code, with the id of the request. */
export function searchError(problem: {
  status?: number
  title: string
  cause: string
  action: string
}): EmulatorResponse {
  const { status = 400, ...rest } = problem
  return { status, body: { status, ...rest, correlationId: randomUUID(), requestId: randomUUID() } }
}
