import { isAxiosError } from 'axios'
import { isHereAuthError, readHereError } from '../errors.ts'
import { nameOf } from '../request-name.ts'
import { paint } from './terminal.ts'

/** Something in the command line that cannot be right. */
export class UsageError extends Error {
  override name = 'UsageError'
}

// What the library refuses before anybody is asked.
const usageCodes = ['ERR_HERE_ROUTE', 'ERR_BAD_OPTION_VALUE', 'ERR_INVALID_URL']

/** Whether the command line is to blame, and neither HERE nor the network. */
export function isUsage(error: unknown): boolean {
  if (isAxiosError(error)) return usageCodes.includes(error.code ?? '')
  // The library's own word for a wrong option.
  return error instanceof UsageError || error instanceof TypeError
}

/** A failure in lines for a person: what happened, to which request, and what HERE says to do. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const title = (words: string): string => paint('red', words, process.stderr)
  if (!isAxiosError(error) || isHereAuthError(error) || error.config === undefined) return title(error.message)
  const request = nameOf(error.config)
  if (error.response === undefined) {
    return title(isUsage(error) ? error.message : `${request}: ${error.message || error.code}`)
  }
  const { status, statusText } = error.response
  const { title: what = statusText, code, cause, action, correlationId, requestId } = readHereError(error) ?? {}
  return [
    title(`${request}: HERE answered ${status}${what && `: ${what}`}${code === undefined ? '' : ` (${code})`}`),
    ...Object.entries({ cause, action, 'correlation id': correlationId, 'request id': requestId })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${value}`),
  ].join('\n')
}
