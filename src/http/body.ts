/** Whether a request body can be read only once, so that the request cannot be sent a second time. */
export function isStream(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return ('pipe' in body && typeof body.pipe === 'function') || 'getReader' in body || Symbol.asyncIterator in body
}

/** Closes a response body that will not be read, so that it does not keep its connection. */
export function discardBody(body: unknown): void {
  if (typeof body !== 'object' || body === null) return
  if ('destroy' in body && typeof body.destroy === 'function') body.destroy()
  else if ('cancel' in body && typeof body.cancel === 'function') Promise.resolve(body.cancel()).catch(() => {})
}

/** The fields of a response's body, which may still be JSON text; `undefined` when it has none. */
export function bodyFields(body: unknown): Record<string, unknown> | undefined {
  const fields = tryParseJson(textOf(body))
  // Own fields only, so that a polluted `Object.prototype` cannot add any.
  return typeof fields === 'object' && fields !== null
    ? ({ __proto__: null, ...fields } as Record<string, unknown>)
    : undefined
}

/** A response's body as text where it is text or bytes, which depends on `responseType`; any other body as it is. */
export function textOf(data: unknown): unknown {
  const isBytes = data instanceof ArrayBuffer || ArrayBuffer.isView(data)
  return isBytes ? new TextDecoder().decode(data as ArrayBuffer) : data
}

function tryParseJson(json: unknown): unknown {
  try {
    return typeof json === 'string' ? JSON.parse(json) : json
  } catch {
    return undefined
  }
}
