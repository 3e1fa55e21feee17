import type { InternalAxiosRequestConfig } from 'axios'
import { recovery } from '#parts'
import { throwIfCancelled, waitAsRequest } from './http/timing.ts'

/**
 * Loads what is needed once something has failed, on behalf of a request.
 *
 * @returns `undefined` when it cannot be loaded: the request is then to fail as it did
 * @throws CanceledError when the request is cancelled meanwhile
 */
export async function loadRecovery(config: InternalAxiosRequestConfig): Promise<ReturnType<typeof recovery.peek>> {
  try {
    return await waitAsRequest(config, recovery.load)
  } catch {
    throwIfCancelled(config)
    return undefined
  }
}
