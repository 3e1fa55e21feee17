import type { HereAuthErrorReason } from './here-auth-error.ts'

/**
 * What happens inside, for logs and metrics. Times are in milliseconds. Never contains a secret, a token or a signature.
 *
 * @example
 * createHereClient(credentials, { here: { onEvent: (event) => logger.info(event) } })
 */
export type HereEvent =
  /** A token request is about to be sent. `attempt` counts from 1. */
  | { type: 'token-requested'; scope?: string | undefined; attempt: number }
  /** There is a new token, valid for `lifetime`. */
  | { type: 'token-received'; scope?: string | undefined; lifetime: number; duration: number; attempts: number }
  /** The token store has a token of another process, valid for `lifetime`. */
  | { type: 'token-shared'; scope?: string | undefined; lifetime: number }
  /** There is no new token. `isBackground`: the old one is still valid, and no request was affected. */
  | {
      type: 'token-failed'
      scope?: string | undefined
      reason: HereAuthErrorReason
      status?: number | undefined
      hereErrorCode?: number | string | undefined
      isBackground: boolean
    }
  /** HERE responded to a token with 401. `isReplayed`: it is sent once more, if there is a new token. */
  | { type: 'unauthorized'; host: string; scope?: string | undefined; isReplayed: boolean }
  /** The local clock is off; timestamps are corrected by `offset` from now on. */
  | { type: 'clock-corrected'; offset: number }
  /** A failed request is sent again. `attempt` counts from 1. */
  | { type: 'retry'; host: string; attempt: number; status?: number | undefined; code?: string | undefined }
  /**
   * The `baseURL` of the client does not get the token: it was not named together with the credentials, or it is plain HTTP
   * to another machine. Emitted once for each such `baseURL`.
   */
  | { type: 'token-withheld'; host: string }
  /** The token store failed, or its value is not a token; the process continues without the store. */
  | { type: 'store-failed'; operation: 'get' | 'set' | 'delete' | 'lock'; reason: string }
  /** Other users of this machine can read a file of credentials. Emitted once for each file. */
  | { type: 'credentials-exposed'; file: string }

/** Reports an event; `undefined` where the application does not listen. */
export type Emit = ((event: HereEvent) => void) | undefined

/** Makes sure that a listener that fails, sync or async, does not fail the request that it is told about. */
export function createEmit(onEvent: ((event: HereEvent) => unknown) | undefined): Emit {
  if (onEvent === undefined) return undefined
  const report = async (event: HereEvent): Promise<unknown> => onEvent(event)
  return (event) => {
    report(event).catch(() => {})
  }
}
