import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { EmulatorRequest } from '../services/http/request.ts'
import type { EmulatorResponse } from '../services/http/response.ts'
import { failureResponse, takeFailure } from './failures.ts'
import { readRequest } from './read-request.ts'
import type { EmulatorState } from './state.ts'
import { writeResponse } from './write-response.ts'

type Respond = (request: EmulatorRequest) => EmulatorResponse | Promise<EmulatorResponse>

/** Reads and records a request, applies the failure that matches it, and writes the response. */
export async function serve(
  { account, requests, failures }: EmulatorState,
  message: IncomingMessage,
  target: ServerResponse,
  respond: Respond,
): Promise<void> {
  const request = await readRequest(message)
  requests.push(request)
  const failure = takeFailure(failures, request)
  if (failure?.delay !== undefined) await delay(failure.delay, undefined, { ref: false })
  if (failure?.reset) {
    message.socket.resetAndDestroy()
    return
  }
  const response = failureResponse(failure) ?? (await respondSafely(respond, request))
  writeResponse(target, request, response, { now: account.now(), cut: failure?.cut })
}

async function respondSafely(respond: Respond, request: EmulatorRequest): Promise<EmulatorResponse> {
  try {
    return await respond(request)
  } catch (error) {
    return { status: 500, body: { title: 'A handler of this emulator failed', status: 500, cause: String(error) } }
  }
}
