import type { AxiosAdapter, AxiosInstance, AxiosResponse } from 'axios'
import type { AccessToken, TokenProvider } from '../credentials/types.ts'
import type { Emit } from '../errors/events.ts'
import type { BeforeRedirect, HttpAdapterSupport } from '../http/http-adapter.ts'
import type { RequestConfig } from '../http/request-state.ts'
import type { Retry } from '../http/retry.ts'
import type { IsTrusted } from '../http/trusted-hosts.ts'
import type { HereRegion } from '../services/service-table.ts'
import type { HereRequestOptions } from './options.ts'
import type { UnauthorizedEndpoints } from './unauthorized-endpoints.ts'

/** The options that a request is sent with. All of them are own properties, so that `Object.prototype` cannot add any. */
interface RequestOptions extends Readonly<Required<HereRequestOptions>> {
  readonly region: HereRegion | undefined
}

/** What a client's requests need, as its options say. */
export interface ClientSettings {
  /** May be a provider of the application: never assume that it behaves. */
  readonly tokens: TokenProvider
  /** For requests without options of their own. */
  readonly options: RequestOptions
  readonly isTrusted: IsTrusted
  /** What Node's http adapter needs; `undefined` on other platforms. */
  readonly httpAdapter: HttpAdapterSupport | undefined
  readonly emit: Emit
  /** Loads the rate limiter, if the client has one. */
  readonly loadRateLimiter: (() => Promise<RateLimiter>) | undefined
}

/** What all requests of one instance share. */
export interface ClientContext extends ClientSettings {
  /** Its `defaults` are read at request time, because applications change them. */
  readonly instance: Pick<AxiosInstance, 'defaults'>
  /** The redirect rule of requests that carry the token, on Node's http adapter. */
  readonly redirectRule: BeforeRedirect | undefined
  readonly retry: Retry
  readonly unauthorizedEndpoints: UnauthorizedEndpoints
  /** Loads what finds the hosts of data services. */
  readonly loadDataServices: () => Promise<DataServices>
  /** The untrusted `baseURL` that was last reported by `token-withheld`. */
  withheldFrom: string | undefined
}

/**
 * One request of an application, until its caller gets the response. It may be sent several times: a retry follows a failure, as
 * axios-retry decides; a replay follows a 401, with a new token. An attempt is the first send or a retry, with its replays.
 */
export interface RequestContext {
  readonly client: ClientContext
  /** The config that axios gave to the adapter. */
  readonly config: RequestConfig
  readonly options: RequestOptions
  /** The request's own adapter. */
  readonly adapter: AxiosAdapter
  /** Whether the application has an axios-retry of its own on the instance, which decides about failures then. */
  readonly isRetriedAbove: boolean
  /** Whether the path decides the host: one of HERE's services. */
  isRoutedByPath: boolean
  /** When the attempt has to be done, by `performance.now()`; `undefined` without a timeout. */
  deadline: number | undefined
  /** The token that was sent last. */
  token: AccessToken | undefined
  /** Whether functions of the application see its errors before the caller does; known after the first failure. */
  hasRetryCallbacks: boolean | undefined
  /** How often the request was sent once more after a 401. */
  replays: number
}

/** Holds requests back, so that no more of them are sent in a second than HERE allows. */
export interface RateLimiter {
  /**
   * Sends a request when it is its turn.
   *
   * @param prepare gets what the request needs to be sent at once: its token
   */
  send(
    request: RequestContext,
    isRetry: boolean,
    prepare: () => Promise<void>,
    send: () => Promise<AxiosResponse>,
  ): Promise<AxiosResponse>
}

/** Finds the hosts of data services by API Lookup. */
export interface DataServices {
  /** Sets the `baseURL` of a request to the base URL of its API. */
  lookUpHost(request: RequestContext): Promise<void>
}
