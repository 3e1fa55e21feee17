import { createSendJudged, type SendJudged } from './http/retry.ts'
import { isWorthRepeating } from './http/retry-condition.ts'
import { notSent } from './not-sent.ts'
import { createReplay, type Replay } from './replay.ts'
import { createReplayRule } from './replay-rule.ts'
import type { Sender, Sending } from './request/context.ts'
import { createRefusals } from './request/unauthorized.ts'
import type { Answer } from './retry.ts'

// What is needed once something has failed. Pages load `recovery.browser.ts` in place of it.

export const sendJudged: SendJudged = createSendJudged(isWorthRepeating)

/** Makes the error of a request that got no token. */
export const createNotSent: typeof notSent = notSent

/** Makes what follows a 401 of an instance's requests. */
export function createAnswerTo401(sender: Sender, send: (sending: Sending) => Answer): Replay {
  return createReplay(createReplayRule(sender, createRefusals()), send)
}
