import { isAxiosError } from 'axios'
import { isHereAuthError } from '../errors/here-auth-error.ts'
import { type HereErrorInfo, readHereError } from '../errors/here-error.ts'
import { bodyFields } from '../http/body.ts'
import { requestName } from '../http/redacted-text.ts'
import { hostOf } from '../services/resolve-host.ts'
import { forTerminal, paint } from './terminal.ts'

/** A mistake in the command line. */
export class UsageError extends Error {
  override name = 'UsageError'
}

// Errors of requests that the library rejects before they are sent.
const usageCodes = ['ERR_HERE_ROUTE', 'ERR_BAD_OPTION_VALUE', 'ERR_INVALID_URL']

/** The user has cancelled a prompt. */
export class Cancelled extends Error {
  override name = 'Cancelled'
  override message = 'cancelled'
}

/** The exit code: 2 for a mistake in the command line, 1 for a failure of HERE or the network, 130 for a cancelled prompt. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Cancelled) return 130
  return isUsage(error) ? 2 : 1
}

function isUsage(error: unknown): boolean {
  if (isAxiosError(error)) return usageCodes.includes(error.code ?? '')
  // The library throws a TypeError for a wrong option.
  return error instanceof UsageError || error instanceof TypeError
}

/** A failure as text for a person: what happened, to which request, and what HERE advises to do. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const title = (text: string): string => paint('red', forTerminal(text), process.stderr)
  if (!isAxiosError(error) || isHereAuthError(error) || error.config === undefined) return title(error.message)
  const request = requestName(error.config)
  if (error.response === undefined) {
    return title(isUsage(error) ? error.message : `${request}: ${error.message || error.code}`)
  }
  const { status, statusText, data } = error.response
  const { title: hereTitle, code, cause, action, correlationId, requestId } = readHereError(error) as HereErrorInfo
  // A body that is not JSON follows below.
  const isText = bodyFields(data) === undefined
  const explanation = isText ? statusText : (hereTitle ?? statusText)
  const summary = `${hostOf(error.config)} responded with ${status}`
  return [
    title(`${request}: ${summary}${explanation && `: ${explanation}`}${code === undefined ? '' : ` (${code})`}`),
    ...Object.entries({ cause, action, 'correlation id': correlationId, 'request id': requestId })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => forTerminal(`${name}: ${value}`)),
    ...(isText ? [forTerminal(beginningOf(data))] : []),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

const longestQuote = 1000

function beginningOf(body: unknown): string {
  const text = Buffer.isBuffer(body) ? body.toString() : ''
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text.trimEnd()
}
