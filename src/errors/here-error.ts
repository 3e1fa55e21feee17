import { AxiosHeaders, type AxiosResponse } from 'axios'
import { bodyFields, textOf } from '../http/body.ts'
import { type HereAuthError, isHereAuthError } from './here-auth-error.ts'

/** HERE's ids of one request, for logs and for a support request. */
export interface HereIds {
  /** Made by HERE; give this one to HERE's support. */
  correlationId: string | undefined
  /** As it was sent (`here.requestId`), or made by HERE. */
  requestId: string | undefined
}

/** The parts that HERE's error bodies have in common, under one set of names. */
export interface HereErrorInfo extends HereIds {
  /** HTTP status of the response. */
  status: number | undefined
  /** What went wrong, in one line. */
  title: string | undefined
  /** HERE's code: `'E605001'` of a service, `401300` of the account service. */
  code: string | number | undefined
  cause: string | undefined
  /** What HERE advises to do. */
  action: string | undefined
}

type Fields = Record<string, unknown>

/**
 * Reads HERE's explanation from a failed request, whichever of HERE's error bodies it has: of a service, the gateway, the
 * account service, API Lookup, a job that failed, or an HTML page. `undefined` when there was no response.
 *
 * @param failure an error, or a response
 * @example
 * here.get('/v1/discover').catch((error) => console.error(readHereError(error)?.title))
 */
export function readHereError(failure: unknown): HereErrorInfo | undefined {
  if (isHereAuthError(failure)) return readAuthError(failure)
  const response = responseOf(failure)
  if (!response) return undefined
  const { data, status, statusText } = response
  const body = bodyFields(data) ?? { title: titleOf(data), message: status < 400 ? undefined : statusText }
  const job = jobErrorOf(body)
  const fields = job ?? body
  const title = firstText(fields.title, fields.message, fields.error)
  const cause = firstText(fields.cause, fields.error_description, fields.description)
  return {
    status: firstNumber(job?.status, status, body.status, body.httpStatus),
    title,
    code: firstNumber(fields.errorCode) ?? firstText(fields.code) ?? firstNumber(fields.code),
    cause: cause === title ? undefined : cause,
    action: firstText(fields.action),
    ...readHereIds(failure),
  }
}

function readAuthError({ status, message, hereErrorCode, hereErrorId }: HereAuthError): HereErrorInfo {
  const rest = { cause: undefined, action: undefined, requestId: undefined }
  return { status, title: message, code: hereErrorCode, correlationId: hereErrorId, ...rest }
}

/**
 * Reads HERE's ids of one request from its response or its error. An error without a response has the id that was sent.
 *
 * @example
 * const response = await here.get('/v1/geocode', { params: { q: 'Berlin' }, here: { requestId: true } })
 * const { correlationId, requestId } = readHereIds(response)
 */
export function readHereIds(source: unknown): HereIds {
  if (isHereAuthError(source)) return { correlationId: source.hereErrorId, requestId: undefined }
  const { data, headers } = Object(responseOf(source))
  const body = bodyFields(data) ?? {}
  const { correlationId, requestId } = jobErrorOf(body) ?? body
  const [sent, received] = [headersOf(Object(source).config?.headers), headersOf(headers)]
  return {
    correlationId: firstText(correlationId, received.get('x-correlation-id')),
    requestId: firstText(requestId, received.get('x-request-id'), sent.get('x-request-id')),
  }
}

// The error of a failed job is inside the job's status.
function jobErrorOf({ error }: Fields): Fields | undefined {
  const fields = typeof error === 'object' ? bodyFields(error) : undefined
  return firstText(fields?.title, fields?.message) === undefined ? undefined : fields
}

// The headers of a mocked response may be anything.
function headersOf(headers: unknown): AxiosHeaders {
  try {
    return AxiosHeaders.from(headers as AxiosHeaders)
  } catch {
    return new AxiosHeaders()
  }
}

function responseOf(value: unknown): AxiosResponse | undefined {
  const { response = value } = Object(value)
  return 'data' in Object(response) ? response : undefined
}

// Reads the title of a page that a proxy sent in place of HERE's JSON.
function titleOf(data: unknown): string | undefined {
  const text = textOf(data)
  // With control characters other than white space it is not text.
  if (typeof text !== 'string' || /(?!\s)\p{Cc}/u.test(text)) return undefined
  const line = (/<title>([^<]+)/i.exec(text)?.[1] ?? text).trim().split('\n')[0]
  return line?.startsWith('<') ? undefined : line?.slice(0, 200)
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined
}

function firstNumber(...values: unknown[]): number | undefined {
  return values.find((value) => typeof value === 'number')
}
