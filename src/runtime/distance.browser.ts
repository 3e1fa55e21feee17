import type * as node from './distance.ts'

/**
 * By how much of them is the same from the start; the empty text at the end differs from whatever stands there. Node's is
 * better, and would weigh as much as HERE's paths here.
 */
export const distanceBetween: typeof node.distanceBetween = (path, known) =>
  -[...path, ''].findIndex((character, index) => character !== known[index])
