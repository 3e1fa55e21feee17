import type { AxiosError } from 'axios'
import { isIdempotentRequestError, isNetworkOrIdempotentRequestError } from 'axios-retry'

// Codes of errors in which axios or follow-redirects itself rejects a request or a response; a repetition would end the same
// way, but axios-retry takes every code without a response for a network failure.
const localCode = /^ERR_(BAD|DEPRECATED|FORM_DATA|FR|INVALID_URL|NOT_SUPPORT)/

/** Whether axios itself has rejected the request or its response, which it would do again. */
export function isLocalFailure({ code, response }: AxiosError): boolean {
  return response === undefined && localCode.test(code ?? '')
}

/** Whether a request to HERE may be sent again after this error, and may then succeed. */
export function shouldRetry(error: AxiosError): boolean {
  if (!isCutResponse(error)) return isNetworkOrIdempotentRequestError(error) && !isLocalFailure(error)
  // The server may have processed the request, so only the method counts.
  const { response, ...withoutResponse } = error
  return isIdempotentRequestError(withoutResponse)
}

/**
 * Whether a response broke off in the middle. axios gives such an error the status of the response, or no code, so that
 * axios-retry does not take it for the network failure that it is.
 */
export function isCutResponse({ message, code, response, cause }: AxiosError): boolean {
  // Node's http: status and headers came. The codes are those of the socket, of streams and of zlib.
  if (response !== undefined) {
    return message === 'stream has been aborted' || /^(ECONN|EPIPE|ERR_STREAM|Z_)/.test(code ?? '')
  }
  // fetch: the messages of undici, Chrome and Firefox.
  return code === undefined && /^(terminated|network error|Error in input stream)$/.test(cause?.message ?? '')
}
