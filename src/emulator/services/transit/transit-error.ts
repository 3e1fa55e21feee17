import { serviceError } from '../http/errors.ts'
import type { EmulatorResponse } from '../http/response.ts'

/** The error for a parameter that is missing or malformed. */
export function transitError(parameter: string): EmulatorResponse & { status: number } {
  const error = serviceError({
    title: 'Malformed request',
    code: 'E602000',
    cause: `Parameter '${parameter}' is missing or malformed.`,
    action: `Give a valid '${parameter}'.`,
  })
  return { ...error, status: 400 }
}
