import { createHash } from 'node:crypto'

/** Creates a generator of numbers from 0 to 1 that look random and are the same for the same seed. */
export function seededRandom(seed: string): () => number {
  let counter = 0
  return () => hash(`${seed}#${counter++}`).readUInt32BE(0) / 2 ** 32
}

/** The item of a list at a fraction of its length, from 0 to 1. */
export function pick<T>(list: readonly T[], fraction: number): T {
  return list[Math.floor(fraction * list.length)] as T
}

/** An id of 32 hexadecimal digits for a seed. */
export function hexId(seed: string): string {
  return hash(seed).toString('hex').slice(0, 32)
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
