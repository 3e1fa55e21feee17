import type { Late } from '../late.ts'
import * as recoveryPart from '../recovery.ts'
import { serviceOrigin } from '../services/resolve-host.ts'
import { serviceTable } from '../services/service-table.ts'

// What a page does without at its start. Node has it at hand; a browser bundle holds `browser.ts` in place of this
// (`#parts`, build.mjs).

/** What is needed once something has failed. */
export const recovery: Late<typeof recoveryPart> = atHand(recoveryPart)

/** HERE's services, and which of them a path belongs to. */
export const services: Late<{ serviceOrigin: typeof serviceOrigin }> = atHand({ serviceOrigin })

/** Whether a name can be one of HERE's services, as far as it is known before a request is sent. */
export function isServiceName(name: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(serviceTable, name)
}

function atHand<T>(part: T): Late<T> {
  return { peek: () => part, load: async () => part }
}
