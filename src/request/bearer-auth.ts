import type { AxiosError, AxiosResponse } from 'axios'
import { recovery } from '#parts'
import { carriedToken, guardRoute, redactError, whileBodyWaits } from '#runtime'
import { setToken } from '../http/request-state.ts'
import { startOf, waitAsRequest, withRestOfTimeout } from '../http/timing.ts'
import { loadRecovery } from '../load-recovery.ts'
import type { Refusal } from '../replay.ts'
import type { Answer, OnFailure } from '../retry.ts'
import { peekToken } from '../safe-tokens.ts'
import { sendOnce } from '../send-once.ts'
import type { AccessToken } from '../token/cached-token.ts'
import { type FoundToken, findToken, throwNotSent, tokenIn } from './acquire-token.ts'
import type { Sending } from './context.ts'
import { isStillDue } from './should-authorize.ts'

/** Sends a request with the token: once, and once more with a new token when HERE answers 401. */
export function sendAuthorized(sending: Sending, onFailure?: OnFailure): Answer {
  if (sending.isSent && !isStillDue(sending)) return sendOnce(sending, onFailure)
  sending.isSent = true
  const token = peekToken(sending.sender.tokens, sending.here.scope)
  return token ? sendWith(token, sending, onFailure) : waitAndSend(sending, onFailure)
}

/** Waits for the token, where a request is to leave at once when it is sent; `undefined` when it is there. */
export function readyToSend(sending: Sending): Promise<void> | undefined {
  const { tokens } = sending.sender
  // A provider without `peek` is asked once for each request, when it is sent.
  return !tokens.peek || peekToken(tokens, sending.here.scope) ? undefined : awaitToken(sending)
}

async function awaitToken(sending: Sending): Promise<void> {
  const found = await waitForToken(sending)
  if (!tokenIn(found)) await throwNotSent(sending.config, found)
}

function waitAndSend(sending: Sending, onFailure: OnFailure | undefined): Answer {
  const startedAt = startOf(sending.config)
  return waitForToken(sending).then(
    (found) =>
      startedAt === undefined
        ? sendFound(found, sending, onFailure)
        : withRestOfTimeout(sending.config, startedAt, () => sendFound(found, sending)).catch(onFailure),
    onFailure,
  )
}

function sendFound(found: FoundToken, sending: Sending, onFailure?: OnFailure): Answer {
  const token = tokenIn(found)
  if (!token) return throwNotSent(sending.config, found).catch(onFailure)
  return isStillDue(sending) ? sendWith(token, sending, onFailure) : sendOnce(sending, onFailure)
}

function waitForToken({ sender, config, here: { scope } }: Sending): Promise<FoundToken> {
  const wait = waitAsRequest(config, (ended) => findToken(sender, scope, ended))
  return whileBodyWaits(sender.line.hold(wait), config)
}

function sendWith(token: AccessToken, sending: Sending, onFailure?: OnFailure): Answer {
  const { config } = sending
  const startedAt = startOf(config)
  setToken(config, token.accessToken)
  const leaveRoute = guardRoute(sending, token)
  return sendOnce(sending).then(
    (response) => {
      leaveRoute(config, response)
      return response?.status === 401
        ? answerFailure({ token, sending, startedAt, response }).catch(onFailure)
        : response
    },
    (error: AxiosError | undefined) => {
      leaveRoute(config, undefined)
      return answerFailure({ token, sending, startedAt, response: error?.response, error }).catch(onFailure)
    },
  )
}

/** A request that failed, or a 401 that axios took for an answer. */
type Failure = Refusal | (Omit<Refusal, 'response' | 'error'> & { response: AxiosResponse | undefined; error: unknown })

async function answerFailure(failure: Failure): Answer {
  const { token, sending } = failure
  const { sender, config } = sending
  if (isRefusal(failure)) {
    const part = recovery.peek() ?? (await loadRecovery(config))
    sender.replay ??= part?.createAnswerTo401(sender, sendAuthorized)
    if (sender.replay) return sender.replay(failure)
  }
  // By its key, since an adapter of the app's may fail with anything.
  if ('error' in failure) throw redactError(failure.error, token)
  return failure.response
}

// What a stranger answers at the end of a redirect, without the token, says nothing about it.
function isRefusal(failure: Failure): failure is Refusal {
  return failure.response?.status === 401 && carriedToken(failure.response)
}
