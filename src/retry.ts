import type { InternalAxiosRequestConfig } from 'axios'
import { type Answer, type OnRetry, type RetryPolicy, retryKey, sendJudged } from './retrier.ts'

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
  // `validateResponse` turns every answer into a failure for axios-retry to judge, so it has to be there from the start.
  if (config[retryKey]?.validateResponse != null) return sendJudged(config, send, policy, onRetry, startedAt)
  return send((error) => sendJudged(config, send, policy, onRetry, startedAt, { error }))
}
