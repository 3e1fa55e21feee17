import { randomUUID } from 'node:crypto'
import type { Answer } from './http.ts'

/** An error of the account service, in its classic shape. */
export function accountError(status: number, errorCode: number, error: string, message: string): Answer {
  return {
    status,
    body: {
      errorId: `ERROR-${randomUUID()}`,
      httpStatus: status,
      errorCode,
      message,
      error,
      error_description: `errorCode: '${errorCode}'. ${message}`,
    },
  }
}

/** An error of the gateway in front of all services. */
export function gatewayError(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } }
}

/** An error of one of the services: search (without a code) or routing (with one). */
export function serviceError(problem: { title: string; cause: string; action: string; code?: string }): Answer {
  return { status: 400, body: { status: 400, ...problem, correlationId: randomUUID(), requestId: randomUUID() } }
}
