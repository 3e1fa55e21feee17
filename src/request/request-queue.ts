import type { AxiosResponse } from 'axios'
import PQueue from 'p-queue'
import { pause } from '../pause.ts'
import { retryAfterOf } from '../retry-after.ts'

/** The requests to one service that wait for their turn. */
export interface Queue {
  /**
   * Resolves when a request may be sent. One that is sent again goes before those that were not sent yet. `token` waits for
   * what it needs to leave at once: whoever waits for that beside the queue leaves together with those behind it.
   */
  turn(signal: AbortSignal | undefined, isRepeat: boolean, token: () => Promise<void>): Promise<void>
  /** Holds the service back for as long as its answer asks for. */
  heed(response: AxiosResponse | undefined): void
}

// An answer that asks for more reaches its caller at once; the others need not wait for it.
const longestPause = 30_000

// The way to HERE takes one request longer than the next, and HERE counts what arrives.
const margin = 50

/** Makes the queue of one service. Its requests leave one by one, each with one of the places of `places`. */
export function createQueue(places: PQueue | undefined): Queue {
  const inOrder = new PQueue({ concurrency: 1 })
  let pausedUntil = 0
  const rest = (): number => pausedUntil - performance.now()

  async function takePlace(signal: AbortSignal | undefined, token: () => Promise<void>): Promise<void> {
    do {
      while (rest() > 0) await pause(rest(), signal)
      await token()
      await places?.add(async () => {}, { signal })
      // An answer may have asked for a pause meanwhile.
    } while (rest() > 0)
    // Where it was lost meanwhile, those behind wait as well.
    await token()
  }

  return {
    turn: (signal, isRepeat, token) =>
      inOrder.add(() => takePlace(signal, token), { signal, priority: isRepeat ? 1 : 0 }),
    heed(response) {
      if (response?.status !== 429) return
      pausedUntil = Math.max(pausedUntil, performance.now() + Math.min(retryAfterOf(response), longestPause))
    },
  }
}

/** Makes what gives places: so many in any second, and in less than two of them the same number again. */
export function createPlaces(perSecond: number | undefined): PQueue | undefined {
  if (perSecond === undefined) return undefined
  const intervalCap = Math.max(1, Math.floor(perSecond))
  return new PQueue({ intervalCap, interval: (intervalCap / perSecond) * 1000 + margin, strict: true })
}
