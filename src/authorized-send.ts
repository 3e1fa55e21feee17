import type { AxiosError, AxiosResponse } from 'axios'
import { recovery } from '#parts'
import { carriedToken, createHold, type GuardRoute, redactError, whileBodyWaits } from '#runtime'
import type { Emit } from './events.ts'
import { loadRecovery } from './load-recovery.ts'
import type { Refusal, Replay } from './replay.ts'
import type { Answer, OnFailure } from './retry.ts'
import type { SafeTokens } from './safe-tokens.ts'
import { type Sending, sendOnce } from './send-once.ts'
import type { AccessToken } from './token/held.ts'
import { removeToken, setToken } from './traces.ts'
import { startOf, waitAsRequest, withRestOfTimeout } from './wait.ts'

interface SendContext {
  tokens: SafeTokens
  emit: Emit
  guardRoute: GuardRoute
  /** Whether a request, as it is by now, may have the token. */
  isDue(sending: Sending): boolean
}

/** Sends requests with the token. */
interface AuthorizedSend {
  /** Once, and once more with a new token when HERE answers 401. */
  send(sending: Sending, onFailure?: OnFailure): Answer
  /** Waits for the token, where a request is to leave at once when it is sent; `undefined` when it is there. */
  ready(sending: Sending): Promise<unknown> | undefined
}

/** Makes what sends a client's requests with the token, and waits for one where there is none. */
export function createAuthorizedSend({ tokens, emit, guardRoute, isDue }: SendContext): AuthorizedSend {
  let replay: Replay | undefined
  const hold = createHold()

  function send(sending: Sending, onFailure?: OnFailure): Answer {
    if (sending.isSent && !isStillDue(sending)) return sendOnce(sending, onFailure)
    sending.isSent = true
    const token = tokens.peek(sending.here.scope)
    return token ? sendWith(token, sending, onFailure) : waitAndSend(sending).catch(onFailure)
  }

  function waitAndSend(sending: Sending): Answer {
    const startedAt = startOf(sending.config)
    return awaitToken(sending).then((token) =>
      withRestOfTimeout(sending.config, startedAt, () =>
        isStillDue(sending) ? sendWith(token, sending) : sendOnce(sending),
      ),
    )
  }

  function isStillDue(sending: Sending): boolean {
    removeToken(sending.config)
    return isDue(sending)
  }

  function awaitToken({ config, here: { scope } }: Sending): Promise<AccessToken> {
    const wait = waitAsRequest(config, (ended) => tokens.get(config, scope, ended))
    return whileBodyWaits(hold(wait), config)
  }

  function sendWith(token: AccessToken, sending: Sending, onFailure?: OnFailure): Answer {
    const { config } = sending
    const startedAt = startOf(config)
    setToken(config, token.accessToken)
    const leaveRoute = guardRoute(sending, token)
    return sendOnce(sending).then(
      (response) => {
        leaveRoute(response)
        if (!isRefusal(response)) return response
        return answerRefusal({ token, sending, startedAt, response }).catch(onFailure)
      },
      (error: AxiosError | undefined) => {
        leaveRoute(undefined)
        return answerFailure({ token, sending, startedAt, error }).catch(onFailure)
      },
    )
  }

  async function answerFailure({ error, ...rest }: Omit<Refusal, 'response'>): Answer {
    const response = error?.response
    if (isRefusal(response)) return answerRefusal({ ...rest, response, error })
    throw redactError(error, rest.token)
  }

  async function answerRefusal(refusal: Refusal): Answer {
    const part = recovery.peek() ?? (await loadRecovery(refusal.sending.config))
    replay ??= part?.createAnswerTo401(tokens, emit, send)
    if (replay) return replay(refusal)
    if (refusal.error) throw redactError(refusal.error, refusal.token)
    return refusal.response
  }

  return {
    send,
    // A provider without `peek` is asked once for each request, when it is sent.
    ready: (sending) => (!tokens.canPeek || tokens.peek(sending.here.scope) ? undefined : awaitToken(sending)),
  }
}

// What a stranger answers at the end of a redirect, without the token, says nothing about it.
function isRefusal(response: AxiosResponse | undefined): response is AxiosResponse {
  return response?.status === 401 && carriedToken(response)
}
