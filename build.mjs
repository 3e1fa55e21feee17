// Builds the package: ES modules and CommonJS, types for both.
import { build } from 'tsdown'

const shared = {
  config: false,
  logLevel: 'error',
  entry: {
    index: 'src/index.ts',
    'credentials/index': 'src/credentials/index.ts',
    'credentials/default': 'src/credentials/default.ts',
    'credentials/default.browser': 'src/credentials/default.browser.ts',
    'emulator/index': 'src/emulator/index.ts',
  },
  target: 'es2022',
  platform: 'neutral',
  sourcemap: true,
  dts: { sourcemap: false },
  fixedExtension: true,
  // Resolved by the `imports` of package.json where the package is used, not where it is built.
  deps: { neverBundle: ['#default-credentials', /^node:/] },
  tsconfig: 'tsconfig.build.json',
}

await build({ ...shared, format: 'esm', clean: true })
await build({
  ...shared,
  format: 'cjs',
  clean: false,
  // `import()` does not work in Jest's CommonJS mode,
  outputOptions: { dynamicImportInCjs: false },
  deps: {
    ...shared.deps,
    // nor do packages that are ESM only.
    alwaysBundle: ['p-memoize', 'mimic-function', 'leven'],
    onlyBundle: false,
  },
})
