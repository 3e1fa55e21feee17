import type { AccessToken } from './cached-token.ts'
import type { TokenProvider } from './provider.ts'

/**
 * How a client asks a provider of ours, as it ends its waits and holds the process itself: a signal for each of ten thousand
 * would cost more than all the rest.
 */
export type Ask = (scope?: string) => Promise<AccessToken>

// On `getToken`, which it names: what somebody puts in its place (a spy) may have been given its properties. All copies of
// this package know it.
const askMark: unique symbol = Symbol.for('axios-here.ask') as never

type GetToken = TokenProvider['getToken'] & { [askMark]?: { getToken: TokenProvider['getToken']; ask: Ask } }

/** Lets clients ask in this way beside `getToken`. */
export function withAsk(getToken: TokenProvider['getToken'], ask: Ask): TokenProvider['getToken'] {
  return Object.assign(getToken, { [askMark]: { getToken, ask } })
}

/** That of a provider, if it is one of ours. */
export function askOf({ getToken }: TokenProvider): Ask | undefined {
  const own = (getToken as GetToken)[askMark]
  return own?.getToken === getToken ? own.ask : undefined
}
