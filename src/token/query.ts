import type { AccessToken } from './cached-token.ts'

// Beside the token and not in it: a store must not hold them. By a symbol that all copies of this package know.
const queryMark: unique symbol = Symbol.for('axios-here.query') as never

interface MarkedToken extends AccessToken {
  [queryMark]?: Readonly<Record<string, string>>
}

/** Notes the query parameters that go with each request beside this token. */
export function setQuery(token: MarkedToken, query: Readonly<Record<string, string>>): void {
  Object.defineProperty(token, queryMark, { value: query })
}

/** The query parameters that go beside this token. */
export function queryOf(token: MarkedToken): Readonly<Record<string, string>> | undefined {
  return token[queryMark]
}
