export { attachHereAuth } from './attach.ts'
export { createHereClient, type HereClient } from './client.ts'
export {
  HereAuthError,
  type HereAuthErrorDetails,
  type HereAuthErrorReason,
  type HereErrorInfo,
  type HereIds,
  isHereAuthError,
  readHereError,
  readHereIds,
} from './errors.ts'
export type { HereEvent } from './events.ts'
export { type HereJobOptions, type HereJobProgress, pollHereJob } from './jobs.ts'
export type {
  HereApi,
  HereClientConfig,
  HereClientOptions,
  HereRateLimit,
  HereRequestOptions,
  HereTokenOptions,
} from './options.ts'
export { type HereServiceEntry, type HereServiceName, hereServices } from './service-table.ts'
export type { HereRegion } from './services.ts'
export type {
  CredentialSource,
  CredentialSourceContext,
  DataLensCredentials,
  HereCredentials,
  JwtCredentials,
  OAuthCredentials,
  PrivateCryptoKey,
  SignInCredentials,
  SuppliedToken,
} from './token/credentials.ts'
export type { AccessToken } from './token/held.ts'
export { createTokenProvider, type TokenProvider } from './token/provider.ts'
export type { TokenStore } from './token/store.ts'
