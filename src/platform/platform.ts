import type { HttpAdapterSupport } from '../http/http-adapter.ts'
import type { FetchTokenOptions } from '../token/options.ts'
import type { FetchToken } from '../token/token-cache.ts'

/** What Node, workers and browsers do differently. The package's `imports` choose one of the three as `#platform`. */
export interface Platform {
  /**
   * Creates the function that gets a token for credentials. Node and workers request it from HERE; a browser takes it from a
   * function of the application, because a secret must not be in a page.
   *
   * @throws TypeError for credentials that are wrong, or that the platform must not have
   */
  createFetchToken(options: FetchTokenOptions): FetchToken

  /** `undefined` where axios has no http adapter. */
  readonly httpAdapter: HttpAdapterSupport | undefined
}
