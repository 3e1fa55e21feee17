import type { AccessToken } from './held.ts'
import type { TokenProvider } from './provider.ts'

/**
 * How a client asks a provider of ours, as it ends its waits and holds the process itself: a signal for each of ten thousand
 * would cost more than all the rest.
 */
export type Ask = (scope?: string) => Promise<AccessToken>

// On `getToken`, so that it is gone where somebody puts something else in its place. All copies of this package know it.
const askMark: unique symbol = Symbol.for('axios-here.ask') as never

/** Lets clients ask in this way beside `getToken`. */
export function withAsk(getToken: TokenProvider['getToken'], ask: Ask): TokenProvider['getToken'] {
  return Object.assign(getToken, { [askMark]: ask })
}

/** That of a provider, if it is one of ours. */
export function askOf({ getToken }: TokenProvider): Ask | undefined {
  return (getToken as { [askMark]?: Ask })[askMark]
}
