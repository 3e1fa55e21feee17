// Installs the packed tarball in a project of its own and uses it there: with each Node version that is supported, from
// ES modules, CommonJS and TypeScript, and with the oldest and the newest axios.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const nodeVersions = ['20', '22', '24', '26']
const axiosVersions = ['1.19.0', '1']
const root = fileURLToPath(new URL('../..', import.meta.url))
const project = mkdtempSync(join(tmpdir(), 'axios-here-consumer-'))
let passed = 0

function run(command, args, cwd = project) {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
}

function check(name, command, args) {
  run(command, args)
  passed += 1
  console.log(`ok  ${name}`)
}

try {
  run('npm', ['pack', '--silent', '--pack-destination', project], root)
  cpSync(new URL('node/', import.meta.url), project, { recursive: true })
  writeFileSync(join(project, 'package.json'), '{ "private": true }')
  const tarball = `./axios-here-${JSON.parse(execFileSync('npm', ['pkg', 'get', 'version'], { cwd: root }))}.tgz`
  for (const axios of axiosVersions) {
    run('npm', ['install', '--silent', '--no-audit', '--no-fund', tarball, `axios@${axios}`])
    for (const version of nodeVersions) {
      for (const file of ['esm.mjs', 'cjs.cjs']) {
        const node = ['--yes', '--package', `node@${version}`, '--', 'node']
        check(`axios ${axios}, Node ${version}, ${file}`, 'npx', [...node, file])
      }
    }
  }
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', 'typescript@6.0.3', '@types/node@20'])
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--types', 'node']
  for (const type of ['module', 'commonjs']) {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type }))
    check(`TypeScript nodenext, ${type}`, 'npx', ['tsc', ...strict, '--module', 'nodenext', 'types.ts'])
  }
  check('TypeScript bundler', 'npx', [
    'tsc',
    ...strict,
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
    'types.ts',
  ])
  console.log(`${passed} consumers passed`)
} finally {
  rmSync(project, { recursive: true })
}
