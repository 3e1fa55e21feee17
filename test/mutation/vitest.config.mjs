import { mergeConfig } from 'vitest/config'
import config from '../../vitest.config.mjs'

// Without the tests that look at what was built, which no mutant reaches.
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
