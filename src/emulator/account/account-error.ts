/** Why the account service rejects a token request. */
export interface AccountError {
  /** Of the HTTP response. */
  status: number
  /** HERE's number of the error, such as 401204. */
  errorCode: number
  /** The error code of RFC 6749, section 5.2. */
  error: string
  message: string
}

/** Creates an error of the account service. */
export function accountError(status: number, errorCode: number, error: string, message: string): AccountError {
  return { status, errorCode, error, message }
}
