import { longestTimer } from './http/timing.ts'

/** Keeps the process alive while somebody waits: what is waited for may not (a renewal in the background). */
export type Hold = <T>(wait: Promise<T>) => Promise<T>

/** Makes it. One timer serves all that wait. */
export function createHold(): Hold {
  let waiting = 0
  let last: unknown
  let timer: ReturnType<typeof setTimeout> | undefined
  const release = (): void => {
    waiting -= 1
    if (waiting > 0) return
    clearTimeout(timer)
    last = undefined
  }
  return (wait) => {
    // Many may wait for one promise.
    if (wait === last) return wait
    last = wait
    waiting += 1
    if (waiting === 1) timer = setTimeout(() => {}, longestTimer)
    wait.then(release, release)
    return wait
  }
}
