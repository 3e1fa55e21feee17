import { AxiosError, CanceledError, type GenericAbortSignal, type InternalAxiosRequestConfig } from 'axios'

/** What `setTimeout` can hold; anything longer it takes for 1 ms. */
export const longestTimer: number = 2 ** 31 - 1

/** Waits for something that others wait for too, until a signal ends this wait with its reason. */
export function waitUntilAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return shared
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Waits no longer than a number of milliseconds, and does not keep the process alive for it. */
export function waitAtMost<T>(limit: number, promise: Promise<T>): Promise<T> {
  return waitUntilAborted(promise, AbortSignal.timeout(Math.min(Math.ceil(limit) || 0, longestTimer)))
}

/** Gives a signal for the end of a wait. It is made when somebody asks for it, as it costs more than all the rest. */
export type EndOfWait = () => AbortSignal

/**
 * Waits for something on behalf of a request, whose abort, cancel token or timeout ends this wait alone. Ten thousand
 * requests may wait for one token, so this is cheap, most of all where nothing can end the wait.
 *
 * @param start starts it; is told of the end of the wait, if anything can end it
 * @throws the same errors as axios would for a request that is aborted or timed out
 */
export function waitAsRequest<T>(
  config: InternalAxiosRequestConfig,
  start: (end?: EndOfWait) => Promise<T>,
  timeout: number = config.timeout ?? 0,
): Promise<T> {
  const { cancelToken, signal } = config
  return cancelToken || signal || timeout > 0 ? waitUntilEnded(config, start, timeout) : start()
}

function waitUntilEnded<T>(
  config: InternalAxiosRequestConfig,
  start: (end: EndOfWait) => Promise<T>,
  timeout: number,
): Promise<T> {
  const { cancelToken, signal } = config
  let wait: AbortController | undefined
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
      wait?.abort(reason)
    }
    const cancel = (): void => end(new CanceledError(undefined, config))
    const expire = (): void => end(timeoutError(config))
    const timer = timeout > 0 ? setTimeout(expire, Math.min(timeout, longestTimer)) : undefined
    signal?.addEventListener?.('abort', cancel)
    cancelToken?.subscribe(end)
    const endOfWait = (): AbortSignal => {
      wait ??= new AbortController()
      return wait.signal
    }
    start(endOfWait).then(resolve, reject).finally(leave)
  })
}

/** When a part of a request began, for {@link withRestOfTimeout}; the clock is not asked for nothing. */
export function startOf({ timeout }: InternalAxiosRequestConfig): number | undefined {
  return timeout ? performance.now() : undefined
}

/** Does a part of a request in what is left of the caller's timeout, and then gives the config its timeout back. */
export async function withRestOfTimeout<T>(
  config: InternalAxiosRequestConfig,
  startedAt: number | undefined,
  task: () => Promise<T>,
): Promise<T> {
  const { timeout = 0 } = config
  if (!(timeout > 0) || startedAt === undefined) return task()
  config.timeout = Math.max(1, Math.round(timeout - (performance.now() - startedAt)))
  try {
    return await task()
  } finally {
    config.timeout = timeout
  }
}

/** A timer that in Node does not keep the process alive. */
export function setDetachedTimer(callback: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  const timer: ReturnType<typeof setTimeout> & { unref?(): unknown } = setTimeout(callback, milliseconds)
  timer.unref?.()
  return timer
}

/** Waits for a time, and does not keep the process alive for it. */
export function detachedPause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setDetachedTimer(resolve, milliseconds))
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
