import type { AxiosError, AxiosResponse } from 'axios'
import { discard, isOneShot } from '#body'
import { redactError } from '#runtime'
import { withRestOfTimeout } from './http/timing.ts'
import type { MayReplay } from './replay-rule.ts'
import type { Sending } from './request/context.ts'
import type { Answer } from './retry.ts'
import type { AccessToken } from './token/cached-token.ts'

/** A 401 of HERE's to a request with a token. */
export interface Refusal {
  token: AccessToken
  sending: Sending
  startedAt: number | undefined
  response: AxiosResponse
  /** Unless axios took the 401 for an answer. */
  error?: AxiosError | undefined
}

/** Sends a request once more after a 401, if that may help; otherwise the 401 is the caller's. */
export type Replay = (refusal: Refusal) => Answer

/** Makes what follows a 401; `send` sends a request with the token that there is by then. */
export function createReplay(mayReplay: MayReplay, send: (sending: Sending) => Answer): Replay {
  return async ({ token, sending, startedAt, response, error }) => {
    const { config } = sending
    if (await mayReplay(token, sending)) {
      discard(response.data)
      return withRestOfTimeout(config, startedAt, () => send(sending))
    }
    if (!error) return response
    if (isOneShot(config.data)) error.message += '; it was not sent again, as its body is a stream'
    throw redactError(error, token)
  }
}
