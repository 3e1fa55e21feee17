// Measures what a browser app gets of this package: the main entry with all that it exports, in one file, minified and
// gzipped, without axios, which the app has anyway. Fails above the limit.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const limit = 8_000
const root = fileURLToPath(new URL('../..', import.meta.url))
// Installed as in an app, out of reach of this project's own tsconfig, which points to the sources.
const app = mkdtempSync(join(tmpdir(), 'axios-here-size-'))

// Bundlers of browser apps put what few use into files of their own, which are loaded when they are used.
const loadedLater = {
  name: 'loaded-later',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined))
  },
}

try {
  const modules = join(app, 'node_modules')
  mkdirSync(modules)
  for (const path of ['dist', 'package.json'])
    cpSync(join(root, path), join(modules, 'axios-here', path), { recursive: true })
  for (const name of ['axios-retry', 'is-retry-allowed'])
    cpSync(join(root, 'node_modules', name), join(modules, name), { recursive: true })
  writeFileSync(join(app, 'app.js'), "export * from 'axios-here'\n")
  const { outputFiles } = await build({
    entryPoints: [join(app, 'app.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['axios'],
    plugins: [loadedLater],
    write: false,
  })
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length
  console.log(`browser bundle without axios: ${size} bytes min+gzip, limit ${limit}`)
  process.exitCode = size > limit ? 1 : 0
} finally {
  rmSync(app, { recursive: true })
}
