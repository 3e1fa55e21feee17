// How long a process takes to import each, as the process itself sees it.
import { execFileSync } from 'node:child_process'
import { compare, inUnit, report, takeTurns } from '../measure.mjs'

const candidates = ['axios', 'axios-here', '@here/olp-sdk-authentication', 'google-auth-library']

function timeOf(statement, type) {
  const code = `const startedAt = performance.now(); ${statement}; console.log(performance.now() - startedAt)`
  return Number(execFileSync(process.execPath, [`--input-type=${type}`, '-e', code], { encoding: 'utf8' }))
}

const rows = []
for (const [measured, type, statement] of [
  ['import time, ES modules', 'module', (name) => `await import('${name}')`],
  ['import time, CommonJS', 'commonjs', (name) => `require('${name}')`],
]) {
  const tasks = candidates.map((name) => [name, () => timeOf(statement(name), type)])
  const figures = await takeTurns(Object.fromEntries(tasks), 40)
  rows.push(...compare(measured, figures, inUnit('ms'), { 'axios-here': '≤ 1.15' }))
}
report(rows)
