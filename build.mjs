// Builds the package: ES modules and CommonJS, types for both.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'tsdown'

// Small, and ESM only, which Jest's CommonJS mode cannot load: the package carries them inside.
const inside = ['p-memoize', 'p-queue', 'eventemitter3', 'p-timeout', 'leven']

// Where Node and browsers differ.
const forms = {
  '#body': { node: 'http/body.ts', browser: 'runtime/body.browser.ts' },
  '#distance': { node: 'runtime/distance.ts', browser: 'runtime/distance.browser.ts' },
  '#parts': { node: 'parts/node.ts', browser: 'parts/browser.ts' },
  '#provider': { node: 'token/provider.ts', browser: 'token/provider.browser.ts' },
  '#runtime': { node: 'runtime/node.ts', browser: 'runtime/browser.ts' },
  '#token-fetch': { node: 'token/fetch-token.ts', browser: 'token/fetch.browser.ts' },
}

// p-memoize gives the function that it makes the name and properties of the one it was given. Nobody sees ours.
const withoutMimic = inPlaceOf(
  'mimic-function',
  '/* @__NO_SIDE_EFFECTS__ */ export default function mimicFunction() {}',
)

const shared = {
  config: false,
  logLevel: 'error',
  entry: {
    index: 'src/index.ts',
    'credentials/private-key': 'src/credentials/private-key.ts',
    'credentials/private-key.web': 'src/credentials/private-key.web.ts',
    'credentials/index': 'src/credentials/index.ts',
    'credentials/default': 'src/credentials/default.ts',
    'credentials/default.browser': 'src/credentials/default.browser.ts',
    'stores/file': 'src/stores/file.ts',
    'stores/redis': 'src/stores/redis.ts',
    'emulator/index': 'src/emulator/index.ts',
  },
  target: 'es2022',
  platform: 'neutral',
  // Names stay as they are: it puts constants in their places, which not every app's bundler does.
  minify: { compress: { target: 'es2022', sequences: false, joinVars: false }, mangle: false, codegen: false },
  sourcemap: true,
  dts: { sourcemap: false },
  fixedExtension: true,
  hash: false,
  deps: {
    // `imports` of package.json, resolved where the package is used, not where it is built.
    neverBundle: ['#default-credentials', '#private-key', /^node:/],
    alwaysBundle: [...inside, 'mimic-function'],
    onlyBundle: false,
  },
  plugins: [withoutMimic, resolved('node')],
  tsconfig: 'tsconfig.build.json',
}

const notForStart = [
  ...[
    'recovery.browser',
    'failure-of',
    'here-auth-error',
    'not-sent',
    'replay',
    'replay-rule',
    'retrier',
    'runtime/body.browser',
  ],
  ...[
    'token/fetch.browser',
    'token/held',
    'token/keeper',
    'token/provider',
    'token/source',
    'token/time-limit',
    'token/token-rule',
  ],
  ...['service-origin', 'services', 'service-table', 'runtime/distance.browser'],
  ...['api-lookup', 'data-services', 'pause', 'queue', 'retry-after', 'service-of', 'throttle'],
  ...['here-services', 'public-error', 'index', 'jobs'],
]

// The main entry as browsers get it: what a page needs at its start is one file, and the rest files that it loads later.
// axios-retry is inside, changed: what a page fails with is none of the codes of Node and OpenSSL that `is-retry-allowed`
// lists, and nobody asks the function for its properties.
const forBrowsers = {
  ...shared,
  entry: { index: 'src/index.ts' },
  outDir: 'dist/browser',
  clean: false,
  dts: false,
  plugins: [
    withoutMimic,
    resolved('browser'),
    inPlaceOf('is-retry-allowed', 'export default () => true'),
    withoutStatics(),
  ],
  deps: { ...shared.deps, alwaysBundle: [...shared.deps.alwaysBundle, 'axios-retry', 'is-retry-allowed'] },
  outputOptions: {
    codeSplitting: {
      groups: [
        { name: 'start', test: isForStart },
        { name: 'service-table', test: /src[\\/]service-table\.ts$/ },
        { name: 'here-auth-error', test: /src[\\/](here-auth-error|failure-of)\.ts$/ },
        { name: 'public-error', test: /src[\\/]public-error\.ts$/ },
        { name: 'here-services', test: /src[\\/]here-services\.ts$/ },
        { name: 'axios-retry', test: /axios-retry|(pause|retry-after)\.ts$/ },
        { name: 'jobs', test: /src[\\/]jobs\.ts$/ },
      ],
    },
  },
}

await build({
  ...shared,
  entry: { ...shared.entry, 'cli/main': 'src/cli/main.ts' },
  format: 'esm',
  clean: true,
})
await build({
  ...shared,
  format: 'cjs',
  clean: false,
  // Neither `import()` nor what is ESM only works in Jest's CommonJS mode.
  deps: { ...shared.deps, alwaysBundle: [...shared.deps.alwaysBundle, /^jose/, 'env-paths'] },
  outputOptions: { dynamicImportInCjs: false },
})
await build({ ...forBrowsers, format: 'esm' })
await build({
  ...forBrowsers,
  format: 'cjs',
  outputOptions: { ...forBrowsers.outputOptions, dynamicImportInCjs: false },
})

const licenses = [...inside, 'jose', 'env-paths', 'axios-retry'].map((name) => `${name}\n\n${licenseOf(name)}`)
writeFileSync('dist/LICENSES.txt', `This package holds these:\n\n${licenses.join('\n\n')}`)

// All of `src` but what pages load later, and what a page without it must not get.
function isForStart(id) {
  const path = /[\\/]src[\\/](.*)\.ts$/.exec(id)?.[1].replaceAll('\\', '/')
  return path !== undefined && !id.includes('node_modules') && !notForStart.includes(path)
}

/** Has what the sources import as `#name` be the file for Node, or the one for browsers. */
function resolved(platform) {
  return {
    name: 'resolved',
    resolveId: (id) => forms[id] && fileURLToPath(new URL(`src/${forms[id][platform]}`, import.meta.url)),
  }
}

function licenseOf(name) {
  const folder = `node_modules/${name}`
  const file = readdirSync(folder).find((name) => /^license/i.test(name))
  return readFileSync(`${folder}/${file}`, 'utf8')
}

function inPlaceOf(name, code) {
  return {
    name: `in-place-of-${name}`,
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? code : undefined),
  }
}

function withoutStatics() {
  return {
    name: 'without-statics',
    transform(code, id) {
      const stripped = code.replace(/^axiosRetry\.\w+ = \w+;$/gm, '')
      if (id.includes('axios-retry') && stripped === code) throw new Error('axios-retry has changed: nothing to strip')
      return stripped
    },
  }
}
