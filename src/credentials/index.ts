export { chain, defaultCredentials } from './chain.ts'
export { fromEnv } from './env.ts'
export { fromIni } from './ini.ts'
export { fromProperties } from './properties.ts'
export { fromRunAsId } from './run-as-id.ts'
export type {
  CredentialSource,
  CredentialSourceContext,
  DataLensCredentials,
  JwtCredentials,
  OAuthCredentials,
  PrivateCryptoKey,
  SignInCredentials,
  SuppliedToken,
} from './types.ts'
