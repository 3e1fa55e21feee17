import type { AxiosError } from 'axios'
import { isIdempotentRequestError, isNetworkOrIdempotentRequestError } from 'axios-retry'

// axios's own verdicts on a request or an answer, and those of follow-redirects: the next time they would be the same.
// axios-retry takes every code without an answer for a network failure.
const localCode = /^ERR_(BAD|DEPRECATED|FORM_DATA|FR|INVALID_URL|NOT_SUPPORT)/

/** Whether axios itself refused a request or an answer, which it would do again. */
export function isLocalFailure({ code, response }: AxiosError): boolean {
  return response === undefined && localCode.test(code ?? '')
}

/** Whether a request may be sent again after this error, and the next answer may be another one. */
export function isWorthRepeating(error: AxiosError): boolean {
  if (!isCutAnswer(error)) return isNetworkOrIdempotentRequestError(error) && !isLocalFailure(error)
  // By the method alone: nobody knows what the request has done.
  const { response, ...withoutAnswer } = error
  return isIdempotentRequestError(withoutAnswer)
}

/**
 * Whether an answer broke off in the middle. axios gives such an error the answer's head, or no code, so that axios-retry
 * does not take it for the network failure that it is.
 */
export function isCutAnswer({ message, code, response, cause }: AxiosError): boolean {
  // Node's http: status and headers came. The codes are those of the socket, of streams and of zlib.
  if (response !== undefined) {
    return message === 'stream has been aborted' || /^(ECONN|EPIPE|ERR_STREAM|Z_)/.test(code ?? '')
  }
  // fetch: undici's, Chrome's and Firefox's words for it.
  return code === undefined && /^(terminated|network error|Error in input stream)$/.test(cause?.message ?? '')
}
