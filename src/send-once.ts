import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios'
import type { HereClientOptions } from './options.ts'
import type { Answer, OnFailure } from './retry.ts'

/** A request on its way, through all of its sendings. */
export interface Sending {
  /** A token stays in it, for those who look at what was sent. */
  readonly config: InternalAxiosRequestConfig
  readonly adapter: AxiosAdapter
  /** The options that it is sent with. */
  readonly here: HereClientOptions
  /** What the caller gave that decides the host; '' where the path does. */
  target: string
  /** Once it was sent, callbacks of axios-retry may have changed where it goes. */
  isSent: boolean
  /** Sent once more after a 401. */
  isReplayed: boolean
}

/** Sends a request once, in some way. */
export type Send = (sending: Sending, onFailure?: OnFailure) => Answer

/** Sends a request as it is. An adapter may be anybody's, and so may fail in any way. */
export function sendOnce({ adapter, config }: Sending, onFailure?: OnFailure): Answer {
  try {
    const answer = Promise.resolve(adapter(config))
    return onFailure ? answer.catch(onFailure) : answer
  } catch (error) {
    return Promise.reject(error).catch(onFailure)
  }
}
