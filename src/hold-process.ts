import { longestTimer } from './wait.ts'

/** Keeps the process alive while somebody waits: what is waited for may not (a renewal in the background). */
export function holdProcess<T>(wait: Promise<T>): Promise<T> {
  const hold = setTimeout(() => {}, longestTimer)
  return wait.finally(() => clearTimeout(hold))
}
