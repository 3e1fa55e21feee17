import type { DataLensLogin } from '../account/data-lens.ts'
import type { EmulatorRequest } from '../services/http/request.ts'
import type { JobOptions } from '../services/jobs.ts'
import type { Failure } from './failures.ts'
import type { RateLimitOptions } from './rate-limit.ts'
import type { Handler } from './route-request.ts'

/** Options of a local HERE. */
export interface HereEmulatorOptions {
  /** Default: 0, any free port. */
  port?: number | undefined
  /** Seconds until a token expires. Default: 86400. */
  tokenLifetime?: number | undefined
  /** Milliseconds by which the emulator's clock is ahead of this machine's. Default: 0. */
  clockOffset?: number | undefined
  /** The access key that it accepts. Default: a made-up one. */
  credentials?: { accessKeyId: string; accessKeySecret: string } | undefined
  /** Further public keys (PEM) of the app by key id, for assertions that are not signed by the emulator's private key. */
  publicKeys?: Record<string, string> | undefined
  /** Requests to all services together in any one second; further requests get a 429 response. Default: no limit. */
  requestsPerSecond?: number | undefined
  /** How asynchronous jobs proceed (matrices and tours). Default: each succeeds after two polls. */
  jobs?: JobOptions | undefined
}

/** A running local HERE. */
export interface HereEmulator {
  /** Its origin, for `baseURL`. */
  readonly url: string
  /** The origin of the storage for large results. As with HERE, it is another origin: no token may be sent to it. */
  readonly storageUrl: string
  /** The access key that it accepts, with its token endpoint: credentials for `createHereClient`. */
  readonly credentials: { accessKeyId: string; accessKeySecret: string; tokenEndpointUrl: string }
  /** The id of the app that the access key belongs to. As an access key id it is rejected with HERE's error 401310. */
  readonly clientId: string
  /** The private key that it accepts instead of the access key, with its token endpoint: credentials as well. */
  readonly keyCredentials: { clientId: string; keyId: string; privateKey: string; tokenEndpointUrl: string }
  /** The login that the legacy Data Lens sign-in accepts, with its URL: credentials as well. */
  readonly dataLens: DataLensLogin & { signInUrl: string }
  /** All requests so far, oldest first, including failed ones and those to the storage. */
  readonly requests: readonly EmulatorRequest[]
  /** The requests so far to a path, or to all paths that match a pattern such as `/v8/matrix/{id}`. */
  requestsTo(path: string): EmulatorRequest[]
  /** Removes the recorded requests, the pending failures and the app's handlers. Tokens stay valid. */
  reset(): void
  /** Invalidates all tokens so far: the services respond to them with 401. */
  revokeTokens(): void
  /** Sets the seconds until new tokens expire. */
  setTokenLifetime(seconds: number): void
  /** Sets the milliseconds by which its clock is ahead. */
  setClockOffset(milliseconds: number): void
  /** Sets how many requests in any one second its services accept; `undefined` is no limit. */
  setRequestsPerSecond(requests: number | undefined, options?: RateLimitOptions): void
  /** Sets how new jobs proceed. */
  setJobs(jobs: JobOptions): void
  /** Makes the next request fail, or the next matching ones. Failures are used up in the order they were added. */
  fail(failure: Failure): void
  /**
   * Adds a handler for a path, or for all paths that match a pattern such as `/v9/things/{id}`. It requires a valid token
   * unless `isPublic`. A later handler takes precedence over an earlier one.
   */
  handle(path: string, handler: Handler, options?: { isPublic?: boolean | undefined }): void
  /** Stops the emulator and closes the open connections. */
  close(): Promise<void>
}
