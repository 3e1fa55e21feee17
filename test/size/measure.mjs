import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * What a page gets of the built package, in bytes: bundled by esbuild into one file, minified and gzipped, without axios, which
 * the app has anyway.
 *
 * @returns `client`: a page that creates a client; `all`: a page that uses all exports, both without what is loaded by `import()`;
 *   `lazy`: what is loaded by `import()`, where rate limits or data services are used
 */
export async function measure() {
  // Installed as in an app, out of reach of this project's own tsconfig, which points to the sources.
  const app = mkdtempSync(join(tmpdir(), 'axios-here-size-'))
  try {
    const modules = join(app, 'node_modules')
    mkdirSync(modules)
    for (const path of ['dist', 'package.json'])
      cpSync(join(root, path), join(modules, 'axios-here', path), { recursive: true })
    for (const name of ['axios-retry', 'is-retry-allowed'])
      cpSync(join(root, 'node_modules', name), join(modules, name), { recursive: true })
    const client = 'export { createHereClient } from "axios-here"'
    const start = await sizeOf(app, client, leaveDynamicImports)
    return {
      client: start,
      all: await sizeOf(app, 'export * from "axios-here"', leaveDynamicImports),
      lazy: (await sizeOf(app, client)) - start,
    }
  } finally {
    rmSync(app, { recursive: true })
  }
}

const leaveDynamicImports = {
  name: 'leave-dynamic-imports',
  setup: ({ onResolve }) =>
    onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined)),
}

async function sizeOf(app, contents, ...plugins) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: app, sourcefile: 'page.js' },
    absWorkingDir: app,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['axios'],
    plugins,
    write: false,
    logLevel: 'error',
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}
