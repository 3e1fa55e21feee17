import { isOneShot } from '#body'
import { hostOf, nameOf } from './http/request-name.ts'
import { waitAsRequest } from './http/timing.ts'
import type { Sender, Sending } from './request/context.ts'
import type { Refusals } from './request/unauthorized.ts'
import { peekToken } from './safe-tokens.ts'
import type { AccessToken } from './token/cached-token.ts'

/** Decides whether a request that HERE answered with 401 is sent once more, and drops the token that was refused. */
export type MayReplay = (refused: AccessToken, sending: Sending) => Promise<boolean>

/** Makes the rule for 401s: once for each request, and not where new tokens are refused as well. */
export function createReplayRule({ tokens, emit }: Sender, refusals: Refusals): MayReplay {
  return async (refused, sending) => {
    const { config, here, isReplayed } = sending
    const { scope } = here
    const host = hostOf(config)
    const endpoint = `${host} ${nameOf(config)} ${scope}`
    const { accessToken } = peekToken(tokens, scope) ?? refused
    const isNewerAtHand = accessToken !== refused.accessToken
    const isHopeless = isReplayed || (!isNewerAtHand && refusals.isPaused(endpoint))
    // When that fails the token may come back, and then the second 401 goes to the caller.
    const drop = async (): Promise<void> => {
      try {
        await tokens.invalidate(refused)
      } catch {}
    }
    const canReplay = !isHopeless && !isOneShot(config.data)
    emit({ type: 'unauthorized', host, scope, isReplayed: canReplay })
    if (isReplayed) refusals.add(endpoint, refused.accessToken)
    // A token that is new and refused all the same is not the reason; other services may take it.
    if (!isHopeless) await waitAsRequest(config, drop)
    sending.isReplayed ||= canReplay
    return canReplay
  }
}
