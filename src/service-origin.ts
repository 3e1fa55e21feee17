// What pages load for paths: a file of its own, so that bundlers see what of `services.ts` is not asked for.
export { serviceOrigin } from './services/resolve-host.ts'
