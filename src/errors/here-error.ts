import { AxiosHeaders, type AxiosResponse } from 'axios'
import type { HereAuthError } from './here-auth-error.ts'

/**
 * Whether a value is a {@link HereAuthError}, also one of another copy of this package (ESM and CommonJS in one process),
 * where `instanceof` fails.
 */
export function isHereAuthError(error: unknown): error is HereAuthError {
  return error instanceof Error && (error as HereAuthError).code === 'ERR_HERE_AUTH'
}

/** HERE's marks of one request, for logs and for a support request. */
export interface HereIds {
  /** Made by HERE; give this one to HERE's support. */
  correlationId: string | undefined
  /** As it was sent (`here.requestId`), or made by HERE. */
  requestId: string | undefined
}

/** The parts that HERE's error bodies have in common, under one set of names. */
export interface HereErrorInfo extends HereIds {
  /** HTTP status of the answer. */
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
 * account service, API Lookup, a job that failed, or a page that is no JSON. `undefined` when there was no answer.
 *
 * @param failure an error, or an answer
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
  const said = job ?? body
  const title = firstText(said.title, said.message, said.error)
  const cause = firstText(said.cause, said.error_description, said.description)
  return {
    status: firstNumber(job?.status, status, body.status, body.httpStatus),
    title,
    code: firstNumber(said.errorCode) ?? firstText(said.code) ?? firstNumber(said.code),
    cause: cause === title ? undefined : cause,
    action: firstText(said.action),
    ...readHereIds(failure),
  }
}

function readAuthError({ status, message, hereErrorCode, hereErrorId }: HereAuthError): HereErrorInfo {
  const rest = { cause: undefined, action: undefined, requestId: undefined }
  return { status, title: message, code: hereErrorCode, correlationId: hereErrorId, ...rest }
}

/**
 * Reads HERE's marks of one request, from its answer or its error. An error without an answer has the id that was sent.
 *
 * @example
 * const response = await here.get('/v1/geocode', { params: { q: 'Berlin' }, here: { requestId: true } })
 * const { correlationId, requestId } = readHereIds(response)
 */
export function readHereIds(answer: unknown): HereIds {
  if (isHereAuthError(answer)) return { correlationId: answer.hereErrorId, requestId: undefined }
  const { data, headers } = Object(responseOf(answer))
  const body = bodyFields(data) ?? {}
  const { correlationId, requestId } = jobErrorOf(body) ?? body
  const [sent, answered] = [headersOf(Object(answer).config?.headers), headersOf(headers)]
  return {
    correlationId: firstText(correlationId, answered.get('x-correlation-id')),
    requestId: firstText(requestId, answered.get('x-request-id'), sent.get('x-request-id')),
  }
}

// That of a job stands inside its status, and tells of the job, not of the question how it goes.
function jobErrorOf({ error }: Fields): Fields | undefined {
  const fields = typeof error === 'object' ? bodyFields(error) : undefined
  return firstText(fields?.title, fields?.message) === undefined ? undefined : fields
}

// Those of a mock may be anything.
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

// A proxy's page in place of HERE's JSON.
function titleOf(data: unknown): string | undefined {
  const text = textOf(data)
  if (typeof text !== 'string' || /[^\P{Cc}\s]/u.test(text)) return undefined
  const line = (/<title>([^<]+)/i.exec(text)?.[1] ?? text).trim().split('\n')[0]
  return line?.startsWith('<') ? undefined : line?.slice(0, 200)
}

/** The fields of an answer's body, which may be JSON text still; `undefined` when it has none. */
export function bodyFields(body: unknown): Fields | undefined {
  const fields = parsed(textOf(body))
  // Its own alone: what somebody put on Object.prototype was not said by HERE.
  return typeof fields === 'object' && fields !== null ? ({ __proto__: null, ...fields } as Fields) : undefined
}

// With another `responseType` the body is still text, or bytes.
function textOf(data: unknown): unknown {
  const isBytes = data instanceof ArrayBuffer || ArrayBuffer.isView(data)
  return isBytes ? new TextDecoder().decode(data as ArrayBuffer) : data
}

function parsed(json: unknown): unknown {
  try {
    return typeof json === 'string' ? JSON.parse(json) : json
  } catch {
    return undefined
  }
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined
}

function firstNumber(...values: unknown[]): number | undefined {
  return values.find((value) => typeof value === 'number')
}
