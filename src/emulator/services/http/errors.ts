import { randomUUID } from 'node:crypto'
import type { EmulatorResponse } from './response.ts'

/** An error of the gateway in front of all services. */
export function gatewayError(status: number, error: string, description: string): EmulatorResponse {
  return { status, body: { error, error_description: description } }
}

/** The content of a service's error. */
export interface Problem {
  /** Default: 400. */
  status?: number
  title: string
  cause: string
  action: string
  code: string
  /** The invalid fields, where the service lists them. */
  details?: ReadonlyArray<{ title: string; message: string; source: string }>
  /** The invalid parameter, where the service names it. */
  parameter?: string
}

/** An error of a service, with HERE's code. */
export function serviceError(problem: Problem): EmulatorResponse {
  const { status = 400, ...rest } = problem
  return { status, body: { ...rest, status, correlationId: randomUUID() } }
}

/** Why a service rejects the body of a request. */
export interface InvalidBody {
  code: string
  cause: string
}
