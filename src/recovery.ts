import type { Emit } from './events.ts'
import { notSent } from './not-sent.ts'
import { createRefusals } from './refusals.ts'
import { createReplay, type Replay } from './replay.ts'
import { createReplayRule } from './replay-rule.ts'
import { createSendJudged, type SendJudged } from './retrier.ts'
import type { Answer } from './retry.ts'
import type { SafeTokens } from './safe-tokens.ts'
import type { Sending } from './send-once.ts'
import { isWorthRepeating } from './verdicts.ts'

// What is needed once something has failed. Pages load `recovery.browser.ts` in place of it.

export const sendJudged: SendJudged = createSendJudged(isWorthRepeating)

/** Makes the error of a request that got no token. */
export const createNotSent: typeof notSent = notSent

/** Makes what follows a 401 of a client's requests. */
export function createAnswerTo401(tokens: SafeTokens, emit: Emit, send: (sending: Sending) => Answer): Replay {
  return createReplay(createReplayRule(tokens, createRefusals(), emit), send)
}
