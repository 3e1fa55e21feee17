import { isOneShot } from '#runtime'
import type { Emit } from './events.ts'
import type { Refusals } from './refusals.ts'
import { hostOf, nameOf } from './request-name.ts'
import type { SafeTokens } from './safe-tokens.ts'
import type { Sending } from './send-once.ts'
import type { AccessToken } from './token/held.ts'
import { waitAsRequest } from './wait.ts'

/** Decides whether a request that HERE answered with 401 is sent once more, and drops the token that was refused. */
export type MayReplay = (refused: AccessToken, sending: Sending) => Promise<boolean>

/** Makes the rule for 401s: once for each request, and not where new tokens are refused as well. */
export function createReplayRule(tokens: SafeTokens, refusals: Refusals, emit: Emit): MayReplay {
  return async (refused, sending) => {
    const { config, here, isReplayed } = sending
    const { scope } = here
    const host = hostOf(config)
    const endpoint = `${host} ${nameOf(config)} ${scope}`
    const { accessToken } = tokens.peek(scope) ?? refused
    const isNewerAtHand = accessToken !== refused.accessToken
    const isHopeless = isReplayed || (!isNewerAtHand && refusals.isPaused(endpoint))
    const canReplay = !isHopeless && !isOneShot(config.data)
    emit({ type: 'unauthorized', host, scope, isReplayed: canReplay })
    if (isReplayed) refusals.add(endpoint, refused.accessToken)
    // A token that is new and refused all the same is not the reason; other services may take it.
    if (!isHopeless) await waitAsRequest(config, () => tokens.drop(refused))
    sending.isReplayed ||= canReplay
    return canReplay
  }
}
