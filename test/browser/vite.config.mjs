import { fileURLToPath } from 'node:url'

// The built package. Vite finds `#platform` by the package's own `imports`, as in an app.
export default {
  resolve: { alias: { 'axios-here': fileURLToPath(new URL('../../dist/index.mjs', import.meta.url)) } },
}
