import type { AccountState } from '../account/account-state.ts'
import type { JobOptions } from './jobs.ts'

/** What the services of one emulator share. */
export interface ServiceContext {
  account: AccountState
  /** The options for new jobs. */
  jobs(): JobOptions
  /** Puts a result into the storage, and returns the signed URL to it. */
  store(name: string, result: unknown): string
}
