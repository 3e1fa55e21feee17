import { createInterface } from 'node:readline'
import { read } from 'read'
import type { DataLensCredentials } from '../credentials/types.ts'
import { baseUrlOf, type ClientOptions, createCommandClient } from './command-client.ts'
import { Cancelled, UsageError } from './failure.ts'

/** The options of `token`. */
export interface TokenOptions extends ClientOptions {
  json?: boolean
  dataLens?: string
  appId?: string
}

/** Prints a token: alone on its line, or as JSON with its expiry. */
export async function printToken(options: TokenOptions): Promise<void> {
  const credentials = options.dataLens === undefined ? undefined : await askDataLens(options.dataLens, options)
  const { accessToken, expiresAt, scope } = await createCommandClient(options, credentials).tokens.getToken()
  const shown = options.json
    ? JSON.stringify({ accessToken, expiresAt: new Date(expiresAt).toISOString(), scope }, undefined, 2)
    : accessToken
  process.stdout.write(`${shown}\n`)
  // The program that started this one may leave the pipe open.
  process.stdin.destroy()
}

async function askDataLens(email: string, options: TokenOptions): Promise<DataLensCredentials> {
  const appId = options.appId ?? process.env.HERE_APP_ID
  if (!appId) throw new UsageError('--data-lens wants the app id as well: give --app-id, or set HERE_APP_ID')
  const baseURL = baseUrlOf(options)
  const ask = process.stdin.isTTY ? askOnTerminal : askPipe()
  return {
    appId,
    appCode: process.env.HERE_APP_CODE || (await ask('App code:')),
    email,
    password: await ask('Password:'),
    ...(baseURL !== undefined && { signInUrl: new URL('/v1/sign_in/', baseURL).href }),
  }
}

// App code and password come from a prompt or a pipe, because other users can see a command line.
async function askOnTerminal(prompt: string): Promise<string> {
  const closed = new Promise<never>((_, reject) => {
    // Ctrl+D ends the input without an answer.
    process.stdin.once('pause', () => setImmediate(() => reject(new Cancelled())))
  })
  const answered = read({ prompt, silent: true, output: process.stderr, terminal: true }).catch((error: Error) => {
    throw error.message === 'canceled' ? new Cancelled() : error
  })
  try {
    return await Promise.race([answered, closed])
  } finally {
    process.stderr.write('\n')
  }
}

function askPipe(): (prompt: string) => Promise<string> {
  const lines = createInterface({ input: process.stdin })
  const iterator = lines[Symbol.asyncIterator]()
  return async (prompt) => {
    const { done, value } = await iterator.next()
    if (done || value === '') throw new UsageError(`There is no ${prompt.slice(0, -1).toLowerCase()} on standard input`)
    return value
  }
}
