import { mergeConfig } from 'vitest/config'
import config from '../../vitest.config.mjs'

// Without the tests that run on the built package, which contains no mutant.
export default mergeConfig(config, {
  test: {
    exclude: [
      'test/{examples,readme}.test.ts',
      'test/platform/node.test.ts',
      'test/{browser,credentials,differential,emulator,plugins}/**',
      'node_modules/**',
    ],
    typecheck: { enabled: false },
  },
})
