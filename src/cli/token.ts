import { buffer } from 'node:stream/consumers'
import { read } from 'read'
import type { DataLensCredentials } from '../index.ts'
import { baseUrlOf, type ClientOptions, createCommandClient } from './client.ts'
import { UsageError } from './failure.ts'

/** The options of `token`. */
export interface TokenOptions extends ClientOptions {
  json?: boolean
  dataLens?: string
  appId?: string
}

/** Prints a token: alone on its line, or as JSON with its end. */
export async function printToken(options: TokenOptions): Promise<void> {
  const credentials = options.dataLens === undefined ? undefined : await askDataLens(options.dataLens, options)
  const { accessToken, expiresAt, scope } = await createCommandClient(options, credentials).tokens.getToken()
  const shown = options.json
    ? JSON.stringify({ accessToken, expiresAt: new Date(expiresAt).toISOString(), scope }, undefined, 2)
    : accessToken
  process.stdout.write(`${shown}\n`)
}

// The app code and the password are asked for or piped in, since other users can see a command line.
async function askDataLens(email: string, options: TokenOptions): Promise<DataLensCredentials> {
  const appId = options.appId ?? process.env.HERE_APP_ID
  if (!appId) throw new UsageError('--data-lens wants the app id as well: give --app-id, or set HERE_APP_ID')
  const baseURL = baseUrlOf(options)
  const answers = process.stdin.isTTY ? undefined : (await buffer(process.stdin)).toString().split(/\r?\n/)
  const ask = async (prompt: string): Promise<string> => {
    if (answers !== undefined) return answers.shift() ?? ''
    const answer = await read({ prompt, silent: true, output: process.stderr, terminal: true })
    process.stderr.write('\n')
    return answer
  }
  return {
    appId,
    appCode: process.env.HERE_APP_CODE || (await ask('App code:')),
    email,
    password: await ask('Password:'),
    ...(baseURL !== undefined && { signInUrl: new URL('/v1/sign_in/', baseURL).href }),
  }
}
