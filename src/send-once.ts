import type { Sending } from './request/context.ts'
import type { Answer, OnFailure } from './retry.ts'

/** Sends a request as it is. An adapter may be anybody's, and so may fail in any way. */
export function sendOnce({ adapter, config }: Sending, onFailure?: OnFailure): Answer {
  try {
    const answer = Promise.resolve(adapter(config))
    return onFailure ? answer.catch(onFailure) : answer
  } catch (error) {
    return Promise.reject(error).catch(onFailure)
  }
}
