import type { InternalAxiosRequestConfig } from 'axios'
import { recovery } from '#parts'
import { loadRecovery } from './load-recovery.ts'
import type { Answer, OnRetry, RetryPolicy, SendJudged } from './retrier.ts'
import { retryKey } from './retry-key.ts'
import { waitAsRequest } from './wait.ts'

export type { Answer }

/** Takes over when a sending fails. It is handed down, since a promise more would cost something each time. */
export type OnFailure = (error: unknown) => Answer

/**
 * Sends one request, and sends it again as axios-retry says. As long as nothing fails, nothing of that runs.
 *
 * @param config the request; left as it was found, but for axios-retry's own key
 * @param send sends the request once; calls `onFailure`, if there is one, when that fails
 * @param policy what `config['axios-retry']` does not say
 */
export function sendWithRetry(
  config: InternalAxiosRequestConfig,
  send: (onFailure?: OnFailure) => Answer,
  policy: RetryPolicy,
  onRetry: OnRetry,
): Answer {
  const startedAt = Date.now()
  // Nobody waits for it as long as nothing fails.
  if (!recovery.peek()) recovery.load().catch(() => {})
  // `validateResponse` turns every answer into a failure for axios-retry to judge, so it has to be there from the start.
  if (config[retryKey]?.validateResponse != null) return judge(config, send, policy, onRetry, startedAt)
  return send((error) => judge(config, send, policy, onRetry, startedAt, { error }))
}

async function judge(...args: Parameters<SendJudged>): Answer {
  const [config, , , , , failure] = args
  const part = recovery.peek() ?? (await (failure ? loadRecovery(config) : waitAsRequest(config, recovery.load)))
  if (part) return part.sendJudged(...args)
  throw failure?.error
}
