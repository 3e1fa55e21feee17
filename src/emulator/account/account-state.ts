/** The account that the emulator knows, and the tokens it has issued. */
export interface AccountState {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly clientId: string
  /** Seconds until a token expires; a token request may want less. */
  tokenLifetime: number
  /** Epoch time in milliseconds, by the emulator's clock. */
  now(): number
  /** Public keys of the app by key id, PEM. */
  readonly publicKeys: Record<string, string>
  /** The nonces of signatures and the `jti` claims of assertions. */
  readonly usedNonces: Set<string>
  /** The issued tokens, with their time of expiry in milliseconds of `performance.now()`. */
  readonly tokens: Map<string, { expiresAt: number; scope: string | undefined }>
}
