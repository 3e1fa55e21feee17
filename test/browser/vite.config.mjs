import { fileURLToPath } from 'node:url'

export default {
  resolve: { alias: { 'axios-here': fileURLToPath(new URL('../../dist/browser/index.mjs', import.meta.url)) } },
}
