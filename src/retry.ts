import type { InternalAxiosRequestConfig } from 'axios'
import { type Answer, type OnRetry, type RetryPolicy, retryKey, sendJudged } from './retrier.ts'

/**
 * Sends one request, and sends it again as axios-retry says. As long as nothing fails, nothing of that runs.
 *
 * @param config the request; left as it was found, but for axios-retry's own key
 * @param send sends the request once
 * @param policy what `config['axios-retry']` does not say
 */
export async function sendWithRetry(
  config: InternalAxiosRequestConfig,
  send: () => Answer,
  policy: RetryPolicy,
  onRetry: OnRetry,
): Answer {
  const startedAt = Date.now()
  // `validateResponse` turns every answer into a failure for axios-retry to judge, so it has to be there from the start.
  if (config[retryKey]?.validateResponse != null) return sendJudged(config, send, policy, onRetry, startedAt)
  try {
    return await send()
  } catch (error) {
    return sendJudged(config, send, policy, onRetry, startedAt, { error })
  }
}
