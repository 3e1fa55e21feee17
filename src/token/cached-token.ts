import type { SuppliedToken } from '../credentials/types.ts'

/** A bearer token. */
export interface AccessToken {
  accessToken: string
  /** Epoch time in milliseconds, by this machine's clock. */
  expiresAt: number
  /** The project that it is for, as HERE confirmed it or as it was asked for. */
  scope?: string | undefined
}

/**
 * A token and its times. All but `expiresAt` are monotonic (`performance.now()`), so that a jump of the wall clock
 * neither keeps a dead token nor drops a live one.
 */
export interface HeldToken {
  readonly token: AccessToken
  /** From then on it is dead. */
  readonly endsAt: number
  /** From then on a request renews it in the background. */
  renewFrom: number
  /** How long to wait when that fails. */
  pause: number
  /** Takes it out of the store that it is shared in, if it is. */
  readonly forget?: (() => Promise<void>) | undefined
}

const defaultRefreshAhead = 5 * 60_000
const shortestPause = 1000
// The last moment that a `Date` can hold.
const endOfTime = 8.64e15

/**
 * Works out the times of a new token.
 *
 * @param received `since`: monotonic time from which the lifetime counts, else from now; `lifetime` and `refreshAhead` in milliseconds
 */
export function holdToken(received: {
  accessToken: string
  scope: string | undefined
  since?: number
  lifetime: number
  refreshAhead: number | undefined
}): HeldToken {
  const now = performance.now()
  const { accessToken, scope, since = now, lifetime, refreshAhead } = received
  const endsAt = since + lifetime
  const ahead = Math.min(refreshAhead ?? defaultRefreshAhead, lifetime / (refreshAhead === undefined ? 10 : 2))
  return {
    token: { accessToken, expiresAt: Math.min(Math.round(Date.now() + endsAt - now), endOfTime), scope },
    endsAt,
    // A server may give the same, dying token again and again: a pause between two renewals at least.
    renewFrom: Math.max(endsAt - ahead, now + shortestPause),
    pause: shortestPause,
  }
}

/** The same for a token that somebody else got. */
export function holdSupplied(
  { accessToken, expiresAt = Infinity }: SuppliedToken,
  scope: string | undefined,
  refreshAhead: number | undefined,
): HeldToken {
  return holdToken({ accessToken, scope, lifetime: expiresAt - Date.now(), refreshAhead })
}
