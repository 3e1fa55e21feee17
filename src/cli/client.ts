import { readFileSync, statSync } from 'node:fs'
import type { AxiosError } from 'axios'
import { exponentialDelay, type IAxiosRetryConfig } from 'axios-retry'
import { type CredentialSource, defaultCredentials, fromIni, fromProperties } from '../credentials/index.ts'
import { hasSections } from '../credentials/sections.ts'
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
  onEvent: (event: HereEvent) => void = sayNotable,
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
        onEvent(event)
      },
    },
  })
}

/** Where the credentials come from: what the command line names, else the usual places. */
export function sourceOf({ credentials: path, profile }: ClientOptions): CredentialSource {
  if (path === undefined) return profile === undefined ? defaultCredentials() : fromIni({ profile })
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`--credentials: there is no file ${path}`)
  const isIni = profile !== undefined || hasSections(readFileSync(path, 'utf8'))
  return isIni ? fromIni({ path, profile }) : fromProperties(path)
}

/** `--base-url`, else `HERE_BASE_URL`. */
export function baseUrlOf({ baseUrl }: ClientOptions): string | undefined {
  const url = baseUrl ?? (process.env.HERE_BASE_URL || undefined)
  if (url === undefined || (/^https?:\/\//i.test(url) && URL.canParse(url))) return url
  throw new UsageError(`${baseUrl === undefined ? 'HERE_BASE_URL' : '--base-url'} must be an http or https URL`)
}

function sayNotable(event: HereEvent): void {
  if (event.type === 'credentials-exposed') sayOnTerminal(exposedWords(event.file))
  if (event.type === 'token-withheld') {
    process.stderr.write(`No token goes to ${event.host}, as it is another machine over plain HTTP.\n`)
  }
}

/** What to do about a file that others can read. */
export function exposedWords(file: string): string {
  return `Other users can read ${file}. Take that right away: chmod 600 ${file}`
}

const longWait = 500

const sayingWaits: IAxiosRetryConfig = {
  retryDelay(attempt: number, error: AxiosError) {
    const wait = exponentialDelay(attempt, error)
    const why = error.response === undefined ? (error.code ?? 'no answer') : `HERE answered ${error.response.status}`
    if (wait >= longWait) sayOnTerminal(`${why}; trying again in ${Math.round(wait / 1000)} s …`)
    return wait
  },
}
