import type { AccountState } from './account-state.ts'
import { issueToken } from './tokens.ts'

/** The login of a Data Lens user. */
export interface DataLensLogin {
  appId: string
  appCode: string
  email: string
  password: string
}

/** The login that the emulator accepts. */
export const dataLensLogin: DataLensLogin = {
  appId: 'emulator-app-id',
  appCode: 'emulator-app-code',
  email: 'user@emulator.example',
  password: 'emulator-password',
}

// Tokens of the legacy sign-in expire after an hour.
const lifetime = 3600

/** Issues a token for e-mail and password; `undefined` when they are wrong. */
export function signIn(
  { email, password }: { email?: unknown; password?: unknown },
  account: AccountState,
): { token: string; lifetime: number } | undefined {
  if (email !== dataLensLogin.email || password !== dataLensLogin.password) return undefined
  return { token: issueToken(account, lifetime), lifetime }
}

/** Whether `app_id` and `app_code` are those of the app. */
export function isDataLensApp(appId: string | null, appCode: string | null): boolean {
  return appId === dataLensLogin.appId && appCode === dataLensLogin.appCode
}
