import { AxiosError } from 'axios'
import { whileBodyWaits } from '#runtime'
import type { HereRateLimit } from '../client/options.ts'
import { waitAsRequest, withRestOfTimeout } from '../http/timing.ts'
import type { Answer } from '../retry.ts'
import { retryKey } from '../retry-key.ts'
import { serviceOf } from '../service-of.ts'
import { rateRule } from '../service-rule.ts'
import { type HereServiceName, serviceTable } from '../services/service-table.ts'
import type { Send, Sending } from './context.ts'
import { createPlaces, createQueue, type Queue } from './request-queue.ts'

/**
 * Sends a request when it is its turn.
 *
 * @param send sends it once
 * @param repeat sends it by a function that sends it once, and again as it sees fit
 * @param ready waits for what the request needs to leave at once, its token, if it needs one; `undefined` when it is there
 */
export type Throttle = (
  sending: Sending,
  send: Send,
  repeat: (send: Send) => Answer,
  ready: ((sending: Sending) => Promise<unknown> | undefined) | undefined,
) => Answer

/** Makes the queues of a client: one for each service. They share the places in a second, or have their own. */
export function createThrottle({ perSecond }: HereRateLimit): Throttle {
  const shared = typeof perSecond === 'number' ? createPlaces(perSecond) : undefined
  const rates = typeof perSecond === 'object' ? perSecond : {}
  // Pages learn only here which names there are.
  const isWrong = Object.keys(rates).some((name) => !Object.hasOwn(serviceTable, name))
  const queues = new Map<string, Queue>()

  function queueOf(service: string): Queue {
    const queue = queues.get(service) ?? createQueue(shared ?? createPlaces(rates[service as HereServiceName]))
    queues.set(service, queue)
    return queue
  }

  return async (sending, send, repeat, ready) => {
    const { config, here } = sending
    if (isWrong) throw new AxiosError(`here.rateLimit must be ${rateRule}`, AxiosError.ERR_BAD_OPTION_VALUE, config)
    const service = serviceOf(config, here)
    // Asked on behalf of requests that have their own turns.
    if (service === 'apiLookup') return repeat(send)
    const queue = queueOf(service)
    let waitedForToken = 0

    async function token(): Promise<void> {
      const startedAt = performance.now()
      await ready?.(sending)
      waitedForToken += performance.now() - startedAt
    }

    async function turn(isRepeat: boolean): Promise<void> {
      const startedAt = performance.now()
      const wait = waitAsRequest(config, (ended) => queue.turn(ended?.(), isRepeat, token), 0)
      await whileBodyWaits(wait, config)
      // A long queue is no fault of the request, whose timeout axios-retry reckons from here.
      const state = config[retryKey]
      if (state?.lastRequestTime) state.lastRequestTime += performance.now() - startedAt
    }

    // Where there is none, all that wait learn it at once.
    await token()
    await turn(false)
    let isRepeat = false
    async function sendInTurn(): Answer {
      if (isRepeat) await turn(true)
      isRepeat = true
      try {
        const response = await send(sending)
        queue.heed(response)
        return response
      } catch (error) {
        queue.heed((error as AxiosError | undefined)?.response)
        throw error
      }
    }
    return withRestOfTimeout(config, performance.now() - waitedForToken, () =>
      repeat((_, onFailure) => sendInTurn().catch(onFailure)),
    )
  }
}
