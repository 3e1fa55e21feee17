import { parseArgs } from 'node:util'
import { type ChaosResult, runChaos } from './run.ts'

// npm run soak -- [--seed word] [--requests number]

const { values } = parseArgs({ options: { seed: { type: 'string' }, requests: { type: 'string' } } })
const seed = values.seed ?? Date.now().toString(36)
const total = Number(values.requests ?? 200_000)
const perRound = 5000
const rounds = Math.ceil(total / perRound)

console.log(`seed ${seed}: again with npm run soak -- --seed ${seed} --requests ${total}`)
const results: ChaosResult[] = []
for (let round = 0; round < rounds; round += 1) {
  const requests = Math.min(perRound, total - round * perRound)
  const onProgress = (completed: number): void => {
    const done = round * perRound + completed
    if (process.stdout.isTTY && (done % 100 === 0 || done === total))
      process.stdout.write(`\r${done} of ${total} requests`)
  }
  results.push(await runChaos({ seed: `${seed}/${round}`, requests, onProgress }))
}

console.log(`\n${sum((result) => result.tokenRequests)} token requests`)
console.table({ ...sums('faults'), ...sums('events') })
const violations = results.flatMap((result) => result.violations)
for (const violation of violations) console.error(violation)
console.log(`${violations.length} requests went wrong`)
process.exitCode = violations.length > 0 ? 1 : 0

function sum(numberOf: (result: ChaosResult) => number): number {
  return results.reduce((total, result) => total + numberOf(result), 0)
}

function sums(key: 'faults' | 'events'): Record<string, number> {
  const names = new Set(results.flatMap((result) => Object.keys(result[key])))
  return Object.fromEntries([...names].sort().map((name) => [name, sum((result) => result[key][name] ?? 0)]))
}
