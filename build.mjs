// Builds the package: ES modules and CommonJS, types for both.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'tsdown'

// Small, and ESM only, which Jest's CommonJS mode cannot load: the package carries them inside.
const inside = ['p-memoize', 'leven']

const shared = {
  config: false,
  logLevel: 'error',
  entry: {
    index: 'src/index.ts',
    'runtime/node': 'src/runtime/node.ts',
    'runtime/browser': 'src/runtime/browser.ts',
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
  sourcemap: true,
  dts: { sourcemap: false },
  fixedExtension: true,
  deps: {
    // Resolved by the `imports` of package.json where the package is used, not where it is built.
    neverBundle: [/^#/, /^node:/],
    alwaysBundle: [...inside, 'mimic-function'],
    onlyBundle: false,
  },
  plugins: [withoutMimicFunction()],
  tsconfig: 'tsconfig.build.json',
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

const licenses = [...inside, 'jose', 'env-paths'].map((name) => `${name}\n\n${licenseOf(name)}`)
writeFileSync('dist/LICENSES.txt', `This package holds these:\n\n${licenses.join('\n\n')}`)

function licenseOf(name) {
  const folder = `node_modules/${name}`
  const file = readdirSync(folder).find((name) => /^license/i.test(name))
  return readFileSync(`${folder}/${file}`, 'utf8')
}

// p-memoize gives the function that it makes the name and properties of the one it was given. Nobody sees ours.
function withoutMimicFunction() {
  return {
    name: 'without-mimic-function',
    resolveId: (id) => (id === 'mimic-function' ? '\0mimic-function' : undefined),
    load: (id) => (id === '\0mimic-function' ? 'export default () => {}' : undefined),
  }
}
