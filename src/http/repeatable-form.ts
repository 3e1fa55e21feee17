import axios, { type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios'

/** Makes a form fit to be sent a second time with the bytes of the first. */
export function keepForm(config: InternalAxiosRequestConfig, adapter: AxiosAdapter): void {
  keepFormBytes(config)
  keepBoundary(config, adapter)
}

interface FormDataPackage {
  getBuffer(): Uint8Array
  getLengthSync(): number
  getHeaders(): Record<string, string>
  hasKnownLength(): boolean
}

/*
 * Makes a multipart body that axios built in Node (`postForm`, or an object with a multipart type) fit to be sent again.
 * It comes as a stream of the `form-data` package, which can be read once; when its parts are in memory, its bytes take
 * its place. A form that holds a stream stays as it is, and so does a large one: `getBuffer` copies all for each part.
 */
function keepFormBytes(config: InternalAxiosRequestConfig): void {
  const form: unknown = config.data
  if (!isFormDataPackage(form) || !form.hasKnownLength() || form.getLengthSync() > largestKeptForm) return
  try {
    const bytes = form.getBuffer()
    config.headers.set(form.getHeaders())
    config.data = bytes
  } catch {
    // A stream whose length the caller gave.
  }
}

/*
 * Gives a `FormData` body one boundary for all its sendings, so that the same bytes are sent again. Node's http adapter
 * would draw a new one each time; where the platform writes the form, it has a boundary of its own.
 */
function keepBoundary({ data, headers }: InternalAxiosRequestConfig, adapter: AxiosAdapter): void {
  if (Object.prototype.toString.call(data) !== '[object FormData]' || !isNodeHttp(adapter)) return
  if (/boundary=/i.test(String(headers.getContentType()))) return
  headers.setContentType(`multipart/form-data; boundary=axios-here-${crypto.randomUUID()}`)
}

function isNodeHttp(adapter: AxiosAdapter): boolean {
  try {
    return adapter === axios.getAdapter('http')
  } catch {
    // There is none in a browser.
    return false
  }
}

const largestKeptForm = 1_048_576

function isFormDataPackage(body: unknown): body is FormDataPackage {
  return ['getBuffer', 'getHeaders', 'getLengthSync', 'hasKnownLength'].every(
    (name) => typeof (body as Record<string, unknown> | null | undefined)?.[name] === 'function',
  )
}
