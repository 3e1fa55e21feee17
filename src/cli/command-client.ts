import { readFileSync, statSync } from 'node:fs'
import type { AxiosError } from 'axios'
import { exponentialDelay, type IAxiosRetryConfig } from 'axios-retry'
import { createHereClient, type HereClient } from '../client/create-here-client.ts'
import { hasSections } from '../credentials/credentials-file.ts'
import { defaultCredentials, fromIni, fromProperties } from '../credentials/index.ts'
import type { CredentialSource, HereCredentials } from '../credentials/types.ts'
import type { HereEvent } from '../errors/events.ts'
import { UsageError } from './failure.ts'
import { printToTerminal } from './terminal.ts'

/** The options that say which credentials are used, and where requests go. */
export interface ClientOptions {
  credentials?: string
  profile?: string
  region?: string
  baseUrl?: string
  scope?: string
}

/** Creates the client of a command. */
export function createCommandClient(
  options: ClientOptions & { service?: string },
  credentials: HereCredentials = credentialsProviderOf(options),
  onEvent: (event: HereEvent) => void = printImportantEvent,
): HereClient {
  const { scope, service, region } = options
  const baseURL = baseUrlOf(options)
  return createHereClient(credentials, {
    ...(baseURL !== undefined && { baseURL }),
    'axios-retry': printingRetries,
    here: {
      ...({ scope, service, region } as object),
      tokenRequest: { 'axios-retry': printingRetries },
      onEvent(event) {
        onEvent(event)
      },
    },
  })
}

/** The credentials provider of a command: the file or profile of the command line, else the default. */
export function credentialsProviderOf({ credentials: path, profile }: ClientOptions): CredentialSource {
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

function printImportantEvent(event: HereEvent): void {
  if (event.type === 'credentials-exposed') printToTerminal(exposedFileMessage(event.file))
  if (event.type === 'token-withheld') {
    process.stderr.write(`No token is sent to ${event.host}, as it is another machine over plain HTTP.\n`)
  }
}

/** What to do about a credentials file that other users can read. */
export function exposedFileMessage(file: string): string {
  return `Other users can read ${file}. Take that right away: chmod 600 ${file}`
}

const longWait = 500

const printingRetries: IAxiosRetryConfig = {
  retryDelay(attempt: number, error: AxiosError) {
    const wait = exponentialDelay(attempt, error)
    const why =
      error.response === undefined ? (error.code ?? 'no response') : `HERE responded with ${error.response.status}`
    if (wait >= longWait) printToTerminal(`${why}; retrying in ${Math.round(wait / 1000)} s …`)
    return wait
  },
}
