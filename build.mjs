// Builds the package: ES modules and CommonJS, types for both.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'tsdown'

// Small, and ESM only, which Jest's CommonJS mode cannot load: the package carries them inside.
const inside = ['p-memoize', 'p-queue', 'eventemitter3', 'p-timeout', 'leven']

const shared = {
  config: false,
  logLevel: 'error',
  entry: {
    index: 'src/index.ts',
    'runtime/node': 'src/runtime/node.ts',
    'runtime/browser': 'src/runtime/browser.ts',
    'credentials/private-key': 'src/credentials/private-key.ts',
    'credentials/private-key.web': 'src/credentials/private-key.web.ts',
    'token/fetch': 'src/token/fetch.ts',
    'token/fetch.browser': 'src/token/fetch.browser.ts',
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
  // What pages need as well as Node, in one file.
  outputOptions: {
    codeSplitting: {
      groups: [
        { name: 'service-table', test: /src[\\/]service-table\.ts$/ },
        { name: 'shared', test: isShared },
      ],
    },
  },
  sourcemap: true,
  dts: { sourcemap: false },
  fixedExtension: true,
  hash: false,
  deps: {
    // Resolved by the `imports` of package.json where the package is used, not where it is built.
    neverBundle: [/^#/, /^node:/],
    alwaysBundle: [...inside, 'mimic-function'],
    onlyBundle: false,
  },
  // p-memoize gives the function that it makes the name and properties of the one it was given. Nobody sees ours.
  plugins: [inPlaceOf('mimic-function', '/* @__NO_SIDE_EFFECTS__ */ export default function mimicFunction() {}')],
  tsconfig: 'tsconfig.build.json',
}

// axios-retry as browsers get it (`#axios-retry` in package.json). What a page fails with is none of the codes of Node and
// OpenSSL that `is-retry-allowed` lists, and nobody asks the function for its properties.
const retryForBrowsers = {
  ...shared,
  entry: { 'axios-retry': 'node_modules/axios-retry/dist/esm/index.js' },
  dts: false,
  plugins: [inPlaceOf('is-retry-allowed', 'export default () => true'), withoutStatics()],
  deps: { alwaysBundle: ['is-retry-allowed'] },
  outputOptions: {
    banner: '// axios-retry, changed: without is-retry-allowed and static properties. See LICENSES.txt.',
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
  outputOptions: { ...shared.outputOptions, dynamicImportInCjs: false },
})
for (const format of ['esm', 'cjs']) await build({ ...retryForBrowsers, format, clean: false })

const licenses = [...inside, 'jose', 'env-paths', 'axios-retry'].map((name) => `${name}\n\n${licenseOf(name)}`)
writeFileSync('dist/LICENSES.txt', `This package holds these:\n\n${licenses.join('\n\n')}`)

function isShared(id) {
  return /src[\\/](errors|params|request-name|traces|trust|wait|token[\\/](credentials|held|source))\.ts$/.test(id)
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
