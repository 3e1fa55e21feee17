import { createHold } from './hold-process.ts'

/** The requests of an instance that wait for the same, of which there may be ten thousand. */
export interface WaitingLine<T> {
  /** Waits for what others wait for too, and what never fails. */
  join(shared: Promise<T>): Promise<T>
  /** Keeps the process alive for a wait. Waits that are what `join` has just given, and so end together, are held as one. */
  hold(wait: Promise<T>): Promise<T>
}

// No more than these leave in one turn of the event loop. The first are answered while the last are still to leave, where
// otherwise all would be on their way at once: on as many sockets, or in the agent's queue, and in memory.
const atOnce = 40

// In Cloudflare's Workers a callback belongs to the request that has set it, and is dropped with that. There, and where there
// is no such thing, all leave in one turn.
const { setImmediate = queueMicrotask } = globalThis as Partial<typeof globalThis>
const { userAgent } = Object((globalThis as { navigator?: unknown }).navigator)
const inNextTurn = userAgent === 'Cloudflare-Workers' ? queueMicrotask : setImmediate

/** Makes it. */
export function createWaitingLine<T>(): WaitingLine<T> {
  const hold = createHold()
  let line: { shared: Promise<T>; waiting: ((value: T) => void)[]; last: unknown } | undefined

  async function tellAll(shared: Promise<T>, waiting: ((value: T) => void)[]): Promise<void> {
    const value = await shared
    // Who comes from now on need not stand behind these.
    if (line?.shared === shared) line = undefined
    const tellFrom = (first: number): void => {
      const next = first + atOnce
      for (const tell of waiting.slice(first, next)) tell(value)
      if (next < waiting.length) inNextTurn(() => tellFrom(next))
    }
    tellFrom(0)
  }

  // One for all that wait.
  const add = (tell: (value: T) => void): void => void line?.waiting.push(tell)

  return {
    join(shared) {
      if (line?.shared !== shared) {
        line = { shared, waiting: [], last: undefined }
        void tellAll(shared, line.waiting)
      }
      // A list, as reactions of one promise are a chain, which the garbage collector takes longer to follow.
      const wait = new Promise<T>(add)
      line.last = wait
      return wait
    },
    hold(wait) {
      void hold(line && wait === line.last ? line.shared : wait)
      return wait
    },
  }
}
