// Builds the package: ES modules and CommonJS, with types for both.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'tsdown'

// ESM only, which Jest's CommonJS mode cannot load, so the package contains them.
const bundled = ['p-memoize', 'mimic-function', 'p-queue', 'eventemitter3', 'p-timeout', 'leven']
const bundledInCommonJs = [...bundled, 'jose', 'env-paths']

const options = {
  config: false,
  logLevel: 'error',
  entry: {
    index: 'src/index.ts',
    'platform/node': 'src/platform/node.ts',
    'platform/worker': 'src/platform/worker.ts',
    'platform/browser': 'src/platform/browser.ts',
    'credentials/index': 'src/credentials/index.ts',
    'stores/file': 'src/stores/file.ts',
    'stores/redis': 'src/stores/redis.ts',
    'emulator/index': 'src/emulator/index.ts',
  },
  target: 'es2022',
  platform: 'neutral',
  sourcemap: true,
  dts: { sourcemap: false },
  fixedExtension: true,
  hash: false,
  tsconfig: 'tsconfig.build.json',
}

// `#platform` is resolved where the package is used, by `imports` of package.json.
const dependencies = (alwaysBundle) => ({ neverBundle: ['#platform', /^node:/], alwaysBundle, onlyBundle: false })

await build({
  ...options,
  entry: { ...options.entry, 'cli/main': 'src/cli/main.ts' },
  format: 'esm',
  clean: true,
  deps: dependencies(bundled),
})
await build({
  ...options,
  format: 'cjs',
  clean: false,
  deps: dependencies([...bundled, /^jose/, 'env-paths']),
  // Jest's CommonJS mode has no `import()`.
  outputOptions: { dynamicImportInCjs: false },
})

const licenses = bundledInCommonJs.map((name) => `${name}\n\n${licenseOf(name)}`)
writeFileSync('dist/LICENSES.txt', `This package contains these:\n\n${licenses.join('\n\n')}`)

function licenseOf(name) {
  const folder = `node_modules/${name}`
  const file = readdirSync(folder).find((entry) => /^license/i.test(entry))
  return readFileSync(`${folder}/${file}`, 'utf8')
}
