import type { HereClientOptions } from './client/options.ts'
import { isDataLens } from './credentials/types.ts'

/** Adds the service that a client's relative URLs belong to, where its credentials are good for that one alone. */
export function withServiceOf(credentials: unknown, options: HereClientOptions): HereClientOptions {
  if (isDataLens(credentials)) options.service ??= 'dataLens'
  return options
}
