import type { AxiosError, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { late } from './late.ts'
import type { HereClientOptions } from './options.ts'
import { waitAsRequest } from './wait.ts'

type Send = () => Promise<AxiosResponse>

/**
 * Sends a request when it is its turn.
 *
 * @param send sends it once
 * @param repeat sends it by a function that sends it once, and again as it sees fit
 */
export type RateLimit = (
  config: InternalAxiosRequestConfig,
  here: HereClientOptions,
  send: Send,
  repeat: (send: Send) => Promise<AxiosResponse>,
) => Promise<AxiosResponse>

/** Makes the rule of a client, which its children share, if it is to have one. */
export function createRateLimit({ rateLimit }: HereClientOptions): RateLimit | undefined {
  if (!rateLimit) return undefined
  const loadThrottle = late(async () => (await import('./throttle.ts')).createThrottle(rateLimit))
  return async (config, here, send, repeat) => {
    const queue = (await loadThrottle()).queueOf(config, here)
    const wait = (isRepeat: boolean): Promise<void> =>
      waitAsRequest(config, (signal) => queue.turn(signal, isRepeat), 0)
    // Before the request's timeout begins: a long queue is no fault of the request.
    await wait(false)
    let isRepeat = false
    return repeat(async () => {
      if (isRepeat) await wait(true)
      isRepeat = true
      try {
        const response = await send()
        queue.heed(response)
        return response
      } catch (error) {
        queue.heed((error as AxiosError | undefined)?.response)
        throw error
      }
    })
  }
}
