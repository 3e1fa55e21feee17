import type { AxiosError } from 'axios'
import { exponentialDelay, type IAxiosRetryConfig } from 'axios-retry'
import { type CredentialSource, defaultCredentials, fromIni, fromProperties } from '../credentials/index.ts'
import { createHereClient, type HereClient, type HereCredentials, type HereEvent } from '../index.ts'
import { UsageError } from './failure.ts'
import { sayOnTerminal } from './terminal.ts'

/** The options that say who asks, and whom. */
export interface ClientOptions {
  credentials?: string
  profile?: string
  region?: string
  baseUrl?: string
  scope?: string
}

/** Makes the client of a command. */
export function createCommandClient(
  options: ClientOptions & { service?: string },
  credentials: HereCredentials = sourceOf(options),
  onEvent: (event: HereEvent) => void = () => {},
): HereClient {
  const { scope, service, region } = options
  const baseURL = baseUrlOf(options)
  return createHereClient(credentials, {
    ...(baseURL !== undefined && { baseURL }),
    'axios-retry': sayingWaits,
    here: {
      ...({ scope, service, region } as object),
      tokenRequest: { 'axios-retry': sayingWaits },
      onEvent(event) {
        if (event.type === 'credentials-exposed') {
          sayOnTerminal(`Other users can read ${event.file}. Take that right away: chmod 600 ${event.file}`)
        }
        onEvent(event)
      },
    },
  })
}

/** Where the credentials come from: what the command line names, else the usual places. */
export function sourceOf({ credentials, profile }: ClientOptions): CredentialSource {
  if (credentials === undefined) return profile === undefined ? defaultCredentials() : fromIni({ profile })
  if (credentials.endsWith('.ini') || profile !== undefined) return fromIni({ path: credentials, profile })
  return fromProperties(credentials)
}

/** `--base-url`, else `HERE_BASE_URL`. */
export function baseUrlOf({ baseUrl }: ClientOptions): string | undefined {
  const url = baseUrl ?? (process.env.HERE_BASE_URL || undefined)
  if (url === undefined || /^https?:\/\//i.test(url)) return url
  throw new UsageError(`${baseUrl === undefined ? 'HERE_BASE_URL' : '--base-url'} must be an http or https URL`)
}

const longWait = 1000

const sayingWaits: IAxiosRetryConfig = {
  retryDelay(attempt: number, error: AxiosError) {
    const wait = exponentialDelay(attempt, error)
    const why = error.response === undefined ? (error.code ?? 'no answer') : `HERE answered ${error.response.status}`
    if (wait >= longWait) sayOnTerminal(`${why}; trying again in ${Math.round(wait / 1000)} s …`)
    return wait
  },
}
