import {
  AxiosError,
  type AxiosRequestConfig,
  CanceledError,
  type GenericAbortSignal,
  type InternalAxiosRequestConfig,
} from 'axios'

// What `setTimeout` can hold; it takes more for nothing.
const longestTimer = 2 ** 31 - 1
const defaultTimeLimit = 30_000

/**
 * Waits for something that others wait for too. The caller's abort, cancel token or timeout ends this wait alone.
 *
 * @throws the same errors as axios would for a request that is aborted or timed out
 */
export async function waitAsRequest<T>(shared: Promise<T>, config: InternalAxiosRequestConfig): Promise<T> {
  const { cancelToken, signal, timeout } = config
  let stop = (): void => {}
  const ended = new Promise<never>((_, reject) => {
    const cancel = (): void => reject(new CanceledError(undefined, config))
    const timer = timeout ? setTimeout(() => reject(timeoutError(config)), Math.min(timeout, longestTimer)) : undefined
    if (signal?.aborted) cancel()
    signal?.addEventListener?.('abort', cancel)
    cancelToken?.subscribe(reject)
    stop = () => {
      clearTimeout(timer)
      signal?.removeEventListener?.('abort', cancel)
      cancelToken?.unsubscribe(reject)
    }
  })
  try {
    return await Promise.race([shared, ended])
  } finally {
    stop()
  }
}

/** Does a part of a request in what is left of the caller's timeout, and then gives the config its timeout back. */
export async function withRestOfTimeout<T>(
  config: InternalAxiosRequestConfig,
  startedAt: number,
  task: () => Promise<T>,
): Promise<T> {
  const { timeout } = config
  if (!timeout) return task()
  config.timeout = Math.max(1, Math.round(timeout - (performance.now() - startedAt)))
  try {
    return await task()
  } finally {
    config.timeout = timeout
  }
}

/** Waits for something that others wait for too, until a signal ends this wait. */
export async function waitUntilAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return shared
  let stop = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    stop = () => signal.removeEventListener('abort', abort)
  })
  try {
    return await Promise.race([shared, aborted])
  } finally {
    stop()
  }
}

/** The limit in milliseconds for all of a token request: what the config says, else 30 seconds. */
export function timeLimitOf({ timeout }: AxiosRequestConfig): number {
  return Math.min(timeout || defaultTimeLimit, longestTimer)
}

/** Waits no longer than a number of milliseconds. */
export async function waitAtMost<T>(limit: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limit} ms`)), limit)
  })
  try {
    return await Promise.race([promise, expired])
  } finally {
    clearTimeout(timer)
  }
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
