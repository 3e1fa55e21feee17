// Prints what the built package weighs in a page, and fails above the limits.
import { measure } from './measure.mjs'

const figures = [
  // The aim is 12,500. What is above it is code that a page needs at its first failure; see test/bench/README.md.
  ['client', 'a page that creates a client', 13_600],
  ['all', 'a page that uses all exports', 15_200],
  ['lazy', 'loaded by import() for rate limits and data services', 6500],
]

const sizes = await measure()
console.log('bytes min+gzip in one file, without axios:')
for (const [key, what, limit] of figures) {
  console.log(`${String(sizes[key]).padStart(7)}  ${what}, limit ${limit}`)
  if (sizes[key] > limit) process.exitCode = 1
}
