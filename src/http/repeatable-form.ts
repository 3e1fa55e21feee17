import axios, { type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios'

/** Changes a form so that it can be sent a second time with the same bytes. Leaves any other body as it is. */
export function makeFormRepeatable(config: InternalAxiosRequestConfig, adapter: AxiosAdapter): void {
  useFormBytes(config)
  fixBoundary(config, adapter)
}

interface FormDataPackage {
  getBuffer(): Uint8Array
  getLengthSync(): number
  getHeaders(): Record<string, string>
  hasKnownLength(): boolean
}

const maximumFormBytes = 1_048_576

/*
 * In Node axios builds a form (`postForm`, or an object with a multipart type) as a stream of the `form-data` package, which
 * can be read once. Its bytes take its place, unless the form contains a stream, or is large: `getBuffer` copies everything
 * for each part.
 */
function useFormBytes(config: InternalAxiosRequestConfig): void {
  const form: unknown = config.data
  if (!isFormDataPackage(form) || !form.hasKnownLength() || form.getLengthSync() > maximumFormBytes) return
  try {
    const bytes = form.getBuffer()
    config.headers.set(form.getHeaders())
    config.data = bytes
  } catch {
    // It contains a stream whose length the caller gave.
  }
}

/*
 * Node's http adapter writes a `FormData` with a new random boundary for each send; with a boundary in the headers it writes
 * the same bytes each time. Other adapters leave the boundary to the platform.
 */
function fixBoundary({ data, headers }: InternalAxiosRequestConfig, adapter: AxiosAdapter): void {
  if (Object.prototype.toString.call(data) !== '[object FormData]' || !isHttpAdapter(adapter)) return
  if (/boundary=/i.test(String(headers.getContentType()))) return
  headers.setContentType(`multipart/form-data; boundary=axios-here-${crypto.randomUUID()}`)
}

function isHttpAdapter(adapter: AxiosAdapter): boolean {
  try {
    return adapter === axios.getAdapter('http')
  } catch {
    // A browser has no http adapter.
    return false
  }
}

function isFormDataPackage(body: unknown): body is FormDataPackage {
  return ['getBuffer', 'getHeaders', 'getLengthSync', 'hasKnownLength'].every(
    (name) => typeof (body as Record<string, unknown> | null | undefined)?.[name] === 'function',
  )
}
