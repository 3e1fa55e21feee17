import { defineConfig } from 'tsdown'

const shared = {
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

export default defineConfig([
  { ...shared, format: 'esm', clean: true },
  {
    ...shared,
    format: 'cjs',
    clean: false,
    // `import()` does not work in Jest's CommonJS mode either.
    outputOptions: { dynamicImportInCjs: false },
    deps: {
      ...shared.deps,
      // ESM only: Jest's CommonJS mode cannot load them.
      alwaysBundle: ['p-memoize', 'mimic-function', 'leven'],
      onlyBundle: false,
    },
  },
])
