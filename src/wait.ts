import {
  AxiosError,
  type AxiosRequestConfig,
  CanceledError,
  type GenericAbortSignal,
  type InternalAxiosRequestConfig,
} from 'axios'

// What `setTimeout` can hold; anything longer it takes for 1 ms.
const longestTimer = 2 ** 31 - 1
const defaultTimeLimit = 30_000

/**
 * Waits for a promise, or until something ends the wait.
 *
 * @param watch starts to look for that, and returns a function that stops looking
 */
export async function waitUnless<T>(
  promise: Promise<T>,
  watch: (reject: (reason: unknown) => void) => () => void,
): Promise<T> {
  let stop = (): void => {}
  const ended = new Promise<never>((_, reject) => {
    stop = watch(reject)
  })
  try {
    return await Promise.race([promise, ended])
  } finally {
    stop()
  }
}

/**
 * Waits for something that others wait for too. The caller's abort, cancel token or timeout ends this wait alone.
 *
 * @throws the same errors as axios would for a request that is aborted or timed out
 */
export function waitAsRequest<T>(shared: Promise<T>, config: InternalAxiosRequestConfig): Promise<T> {
  const { cancelToken, signal, timeout } = config
  return waitUnless(shared, (reject) => {
    const cancel = (): void => reject(new CanceledError(undefined, config))
    const timer = hasLimit(timeout)
      ? setTimeout(() => reject(timeoutError(config)), Math.min(timeout, longestTimer))
      : undefined
    if (signal?.aborted) cancel()
    signal?.addEventListener?.('abort', cancel)
    cancelToken?.subscribe(reject)
    return () => {
      clearTimeout(timer)
      signal?.removeEventListener?.('abort', cancel)
      cancelToken?.unsubscribe(reject)
    }
  })
}

/** Waits on behalf of a request until its cancel token ends that. */
export function waitUntilCancelled<T>(promise: Promise<T>, { cancelToken }: InternalAxiosRequestConfig): Promise<T> {
  return cancelToken === undefined ? promise : waitAsRequest(promise, { cancelToken } as InternalAxiosRequestConfig)
}

/** Does a part of a request in what is left of the caller's timeout, and then gives the config its timeout back. */
export async function withRestOfTimeout<T>(
  config: InternalAxiosRequestConfig,
  startedAt: number,
  task: () => Promise<T>,
): Promise<T> {
  const { timeout } = config
  if (!hasLimit(timeout)) return task()
  config.timeout = Math.max(1, Math.round(timeout - (performance.now() - startedAt)))
  try {
    return await task()
  } finally {
    config.timeout = timeout
  }
}

/**
 * Waits for something that others wait for too, until a signal ends this wait. In Node it keeps the process alive
 * meanwhile, as what it waits for may not.
 */
export function waitUntilAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return waitUnless(shared, (reject) => {
    const hold = setTimeout(() => {}, longestTimer)
    const abort = (): void => reject(signal?.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort)
    return () => {
      clearTimeout(hold)
      signal?.removeEventListener('abort', abort)
    }
  })
}

/** A timer that in Node does not keep the process alive. */
export function setDetachedTimer(callback: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  const timer: ReturnType<typeof setTimeout> & { unref?(): unknown } = setTimeout(callback, milliseconds)
  timer.unref?.()
  return timer
}

/** The limit in milliseconds for all of a token request: what the config says, else 30 seconds. */
export function timeLimitOf({ timeout }: AxiosRequestConfig): number {
  return Math.min(timeout || defaultTimeLimit, longestTimer)
}

/** Waits for a time, and does not keep the process alive for it. */
export function detachedPause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setDetachedTimer(resolve, milliseconds))
}

/** Waits no longer than a number of milliseconds, and does not keep the process alive for it. */
export function waitAtMost<T>(limit: number, promise: Promise<T>): Promise<T> {
  return waitUnless(promise, (reject) => {
    const expired = Object.assign(new Error(`no answer within ${limit} ms`), { name: 'TimeoutError' })
    const timer = setDetachedTimer(() => reject(expired), limit)
    return () => clearTimeout(timer)
  })
}

/** @throws CanceledError, as axios does before it sends, when the caller has cancelled already */
export function throwIfCancelled(config: InternalAxiosRequestConfig): void {
  config.cancelToken?.throwIfRequested()
  if ((config.signal as GenericAbortSignal | undefined)?.aborted) throw new CanceledError(undefined, config)
}

// What is no number is axios's to refuse.
function hasLimit(timeout: number | undefined): timeout is number {
  return Number(timeout) > 0
}

function timeoutError(config: InternalAxiosRequestConfig): AxiosError {
  const code = config.transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED
  return new AxiosError(config.timeoutErrorMessage || `timeout of ${config.timeout}ms exceeded`, code, config)
}
