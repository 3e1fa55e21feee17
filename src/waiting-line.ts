import { createHold } from './hold-process.ts'

/** The requests of an instance that wait for the same, of which there may be ten thousand. */
export interface WaitingLine<T> {
  /** Waits for what others wait for too, and what never fails. */
  join(shared: Promise<T>): Promise<T>
  /** Keeps the process alive for a wait. Waits that are what `join` has just given, and so end together, are held as one. */
  hold(wait: Promise<T>): Promise<T>
}

// What a request is made of stays in the processor's caches from one step to the next as long as no more than these are
// between. And an answer that is at hand is there after so many turns of the microtask queue.
const atOnce = 300
const turns = 10

/** Makes it. */
export function createWaitingLine<T>(): WaitingLine<T> {
  const hold = createHold()
  let line: { shared: Promise<T>; waiting: ((value: T) => void)[]; last: unknown } | undefined

  async function tellAll(shared: Promise<T>, waiting: ((value: T) => void)[]): Promise<void> {
    const value = await shared
    // Who comes from now on need not stand behind these.
    if (line?.shared === shared) line = undefined
    for (let told = 0; told < waiting.length; told += atOnce) {
      for (const tell of waiting.slice(told, told + atOnce)) tell(value)
      for (let turn = 0; turn < turns; turn += 1) await undefined
    }
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
