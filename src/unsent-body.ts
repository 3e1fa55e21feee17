import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { waitUntilAborted } from './http/timing.ts'

interface NodeStream {
  destroyed: boolean
  errored: Error | null
  on(event: string, listener: (error?: Error) => void): void
  off(event: string, listener: (error?: Error) => void): void
}

/**
 * Watches the body of a request while that waits for something. A stream that fails before anybody reads it would end the
 * process: the adapter, which listens to it, comes later.
 *
 * @returns the same promise for any other body, else one that rejects when the stream fails
 */
export function whileBodyWaits<T>(promise: Promise<T>, config: InternalAxiosRequestConfig): Promise<T> {
  const { data: body } = config
  if (!isNodeStream(body)) return promise
  const failure = new AbortController()
  const fail = (error?: Error | null): void => {
    const cause = error ?? new Error('the request body was closed before it was sent')
    failure.abort(AxiosError.from(cause, (cause as { code?: string }).code, config))
  }
  const close = (): void => fail(body.errored)
  if (body.destroyed) close()
  body.on('error', fail)
  body.on('close', close)
  return waitUntilAborted(promise, failure.signal).finally(() => {
    body.off('error', fail)
    body.off('close', close)
  })
}

function isNodeStream(body: unknown): body is NodeStream {
  return typeof body === 'object' && body !== null && 'pipe' in body && 'off' in body && typeof body.off === 'function'
}
