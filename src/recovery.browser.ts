import type { AxiosError } from 'axios'
import { isNetworkOrIdempotentRequestError } from 'axios-retry'
import { targetOf } from './http/request-name.ts'
import { createSendJudged } from './http/retry.ts'
import { waitAsRequest } from './http/timing.ts'
import { notSent } from './not-sent.ts'
import type * as node from './recovery.ts'
import { createReplay } from './replay.ts'
import { createReplayRule } from './replay-rule.ts'
import { services } from './services.browser.ts'

export { createKeeper } from './token/token-cache.ts'

export const createNotSent: typeof node.createNotSent = notSent

const repeat = /* @__PURE__ */ createSendJudged(isWorthRepeating)

export const sendJudged: typeof node.sendJudged = (config, send, ...rest) => {
  // A callback of axios-retry may have made a path of what was a URL.
  const locateAndSend = async () => {
    if (targetOf(config) === undefined) await waitAsRequest(config, services.load)
    return send()
  }
  return repeat(config, locateAndSend, ...rest)
}

// A renewal asks the app's own back end here, which knows best how often it may ask HERE.
export const createAnswerTo401: typeof node.createAnswerTo401 = (sender, send) =>
  createReplay(createReplayRule(sender, { isPaused: () => false, add() {} }), send)

// An answer that breaks off has no code in a browser, so that its method alone decides. With all codes but one of those
// that begin like this axios refuses a request or an answer, and would do it again.
function isWorthRepeating(error: AxiosError): boolean {
  return (
    isNetworkOrIdempotentRequestError(error) && (Boolean(error.response) || !/^ERR_(?!NETWORK)/.test(error.code ?? ''))
  )
}
