import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: { '#platform': fileURLToPath(new URL('./src/platform/node.ts', import.meta.url)) },
  },
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'] },
    // The command line runs as processes, which CI measures by themselves; what is for browsers runs in one.
    coverage: {
      include: ['src/**'],
      exclude: ['src/cli/**', 'src/**/*browser.ts'],
      thresholds: { lines: 95, branches: 90, functions: 95, statements: 95 },
    },
    // Neither the machine's own HERE credentials nor its proxy may take part.
    env: {
      HERE_ACCESS_KEY_ID: '',
      HERE_ACCESS_KEY_SECRET: '',
      HOME: '/nonexistent',
      HTTP_PROXY: '',
      HTTPS_PROXY: '',
      http_proxy: '',
      https_proxy: '',
    },
    // Many tests wait for processes and sockets.
    maxWorkers: '100%',
    // A machine that is busy with something else must not fail a test.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    unstubEnvs: true,
    restoreMocks: true,
  },
})
