import type { IncomingHttpHeaders } from 'node:http'

/** A request as the emulator received it. */
export interface EmulatorRequest {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Path and query as they were sent. */
  readonly url: string
  /** When it was received, in milliseconds of `performance.now()`. */
  readonly receivedAt: number
}

/** The values of a path pattern's `{parameters}`, by name. */
export type PathParameters = Readonly<Record<string, string>>

/** The origin that the request was sent to. Absolute URLs of the response begin with it, so that a client trusts them. */
export function originOf({ headers }: EmulatorRequest): string {
  return `http://${headers.host}`
}

/** Whether the body is a URL-encoded form. */
export function isForm({ headers }: EmulatorRequest): boolean {
  return /^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '')
}

/** Whether the body is declared as JSON. */
export function isJson({ headers }: EmulatorRequest): boolean {
  return /^application\/json/i.test(headers['content-type'] ?? '')
}

/** The body as a JSON object; `undefined` when it is something different. */
export function readJsonObject({ body }: EmulatorRequest): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString())
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether a value is an object with named fields, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
