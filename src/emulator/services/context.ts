import type { AccountState } from '../account/account-state.ts'
import type { JobOptions } from './jobs.ts'

/** What the services of one emulator share. */
export interface ServiceContext {
  account: AccountState
  /** How jobs go that are started now. */
  jobs(): JobOptions
  /** Puts a result into the storage, and gives the signed URL to it. */
  store(name: string, result: unknown): string
}
