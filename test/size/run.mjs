// Measures what a page gets of this package that makes a client: in one file, minified and gzipped, without axios, which
// the app has anyway. Fails above the limits.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, transformSync } from 'esbuild'

// Of the client alone, of all exports without HERE's list, and of all that there is in one file.
const limits = { client: 8_000, all: 9_600, oneFile: 15_200 }
const root = fileURLToPath(new URL('../..', import.meta.url))
// Installed as in an app, out of reach of this project's own tsconfig, which points to the sources.
const app = mkdtempSync(join(tmpdir(), 'axios-here-size-'))

// What few use (`import()`) bundlers of browser apps put into files of their own, which are loaded when they are used. The
// list of HERE's services is counted for itself: it grows with HERE.
const apart = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
    build.onLoad({ filter: /service-table\.mjs$/ }, ({ path }) => ({ contents: emptied(readFileSync(path, 'utf8')) }))
  },
}
const options = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  external: ['axios'],
  write: false,
}

try {
  const modules = join(app, 'node_modules')
  mkdirSync(modules)
  for (const path of ['dist', 'package.json'])
    cpSync(join(root, path), join(modules, 'axios-here', path), { recursive: true })
  for (const name of ['axios-retry', 'is-retry-allowed'])
    cpSync(join(root, 'node_modules', name), join(modules, name), { recursive: true })
  const client = await sizeOf('export { createHereClient } from "axios-here"')
  const all = await sizeOf('export * from "axios-here"')
  const oneFile = await sizeOf('export { createHereClient } from "axios-here"', [])
  console.log(`the client, in a page, without axios: ${client} bytes min+gzip, limit ${limits.client}`)
  console.log(
    `with all other exports: ${all} bytes, limit ${limits.all}; the list of HERE's services besides: ${sizeOfTable()} bytes`,
  )
  console.log(`in a single file, with what pages load later: ${oneFile} bytes, limit ${limits.oneFile}`)
  process.exitCode = client > limits.client || all > limits.all || oneFile > limits.oneFile ? 1 : 0
} finally {
  rmSync(app, { recursive: true })
}

async function sizeOf(code, plugins = [apart]) {
  const { outputFiles } = await build({ ...options, plugins, stdin: { contents: code, resolveDir: app } })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}

function sizeOfTable() {
  const { code } = transformSync(readFileSync(join(root, 'dist/service-table.mjs')), { minify: true })
  return gzipSync(code, { level: 9 }).length
}

/** The same exports, with nothing in them. */
function emptied(code) {
  const [, list] = /export \{([^}]*)\}/.exec(code)
  const names = list.split(',').map((part) => part.trim().split(' as ').at(-1))
  return `const nothing = [];export { ${names.map((name) => `nothing as ${name}`).join(', ')} }`
}
