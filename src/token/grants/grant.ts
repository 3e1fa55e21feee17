/** One way to get a token from HERE: what a token request consists of, and how to explain its failure. */
export interface Grant {
  /** Where the token request goes, by POST. */
  readonly url: string
  readonly scope: string | undefined
  /** Names the user or app; never a secret. Part of the key in a token store. */
  readonly identity: string
  /** Values in the request that no message may contain. */
  readonly secrets: readonly string[]
  /** What to check when HERE rejects the request without saying why. */
  readonly advice: string
  /** Lifetime of the token in seconds, for responses without one. Default: the response must contain it. */
  readonly lifetime: number | undefined
  /** Query parameters that go with each request beside the token. */
  readonly parameters: Readonly<Record<string, string>> | undefined
  /**
   * Builds one token request, which is sent only once: nonce and timestamp are new each time.
   *
   * @param now HERE's time as far as it is known, epoch milliseconds
   */
  buildRequest(now: number): Promise<TokenRequest>
}

/** Headers and body of one token request. */
interface TokenRequest {
  headers: Record<string, string>
  body: string
}
