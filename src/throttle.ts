import type { AxiosError, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { whileBodyWaits } from '#runtime'
import type { HereClientOptions, HereRateLimit } from './options.ts'
import { createPlaces, createQueue, type Queue } from './queue.ts'
import { serviceOf } from './service-of.ts'
import type { HereServiceName } from './service-table.ts'
import { waitAsRequest } from './wait.ts'

type Send = () => Promise<AxiosResponse>

/**
 * Sends a request when it is its turn.
 *
 * @param send sends it once
 * @param repeat sends it by a function that sends it once, and again as it sees fit
 */
export type Throttle = (
  config: InternalAxiosRequestConfig,
  here: HereClientOptions,
  send: Send,
  repeat: (send: Send) => Promise<AxiosResponse>,
) => Promise<AxiosResponse>

/** Makes the queues of a client: one for each service. They share the places in a second, or have their own. */
export function createThrottle({ perSecond }: HereRateLimit): Throttle {
  const shared = typeof perSecond === 'number' ? createPlaces(perSecond) : undefined
  const rates = typeof perSecond === 'object' ? perSecond : {}
  const queues = new Map<string, Queue>()

  function queueOf(service: string): Queue {
    const queue = queues.get(service) ?? createQueue(shared ?? createPlaces(rates[service as HereServiceName]))
    queues.set(service, queue)
    return queue
  }

  return async (config, here, send, repeat) => {
    const queue = queueOf(serviceOf(config, here))
    const wait = (isRepeat: boolean): Promise<void> =>
      whileBodyWaits(
        waitAsRequest(config, (signal) => queue.turn(signal, isRepeat), 0),
        config,
      )
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
