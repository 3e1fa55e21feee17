import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const client = 'export { createHereClient } from "axios-here"'

// Files of the package that only those load who use what is in them.
const onlyForSome = /(throttle|data-services)\.mjs$/

/**
 * What a page gets of the built package, in bytes: bundled by esbuild, minified and gzipped file by file, without axios,
 * which the app has anyway.
 *
 * @returns `start`: what a page that makes a client loads before anything else, its own file and all that this imports
 *   statically; `firstRequest`: what it loads with its first request; `some`: what only those load who hold requests back or
 *   use data services; `all`: the start of a page that uses all exports; `oneFile`: everything, where nothing is split
 */
export async function measure() {
  // Installed as in an app, out of reach of this project's own tsconfig, which points to the sources.
  const app = mkdtempSync(join(tmpdir(), 'axios-here-size-'))
  try {
    const modules = join(app, 'node_modules')
    mkdirSync(modules)
    for (const path of ['dist', 'package.json'])
      cpSync(join(root, path), join(modules, 'axios-here', path), { recursive: true })
    const page = await bundle(app, client, true)
    const late = page.files.filter(({ source }) => source && source !== 'page.js')
    const start = closure(page, ['page.js'])
    const withFirst = closure(page, [
      'page.js',
      ...late.map(({ source }) => source).filter((name) => !onlyForSome.test(name)),
    ])
    const everything = await bundle(app, 'export * from "axios-here"', true)
    return {
      start: sizeOf(start),
      firstRequest: sizeOf(withFirst) - sizeOf(start),
      some: sizeOf(page.files) - sizeOf(withFirst),
      all: sizeOf(closure(everything, ['page.js'])),
      oneFile: sizeOf((await bundle(app, client, false)).files),
    }
  } finally {
    rmSync(app, { recursive: true })
  }
}

/** The files of a bundle: what each was made from, its size, and the files that it imports statically. */
async function bundle(app, contents, splitting) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: app, sourcefile: 'page.js' },
    absWorkingDir: app,
    outdir: 'out',
    bundle: true,
    splitting,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['axios'],
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  const files = Object.entries(metafile.outputs).map(([name, { entryPoint: source, imports }]) => {
    const { contents } = outputFiles.find(({ path }) => path === join(app, name))
    const own = imports.filter(({ kind, external }) => kind === 'import-statement' && !external)
    return { name, source, size: gzipSync(contents, { level: 9 }).length, imports: own.map(({ path }) => path) }
  })
  return { files }
}

/** The files that are made from some sources, and all that these import statically. */
function closure({ files }, sources) {
  const found = new Set(files.filter(({ source }) => sources.includes(source)))
  // A set that grows while it is gone through is gone through to its new end.
  for (const { imports } of found) for (const file of files) if (imports.includes(file.name)) found.add(file)
  return [...found]
}

function sizeOf(files) {
  return files.reduce((sum, { size }) => sum + size, 0)
}
