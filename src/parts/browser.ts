import { waitAtMost } from '../http/timing.ts'
import { type Late, late } from '../late.ts'

export { services } from '../services.browser.ts'

import type * as node from './node.ts'

// In milliseconds. A request waits for its token and for this part, which it may never need.
const longestWait = 3000

export const recovery: Late<typeof import('../recovery.browser.ts')> = /* @__PURE__ */ late(() =>
  waitAtMost(longestWait, import('../recovery.browser.ts')),
)

/** Without the list nobody can say; the first request that needs the service does. */
export const isServiceName: typeof node.isServiceName = (name) => typeof name === 'string'
