import { late } from './late.ts'
import type * as node from './parts/node.ts'

/** HERE's services, which a page loads with the first request that names no host. */
export const services: typeof node.services = /* @__PURE__ */ late(() => import('./service-origin.ts'))
