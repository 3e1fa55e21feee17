import type { InternalAxiosRequestConfig } from 'axios'
import { recovery } from '#parts'
import type { Emit } from './errors/events.ts'
import type { Answer, RetryPolicy } from './http/retry.ts'
import { waitAsRequest } from './http/timing.ts'
import { loadRecovery } from './load-recovery.ts'
import { retryKey } from './retry-key.ts'

export type { Answer }

/** Takes over when a sending fails. It is handed down, since a promise more would cost something each time. */
export type OnFailure = (error: unknown) => Answer

/**
 * Sends one request, and sends it again as axios-retry says. As long as nothing fails, nothing of that runs.
 *
 * @param request its config is left as it was found, but for axios-retry's own key
 * @param send sends it once; calls `onFailure`, if there is one, when that fails
 * @param policy what `config['axios-retry']` does not say
 */
export function sendWithRetry<R extends { config: InternalAxiosRequestConfig }>(
  request: R,
  send: (request: R, onFailure?: OnFailure) => Answer,
  policy: RetryPolicy,
  emit: Emit,
): Answer {
  const startedAt = Date.now()
  // Nobody waits for it as long as nothing fails.
  if (!recovery.peek()) recovery.load().catch(() => {})
  // `validateResponse` turns every answer into a failure for axios-retry to judge, so it has to be there from the start.
  const mustBeJudged = request.config[retryKey]?.validateResponse != null
  if (mustBeJudged) return judge(request, send, policy, emit, startedAt)
  return send(request, (error) => judge(request, send, policy, emit, startedAt, { error }))
}

async function judge<R extends { config: InternalAxiosRequestConfig }>(
  request: R,
  send: (request: R) => Answer,
  policy: RetryPolicy,
  emit: Emit,
  startedAt: number,
  failure?: { error: unknown },
): Answer {
  const { config } = request
  const part = recovery.peek() ?? (await (failure ? loadRecovery(config) : waitAsRequest(config, recovery.load)))
  if (part) return part.sendJudged(config, () => send(request), policy, emit, startedAt, failure)
  throw failure?.error
}
