import type { AxiosError, AxiosResponse } from 'axios'
import pThrottle from 'p-throttle'
import { retryAfter } from '#axios-retry'

/** The requests to one service that wait for their turn. */
export interface Queue {
  /**
   * Resolves when a request may be sent. One that is sent again goes before those that were not sent yet; those that were
   * given up are passed over.
   */
  turn(signal: AbortSignal, isRepeat: boolean): Promise<void>
  /** Holds the service back for as long as its answer asks for. */
  heed(response: AxiosResponse | undefined): void
}

/** Resolves when there is a place within the rate. */
export type TakePlace = () => Promise<void>

// An answer that asks for more reaches its caller at once; the others need not wait for it.
const longestPause = 30_000

/** Makes the queue of one service. */
export function createQueue(takePlace: TakePlace): Queue {
  // Settles when the request that came last has had its turn.
  let last: Promise<unknown> = Promise.resolve()
  let pausedUntil = 0
  const rest = (): number => pausedUntil - performance.now()

  async function next(signal: AbortSignal): Promise<void> {
    do {
      while (!signal.aborted && rest() > 0) await pause(rest())
      if (!signal.aborted) await takePlace()
      // An answer may have asked for a pause meanwhile.
    } while (!signal.aborted && rest() > 0)
  }

  return {
    turn(signal, isRepeat) {
      const turn = isRepeat ? next(signal) : last.then(() => next(signal))
      if (!isRepeat) last = turn
      return turn
    },
    heed(response) {
      if (response?.status !== 429) return
      const asked = Math.min(retryAfter({ response } as AxiosError), longestPause)
      pausedUntil = Math.max(pausedUntil, performance.now() + asked)
    },
  }
}

/** Makes what gives places, so many in a second; without a limit there is always one. */
export function createPlaces(perSecond: number | undefined): TakePlace {
  if (perSecond === undefined) return async () => {}
  const limit = Math.max(1, Math.floor(perSecond))
  // Strict: not more than that in any second, also where one ends and the next begins.
  const take = pThrottle({ limit, interval: (limit / perSecond) * 1000, strict: true })(() => {})
  return async () => take()
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, Math.ceil(milliseconds)))
}
