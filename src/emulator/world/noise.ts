// Numbers that look random and are the same for the same place. Integer arithmetic only, because a map needs millions.

/** A number from 0 to 1 for a pair of whole numbers. */
export function hashOf(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(seed + 1, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}

/** A number from 0 to 1 that changes smoothly from place to place, over a distance of about 1. */
export function smoothNoise(x: number, y: number, seed: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, down] = [eased(x - left), eased(y - top)]
  return mixed(
    mixed(hashOf(left, top, seed), hashOf(left + 1, top, seed), right),
    mixed(hashOf(left, top + 1, seed), hashOf(left + 1, top + 1, seed), right),
    down,
  )
}

function eased(part: number): number {
  return part * part * (3 - 2 * part)
}

function mixed(from: number, to: number, part: number): number {
  return from + (to - from) * part
}
