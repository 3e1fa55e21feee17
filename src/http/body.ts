/** Whether a request body can be read only once, so that the request cannot be sent a second time. */
export function isOneShot(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return ('pipe' in body && typeof body.pipe === 'function') || 'getReader' in body || Symbol.asyncIterator in body
}

/** Lets an answer go that nobody will read, so that it does not keep its connection. */
export function discard(body: unknown): void {
  if (typeof body !== 'object' || body === null) return
  if ('destroy' in body && typeof body.destroy === 'function') body.destroy()
  else if ('cancel' in body && typeof body.cancel === 'function') Promise.resolve(body.cancel()).catch(() => {})
}
