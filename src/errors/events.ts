import type { HereAuthErrorReason } from './here-auth-error.ts'

/**
 * What happens inside, for logs and metrics. Times are in milliseconds. Never a secret, a token or a signature.
 *
 * @example
 * createHereClient(credentials, { here: { onEvent: (event) => logger.info(event) } })
 */
export type HereEvent =
  /** The token endpoint is about to be asked. `attempt` counts from 1. */
  | { type: 'token-requested'; scope?: string | undefined; attempt: number }
  /** There is a new token, good for `lifetime`. */
  | { type: 'token-received'; scope?: string | undefined; lifetime: number; duration: number; attempts: number }
  /** Another process has put a token into the store, good for `lifetime`. */
  | { type: 'token-shared'; scope?: string | undefined; lifetime: number }
  /** There is no new token. `isBackground`: the old one is still good, and no request noticed. */
  | {
      type: 'token-failed'
      scope?: string | undefined
      reason: HereAuthErrorReason
      status?: number | undefined
      hereErrorCode?: number | string | undefined
      isBackground: boolean
    }
  /** HERE answered 401 to a token. `isReplayed`: the request is sent again with a new one. */
  | { type: 'unauthorized'; host: string; scope?: string | undefined; isReplayed: boolean }
  /** The local clock is off; time stamps are corrected by `offset` from now on. */
  | { type: 'clock-corrected'; offset: number }
  /** A failed request is sent again. `attempt` counts from 1. */
  | { type: 'retry'; host: string; attempt: number; status?: number | undefined; code?: string | undefined }
  /** The client's own `baseURL` does not get the token, because it is plain HTTP to another machine. */
  | { type: 'token-withheld'; host: string }
  /** The token store failed, or holds something that is no token; the process goes on alone. */
  | { type: 'store-failed'; operation: 'get' | 'set' | 'delete' | 'lock'; reason: string }
  /** Other users of this machine can read a file that holds credentials. Said once for each file. */
  | { type: 'credentials-exposed'; file: string }

/** Tells the app's listener about an event. */
export type Emit = (event: HereEvent) => void

/** A failing listener must not fail the request that it was told about. */
export function createEmit(onEvent: ((event: HereEvent) => unknown) | undefined): Emit {
  const tell = async (event: HereEvent): Promise<unknown> => onEvent?.(event)
  return (event) => {
    tell(event).catch(() => {})
  }
}
