// Mutates what must not be wrong: signatures, the lifetime of a token, which host gets it, what an error shows.
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.mjs' },
  mutate: [
    'src/token/**/*.ts',
    'src/request/{acquire-token,bearer-auth,interceptors,pipeline,should-authorize,unauthorized}.ts',
    'src/http/{redact,redacted-text,redirects,request-state,trusted-hosts}.ts',
  ],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'coverage/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
  tempDirName: '.stryker',
}
