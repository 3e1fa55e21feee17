import type { InternalAxiosRequestConfig } from 'axios'

/** Whether a request body can be read only once, so that the request cannot be sent a second time. */
export function isOneShot(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return ('pipe' in body && typeof body.pipe === 'function') || 'getReader' in body || Symbol.asyncIterator in body
}

interface FormDataPackage {
  getBuffer(): Uint8Array
  getHeaders(): Record<string, string>
  hasKnownLength(): boolean
}

/**
 * Makes a multipart body that axios built in Node (`postForm`, or an object with a multipart type) fit to be sent again.
 * It comes as a stream of the `form-data` package, which can be read once; when all of its parts are in memory, its bytes
 * take its place. A form that holds a stream stays as it is.
 */
export function keepFormBytes(config: InternalAxiosRequestConfig): void {
  const form: unknown = config.data
  if (!isFormDataPackage(form) || !form.hasKnownLength()) return
  config.headers.set(form.getHeaders())
  config.data = form.getBuffer()
}

function isFormDataPackage(body: unknown): body is FormDataPackage {
  return ['getBuffer', 'getHeaders', 'hasKnownLength'].every(
    (name) => typeof (body as Record<string, unknown> | null | undefined)?.[name] === 'function',
  )
}
