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
 * Waits for something that others wait for too. The caller's abort, cancel token or timeout ends this wait alone.
 *
 * @param unsentBody a body that is not being read yet: when it is a stream and fails, the wait ends too
 * @throws the same errors as axios would for a request that is aborted or timed out
 */
export async function waitAsRequest<T>(
  shared: Promise<T>,
  config: InternalAxiosRequestConfig,
  unsentBody?: unknown,
): Promise<T> {
  const { cancelToken, signal, timeout } = config
  let stop = (): void => {}
  const ended = new Promise<never>((_, reject) => {
    const cancel = (): void => reject(new CanceledError(undefined, config))
    const timer = hasLimit(timeout)
      ? setTimeout(() => reject(timeoutError(config)), Math.min(timeout, longestTimer))
      : undefined
    if (signal?.aborted) cancel()
    signal?.addEventListener?.('abort', cancel)
    cancelToken?.subscribe(reject)
    const stopWatching = watchBody(unsentBody, config, reject)
    stop = () => {
      stopWatching()
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

interface NodeStream {
  destroyed: boolean
  errored: Error | null
  on(event: string, listener: (error?: Error) => void): void
  off(event: string, listener: (error?: Error) => void): void
}

// A stream that fails before anybody reads it would end the process: the adapter, which listens to it, comes later.
function watchBody(body: unknown, config: InternalAxiosRequestConfig, reject: (error: AxiosError) => void): () => void {
  if (!isNodeStream(body)) return () => {}
  const fail = (error?: Error | null): void => {
    const cause = error ?? new Error('the request body was closed before it was sent')
    reject(AxiosError.from(cause, (cause as { code?: string }).code, config))
  }
  const close = (): void => fail(body.errored)
  if (body.destroyed) close()
  body.on('error', fail)
  body.on('close', close)
  return () => {
    body.off('error', fail)
    body.off('close', close)
  }
}

function isNodeStream(body: unknown): body is NodeStream {
  return typeof body === 'object' && body !== null && 'pipe' in body && 'off' in body && typeof body.off === 'function'
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
export async function waitUntilAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const hold = setTimeout(() => {}, longestTimer)
  let abort = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason)
  })
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  try {
    return await Promise.race([shared, aborted])
  } finally {
    clearTimeout(hold)
    signal?.removeEventListener('abort', abort)
  }
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
export async function waitAtMost<T>(limit: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setDetachedTimer(() => reject(new Error(`no answer within ${limit} ms`)), limit)
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

// What is no number is axios's to refuse.
function hasLimit(timeout: number | undefined): timeout is number {
  return Number(timeout) > 0
}

function timeoutError(config: InternalAxiosRequestConfig): AxiosError {
  const code = config.transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED
  return new AxiosError(config.timeoutErrorMessage || `timeout of ${config.timeout}ms exceeded`, code, config)
}
