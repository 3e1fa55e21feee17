import { isAxiosError } from 'axios'
import { bodyFields, type HereErrorInfo, isHereAuthError, readHereError } from '../errors/here-error.ts'
import { hostOf, nameOf } from '../http/request-name.ts'
import { forTerminal, paint } from './terminal.ts'

/** Something in the command line that cannot be right. */
export class UsageError extends Error {
  override name = 'UsageError'
}

// What the library refuses before anybody is asked.
const usageCodes = ['ERR_HERE_ROUTE', 'ERR_BAD_OPTION_VALUE', 'ERR_INVALID_URL']

/** Somebody has had enough of a question. */
export class Cancelled extends Error {
  override name = 'Cancelled'
  override message = 'cancelled'
}

/** 2 for a command line that cannot be right, 1 for what HERE or the network refuses, 130 for who gives up. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Cancelled) return 130
  return isUsage(error) ? 2 : 1
}

function isUsage(error: unknown): boolean {
  if (isAxiosError(error)) return usageCodes.includes(error.code ?? '')
  // The library's own word for a wrong option.
  return error instanceof UsageError || error instanceof TypeError
}

/** A failure in lines for a person: what happened, to which request, and what HERE says to do. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const title = (words: string): string => paint('red', forTerminal(words), process.stderr)
  if (!isAxiosError(error) || isHereAuthError(error) || error.config === undefined) return title(error.message)
  const request = nameOf(error.config)
  if (error.response === undefined) {
    return title(isUsage(error) ? error.message : `${request}: ${error.message || error.code}`)
  }
  const { status, statusText, data } = error.response
  const { title: said, code, cause, action, correlationId, requestId } = readHereError(error) as HereErrorInfo
  // What is no JSON follows in full.
  const isText = bodyFields(data) === undefined
  const what = isText ? statusText : (said ?? statusText)
  const answered = `${hostOf(error.config)} answered ${status}`
  return [
    title(`${request}: ${answered}${what && `: ${what}`}${code === undefined ? '' : ` (${code})`}`),
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
