import type { AxiosError, AxiosResponse } from 'axios'
import PQueue from 'p-queue'
import { retryAfterOf } from '../http/retry.ts'
import { pause, waitAsRequest, waitWithBody } from '../http/timing.ts'
import { serviceNameOf } from '../services/resolve-host.ts'
import type { HereServiceName } from '../services/service-table.ts'
import type { RateLimiter, RequestContext } from './context.ts'

/** How many requests a client sends in a second, repeated ones too; the others wait for their turn. */
export interface HereRateLimit {
  /** To all of HERE's services together, or to each of those that are named. */
  perSecond: number | Readonly<Partial<Record<HereServiceName, number>>>
}

/** Creates the queues of a client, one for each service. They share the slots of a second, or have their own. */
export function createRateLimiter({ perSecond }: HereRateLimit): RateLimiter {
  const shared = typeof perSecond === 'number' ? createSlots(perSecond) : undefined
  const rates = typeof perSecond === 'object' ? perSecond : {}
  const queues = new Map<string, RequestQueue>()

  function queueOf(service: string): RequestQueue {
    const queue = queues.get(service) ?? createRequestQueue(shared ?? createSlots(rates[service as HereServiceName]))
    queues.set(service, queue)
    return queue
  }

  return {
    async send(request, isRetry, prepare, send) {
      const service = serviceNameOf(request.config, request.options)
      // Lookups are made for requests that have turns of their own.
      if (service === 'apiLookup') return send()
      const queue = queueOf(service)
      await waitInQueue(queue, request, isRetry, prepare)
      try {
        const response = await send()
        queue.pauseAfter(response)
        return response
      } catch (error) {
        queue.pauseAfter((error as AxiosError | undefined)?.response)
        throw error
      }
    },
  }
}

async function waitInQueue(
  queue: RequestQueue,
  request: RequestContext,
  isRetry: boolean,
  prepare: () => Promise<void>,
): Promise<void> {
  const { config } = request
  // Before the queue: where there is no token, all requests that wait for it fail at once.
  if (!isRetry) await prepare()
  let queuedSince = performance.now()
  // The time in the queue is not part of the request's timeout; the time that the token takes is.
  const extendDeadline = (): void => {
    if (request.deadline !== undefined) request.deadline += performance.now() - queuedSince
  }
  const prepareInQueue = async (): Promise<void> => {
    extendDeadline()
    await prepare()
    queuedSince = performance.now()
  }
  const wait = waitAsRequest(config, undefined, (signal) => queue.waitForTurn(signal, isRetry, prepareInQueue))
  await waitWithBody(wait, config)
  extendDeadline()
}

/** The requests to one service that wait for their turn. */
interface RequestQueue {
  /**
   * Resolves when a request may be sent. A retry goes before requests that were not sent yet.
   *
   * @param prepare gets what the request needs to be sent at once. It is called within the queue, because requests that wait
   *   for their token beside the queue would then all be sent together.
   */
  waitForTurn(signal: AbortSignal | undefined, isRetry: boolean, prepare: () => Promise<void>): Promise<void>
  /** Pauses the queue for as long as a 429 says by `Retry-After`. */
  pauseAfter(response: AxiosResponse | undefined): void
}

// A longer `Retry-After` goes to its caller at once; the other requests need not wait for it.
const longestPause = 30_000

// Milliseconds. HERE counts requests when they arrive, and some take longer to arrive than others.
const margin = 50

/**
 * Creates the queue of one service, whose requests are sent in order.
 *
 * @param slots gives one slot to each request, `undefined` where their number is not limited
 */
function createRequestQueue(slots: PQueue | undefined): RequestQueue {
  const inOrder = new PQueue({ concurrency: 1 })
  let pausedUntil = 0
  const pauseLeft = (): number => pausedUntil - performance.now()

  async function takeSlot(signal: AbortSignal | undefined, prepare: () => Promise<void>): Promise<void> {
    do {
      while (pauseLeft() > 0) await pause(pauseLeft(), signal)
      await prepare()
      await slots?.add(async () => {}, { signal })
      // A 429 may have paused the queue meanwhile.
    } while (pauseLeft() > 0)
    // The token may have expired meanwhile; then the requests behind this one wait as well.
    await prepare()
  }

  return {
    waitForTurn: (signal, isRetry, prepare) =>
      inOrder.add(() => takeSlot(signal, prepare), { signal, priority: isRetry ? 1 : 0 }),
    pauseAfter(response) {
      if (response?.status !== 429) return
      pausedUntil = Math.max(pausedUntil, performance.now() + Math.min(retryAfterOf(response), longestPause))
    },
  }
}

/** Creates slots for that many requests in any second. A rate below 1 gives one slot in `1 / perSecond` seconds. */
function createSlots(perSecond: number | undefined): PQueue | undefined {
  if (perSecond === undefined) return undefined
  const intervalCap = Math.max(1, Math.floor(perSecond))
  return new PQueue({ intervalCap, interval: (intervalCap / perSecond) * 1000 + margin, strict: true })
}
