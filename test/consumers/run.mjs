// Installs the packed tarball in projects of its own and uses it there: with each Node version that is supported, from ES
// modules, CommonJS, Jest and TypeScript, bundled for browsers, and with the oldest and the newest axios. And how long the
// compiler takes for an app, with it and with plain axios.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const nodeVersions = ['20.19.0', '22.0.0', '22', '24', '26']
const axiosVersions = ['1.19.0', '1']
const typescriptVersions = ['5.4.5', 'latest']
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'axios-here-consumer-'))
let passed = 0

function run(command, args, cwd) {
  try {
    execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  } catch (error) {
    console.error(String(error.stdout))
    throw new Error(`failed: ${command} ${args.join(' ')}`, { cause: error })
  }
}

function check(name, task) {
  task()
  passed += 1
  console.log(`ok  ${name}`)
}

/** A project that holds the files of a folder beside this one. */
function createProject(name, type) {
  const project = join(folder, name)
  mkdirSync(project)
  cpSync(new URL(`${name}/`, import.meta.url), project, { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, ...(type && { type }) }))
  return project
}

function install(project, ...packages) {
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', ...packages], project)
}

function checkNode(tarball) {
  const project = createProject('node')
  for (const axios of axiosVersions) {
    install(project, tarball, `axios@${axios}`)
    for (const version of nodeVersions) {
      for (const file of ['esm.mjs', 'cjs.cjs']) {
        const node = ['--yes', '--package', `node@${version}`, '--', 'node', file]
        check(`axios ${axios}, Node ${version}, ${file}`, () => run('npx', node, project))
      }
    }
  }
  check('the command line', () => {
    run('npx', ['axios-here', '--version'], project)
    run('npx', ['axios-here', 'get', '--help'], project)
  })
  for (const typescript of typescriptVersions) {
    install(project, `typescript@${typescript}`, '@types/node@20')
    const strict = [
      'tsc',
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2022',
      '--types',
      'node',
    ]
    for (const type of ['module', 'commonjs']) {
      run('npm', ['pkg', 'set', `type=${type}`], project)
      const nodenext = [...strict, '--module', 'nodenext', 'types.ts']
      check(`TypeScript ${typescript}, nodenext, ${type}`, () => run('npx', nodenext, project))
    }
    const bundler = [...strict, '--module', 'esnext', '--moduleResolution', 'bundler', 'types.ts']
    check(`TypeScript ${typescript}, bundler`, () => run('npx', bundler, project))
  }
}

function checkJest(tarball) {
  const project = createProject('jest')
  install(project, tarball, 'axios@1', 'jest@30.5.2')
  const env = ['-u', 'HERE_ACCESS_KEY_ID', '-u', 'HERE_ACCESS_KEY_SECRET', `HOME=${project}`]
  check('Jest, CommonJS without a transform', () => run('env', [...env, 'npx', 'jest', '--silent', '--ci'], project))
}

function checkBrowser(tarball) {
  const project = createProject('browser', 'module')
  install(project, tarball, 'axios@1', 'esbuild@0.28.2', 'vite@8.3.8', 'typescript@6.0.3')
  check('TypeScript without Node’s types', () => run('npx', ['tsc'], project))
  check('esbuild bundle for browsers', () => {
    run('npx', ['esbuild', 'main.ts', '--bundle', '--minify', '--format=esm', '--outdir=esbuild'], project)
    checkBundle(join(project, 'esbuild'))
  })
  check('esbuild bundle for browsers, split', () => {
    const split = ['--bundle', '--splitting', '--format=esm', '--outdir=split']
    run('npx', ['esbuild', 'main.ts', ...split], project)
    checkBundle(join(project, 'split'))
  })
  check('Vite bundle', () => {
    run('npx', ['vite', 'build', '--logLevel', 'error', '--outDir', 'vite', '--assetsDir', '.'], project)
    checkBundle(join(project, 'vite'))
  })
}

/** An app's types may cost the compiler 1.3 times what they cost with plain axios. */
function checkCompileTime(tarball) {
  const project = createProject('tsc', 'module')
  install(project, tarball, 'axios@1', 'typescript@6.0.3', '@types/node@20')
  mkdirSync(join(project, 'axios'))
  cpSync(join(project, 'calls.ts'), join(project, 'axios/calls.ts'))
  cpSync(join(project, 'plain-client.ts'), join(project, 'axios/client.ts'))
  const files = { axios: 'axios/calls.ts', 'axios-here': 'calls.ts' }
  check('the time that TypeScript takes', () => {
    // By turns, each time in a new process, and the best of each counts: what else the machine does only ever adds.
    const best = { axios: Number.POSITIVE_INFINITY, 'axios-here': Number.POSITIVE_INFINITY }
    for (let round = 0; round < 7; round += 1) {
      for (const kind of ['axios', 'axios-here']) best[kind] = Math.min(best[kind], compile(project, files[kind]))
    }
    const ratio = best['axios-here'] / best.axios
    console.log(`    ${best['axios-here']} ms, plain axios ${best.axios} ms: ${ratio.toFixed(2)} x`)
    assert.ok(ratio < 1.3, 'the types cost too much')
  })
}

/** @returns milliseconds of a processor */
function compile(project, file) {
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--types',
    'node',
  ]
  const args = ['-r', './cpu.cjs', 'node_modules/typescript/lib/tsc.js', ...options, file]
  const { status, stdout, stderr } = spawnSync('node', args, { cwd: project, encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
  return Number(stderr)
}

/** A page must get neither Node's modules nor what reads credentials from files. */
function checkBundle(bundle) {
  const code = readdirSync(bundle)
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(bundle, file), 'utf8'))
    .join('\n')
  assert.match(code, /discover\.search\.hereapi\.com/)
  for (const foreign of ['node:fs', 'node:os', 'node:path', 'credentials.properties']) {
    assert.ok(!code.includes(`${foreign}`), `${foreign} is in the bundle`)
  }
}

try {
  run('npm', ['pack', '--silent', '--pack-destination', folder], root)
  const version = JSON.parse(execFileSync('npm', ['pkg', 'get', 'version'], { cwd: root }))
  const tarball = join(folder, `axios-here-${version}.tgz`)
  checkNode(tarball)
  checkJest(tarball)
  checkBrowser(tarball)
  checkCompileTime(tarball)
  console.log(`${passed} consumers passed`)
} finally {
  rmSync(folder, { recursive: true })
}
