// Prints what the built package weighs in a page, and fails above the limits.
import { measure } from './measure.mjs'

const figures = [
  ['start', 'the client, at the start of a page', 6000],
  ['firstRequest', 'loaded with the first request', 6600],
  ['some', 'loaded by those who hold requests back or use data services', 6800],
  ['all', 'all exports, at the start of a page', 10_900],
  ['oneFile', 'everything, in a single file', 16_900],
]

const sizes = await measure()
console.log('bytes min+gzip, without axios:')
for (const [key, what, limit] of figures) {
  console.log(`${String(sizes[key]).padStart(7)}  ${what}, limit ${limit}`)
  if (sizes[key] > limit) process.exitCode = 1
}
