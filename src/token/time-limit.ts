import type { AxiosRequestConfig } from 'axios'
import { longestTimer } from '../http/timing.ts'

const defaultTimeLimit = 30_000

/** The limit in milliseconds for all of a token request: what the config says, else 30 seconds. */
export function timeLimitOf({ timeout }: AxiosRequestConfig): number {
  return Math.min(timeout || defaultTimeLimit, longestTimer)
}
