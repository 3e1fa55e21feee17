import type { HereClientOptions } from './options.ts'
import { isDataLens } from './token/credentials.ts'

/** Adds the service that a client's relative URLs belong to, where its credentials are good for that one alone. */
export function withServiceOf(credentials: unknown, options: HereClientOptions): HereClientOptions {
  if (isDataLens(credentials)) options.service ??= 'dataLens'
  return options
}
