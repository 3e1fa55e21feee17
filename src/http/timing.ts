import { AxiosError, CanceledError, type GenericAbortSignal, type InternalAxiosRequestConfig } from 'axios'

/** The longest delay of `setTimeout`, in milliseconds; it takes anything longer for 1 ms. */
export const longestDelay: number = 2 ** 31 - 1

/** Waits for a promise that others may wait for too; the signal ends this wait alone, with its reason. */
export function waitUntilAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return shared
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Waits at most that many milliseconds; the timer does not keep the process alive. */
export function waitAtMost<T>(limit: number, promise: Promise<T>): Promise<T> {
  return waitUntilAborted(promise, AbortSignal.timeout(Math.min(Math.ceil(limit) || 0, longestDelay)))
}

/** When a request that starts now has to be done, by `performance.now()`; `undefined` without a timeout. */
export function deadlineOf(config: InternalAxiosRequestConfig): number | undefined {
  // As in axios, a text such as '3000' is a number.
  const timeout = Number(config.timeout)
  return timeout > 0 ? performance.now() + timeout : undefined
}

/** Milliseconds until a deadline, at least 1, because axios takes 0 for "no timeout". */
export function timeUntil(deadline: number): number {
  return Math.max(1, Math.round(deadline - performance.now()))
}

/**
 * Waits for something on behalf of a request, whose abort, cancel token or deadline ends this wait alone.
 *
 * @param start starts it; gets a signal for the end of the wait, if anything can end it early
 * @throws the same errors as axios would for a request that is aborted or timed out
 */
export function waitAsRequest<T>(
  config: InternalAxiosRequestConfig,
  deadline: number | undefined,
  start: (signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  const { cancelToken, signal } = config
  if (!cancelToken && !signal && deadline === undefined) return start()
  const wait = new AbortController()
  return new Promise<T>((resolve, reject) => {
    throwIfCancelled(config)
    const leave = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener?.('abort', cancel)
      cancelToken?.unsubscribe(end)
    }
    const end = (reason: unknown): void => {
      leave()
      reject(reason)
      wait.abort(reason)
    }
    const cancel = (): void => end(new CanceledError(undefined, config))
    const expire = (): void => end(timeoutError(config))
    const timer = deadline === undefined ? undefined : setTimeout(expire, Math.min(timeUntil(deadline), longestDelay))
    signal?.addEventListener?.('abort', cancel)
    cancelToken?.subscribe(end)
    start(wait.signal).then(resolve, reject).finally(leave)
  })
}

interface NodeStream {
  destroyed: boolean
  errored: Error | null
  on(event: string, listener: (error?: Error) => void): void
  off(event: string, listener: (error?: Error) => void): void
}

/**
 * Waits for something before a request is sent. If its body is a Node stream that fails meanwhile, the wait ends with that
 * error; the adapter does not listen to the stream yet, and an error that is not listened to would end the process.
 */
export function waitWithBody<T>(wait: Promise<T>, config: InternalAxiosRequestConfig): Promise<T> {
  const { data: body } = config
  if (!isNodeStream(body)) return wait
  const failure = new AbortController()
  const fail = (error?: Error | null): void => {
    const cause = error ?? new Error('the request body was closed before it was sent')
    failure.abort(AxiosError.from(cause, (cause as { code?: string }).code, config))
  }
  const close = (): void => fail(body.errored)
  if (body.destroyed) close()
  body.on('error', fail)
  body.on('close', close)
  return waitUntilAborted(wait, failure.signal).finally(() => {
    body.off('error', fail)
    body.off('close', close)
  })
}

function isNodeStream(body: unknown): body is NodeStream {
  return typeof body === 'object' && body !== null && 'pipe' in body && 'off' in body && typeof body.off === 'function'
}

/** @throws CanceledError, as axios does before it sends, when the caller has cancelled already */
export function throwIfCancelled(config: InternalAxiosRequestConfig): void {
  config.cancelToken?.throwIfRequested()
  if ((config.signal as GenericAbortSignal | undefined)?.aborted) throw new CanceledError(undefined, config)
}

function timeoutError(config: InternalAxiosRequestConfig): AxiosError {
  const code = config.transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED
  return new AxiosError(config.timeoutErrorMessage || `timeout of ${config.timeout}ms exceeded`, code, config)
}

/** Resolves after that many milliseconds, unless the signal ends the wait with its reason. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      if (signal?.aborted) reject(signal.reason)
      else resolve()
    }
    const timer = setTimeout(end, Math.ceil(milliseconds))
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  })
}

/** Starts a timer that does not keep the process alive. */
export function startUnrefTimer(callback: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  // Only Node's timers have `unref`.
  const timer: ReturnType<typeof setTimeout> & { unref?(): unknown } = setTimeout(callback, milliseconds)
  timer.unref?.()
  return timer
}

/** Resolves after that many milliseconds, and does not keep the process alive. */
export function unrefPause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void startUnrefTimer(resolve, milliseconds))
}

/** Keeps the process alive until the promise settles. */
export type KeepAlive = <T>(wait: Promise<T>) => Promise<T>

/**
 * Creates a function that keeps the process alive while a caller waits. Needed because what the caller waits for may not:
 * a refresh in the background must not hold a process that is done. All waits share one timer.
 */
export function createKeepAlive(): KeepAlive {
  let waiting = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const release = (): void => {
    waiting -= 1
    if (waiting === 0) clearTimeout(timer)
  }
  return (wait) => {
    waiting += 1
    if (waiting === 1) timer = setTimeout(() => {}, longestDelay)
    wait.then(release, release)
    return wait
  }
}
