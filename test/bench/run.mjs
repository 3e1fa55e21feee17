// Runs the benchmarks, all or those that are named (`npm run bench -- per-request http`), and prints one table. What is
// measured is what a user gets: the packed tarball, installed beside the packages it is compared to, in a folder of its own.
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { markdownTable } from 'markdown-table'
import { measure as measureSizes } from '../size/measure.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const parts = {
  'per-request': 'parts/per-request.mjs',
  http: 'parts/http.mjs',
  herd: 'parts/herd.mjs',
  rollover: 'parts/rollover.mjs',
  import: 'parts/import-time.mjs',
  installed: 'parts/installed.mjs',
  memory: 'parts/memory.mjs',
  growth: 'parts/growth.mjs',
}
const named = process.argv.slice(2)
const unknown = named.filter((name) => !(name in parts) && name !== 'size')
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown}. These are: ${Object.keys(parts)}, size`)
  process.exit(2)
}
const isWanted = (name) => named.length === 0 || named.includes(name)
const app = mkdtempSync(join(tmpdir(), 'axios-here-bench-'))

try {
  const TARBALL = install()
  const rows = []
  for (const [name, file] of Object.entries(parts).filter(([name]) => isWanted(name))) {
    console.error(`${name} …`)
    rows.push(...(await run(file, { TARBALL })))
  }
  if (isWanted('size')) rows.push(...(await sizes()))
  console.log(`${describe()}\n\n${toTable(rows)}`)
} finally {
  rmSync(app, { recursive: true })
}

function install() {
  const npm = (...args) =>
    execFileSync('npm', [...args, '--silent', '--no-audit', '--no-fund'], { cwd: app, encoding: 'utf8' })
  cpSync(fileURLToPath(new URL('.', import.meta.url)), app, { recursive: true })
  npm('ci')
  npm('pack', root, '--pack-destination', app)
  const tarball = readdirSync(app).find((name) => name.endsWith('.tgz'))
  npm('install', '--no-save', join(app, tarball))
  return join(app, tarball)
}

/** Each part has a process of its own, so that none meets what another has left. */
async function run(file, env) {
  const part = fork(join(app, file), { cwd: app, execArgv: ['--expose-gc'], env: { ...process.env, ...env } })
  const [rows] = await Promise.race([once(part, 'message'), once(part, 'exit')])
  if (!Array.isArray(rows)) throw new Error(`${file} ended with ${rows}`)
  return rows
}

async function sizes() {
  const { client, lazy } = await measureSizes()
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
  const measured = 'in a page, min+gzip'
  return [
    { measured, client: 'axios-here', figure: kilobytes(client), target: '≤ 12.5 kB' },
    { measured, client: 'loaded by import() for rate limits and data services', figure: kilobytes(lazy) },
  ]
}

function describe() {
  const { packages } = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8'))
  const { dependencies } = packages['']
  const versions = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`)
  const [{ model }] = cpus()
  return `${model}, ${cpus().length} cores, ${process.platform}, Node ${process.versions.node}; ${versions.join(', ')}`
}

function toTable(rows) {
  const number = (value) => (value === undefined ? '' : value.toFixed(2))
  const lines = rows.map(({ measured, client, figure, ratio, low, high, target }, index) => [
    measured === rows[index - 1]?.measured ? '' : measured,
    client,
    figure,
    number(ratio),
    low === undefined ? '' : `${number(low)}–${number(high)}`,
    target ?? '',
  ])
  const head = ['measured', '', '', 'ratio', 'between', 'target']
  return markdownTable([head, ...lines], { align: ['l', 'l', 'r', 'r', 'r', 'l'] })
}
