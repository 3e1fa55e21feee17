import type { AxiosAdapter, AxiosInstance, InternalAxiosRequestConfig } from 'axios'
import type { BeforeRedirect, WaitingLine } from '#runtime'
import type { HereClientOptions } from '../client/options.ts'
import type { Emit } from '../errors/events.ts'
import type { Trust } from '../http/trusted-hosts.ts'
import type { Late } from '../late.ts'
import type { RateLimit } from '../rate-limit.ts'
import type { Replay } from '../replay.ts'
import type { Answer, OnFailure } from '../retry.ts'
import type { TokenProvider } from '../token/provider.ts'
import type { FoundToken } from './acquire-token.ts'
import type { Locate } from './data-services.ts'

/**
 * What an instance sends its requests with. A record, which goes with each request through functions that all instances
 * share: closures of each instance cost a request more, the more instances there are.
 */
export interface Sender {
  /** Its defaults may change, or be others. */
  readonly instance: Pick<AxiosInstance, 'defaults'>
  /** Anybody's. */
  readonly tokens: TokenProvider
  /** For requests that do not say otherwise. */
  readonly here: SendOptions
  readonly isTrusted: Trust
  readonly carryToken: BeforeRedirect
  readonly rateLimit: RateLimit | undefined
  readonly emit: Emit
  readonly line: WaitingLine<FoundToken>
  readonly locate: Late<Locate>
  /** The last URL that was trusted, and the own `baseURL` that it was trusted with. */
  trusted: string | undefined
  trustedBy: string | undefined
  /** A `baseURL` that was reported as one that gets no token. */
  withheld: string | undefined
  /** What was last asked of `tokens`, for all who wait for the same. */
  asked: { answer: Promise<unknown>; found: Promise<FoundToken> } | undefined
  /** What follows a 401, once there was one. */
  replay: Replay | undefined
}

/** What a request is sent with. All are there, if only as `undefined`, so that none comes from Object.prototype. */
export type SendOptions = Readonly<
  Required<Pick<HereClientOptions, 'auth' | 'scope' | 'service' | 'requestId' | 'region'>>
>

/** A request on its way, through all of its sendings. */
export interface Sending {
  readonly sender: Sender
  /** A token stays in it, for those who look at what was sent. */
  readonly config: InternalAxiosRequestConfig
  readonly adapter: AxiosAdapter
  /** The options that it is sent with. */
  readonly here: SendOptions
  /** What the caller gave that decides the host; '' where the path does. */
  target: string
  /** Once it was sent, callbacks of axios-retry may have changed where it goes. */
  isSent: boolean
  /** Sent once more after a 401. */
  isReplayed: boolean
}

/** Sends a request once, in some way. */
export type Send = (sending: Sending, onFailure?: OnFailure) => Answer
