import { fileURLToPath } from 'node:url'

// In an app of yours there is nothing to configure. Here the package is the folder above, as built.
export default {
  resolve: { alias: { 'axios-here': fileURLToPath(new URL('../../dist/index.mjs', import.meta.url)) } },
}
