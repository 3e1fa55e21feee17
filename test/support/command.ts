import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { HereEmulator } from '../../src/emulator/index.ts'

/** The command line, as built. */
export const program: string = fileURLToPath(new URL('../../dist/cli/main.mjs', import.meta.url))

/** The program `script` of util-linux, which gives a process a terminal. */
const script = '/usr/bin/script'
export const hasTerminal: boolean = process.platform === 'linux' && existsSync(script)
if (!hasTerminal) console.warn(`SKIPPED: no terminal without ${script} of Linux.`)

interface Run {
  /** All environment variables of the process except PATH. */
  env?: Record<string, string>
  /** The standard input of the process. */
  input?: string | Buffer
  /** On a terminal: what is typed when its prompt appears. */
  typed?: readonly [prompt: string, reply: string][]
}

/** The result of a process. */
export interface ProcessResult {
  code: number | null
  stdout: string
  stderr: string
  /** Standard output as bytes. */
  bytes: Buffer
}

/** Returns environment variables that make the command line use an emulator. */
export function environmentOf({ url, credentials, dataLens }: HereEmulator): Record<string, string> {
  return {
    HERE_BASE_URL: url,
    HERE_ACCESS_KEY_ID: credentials.accessKeyId,
    HERE_ACCESS_KEY_SECRET: credentials.accessKeySecret,
    HERE_TOKEN_ENDPOINT_URL: credentials.tokenEndpointUrl,
    HERE_APP_ID: dataLens.appId,
    HERE_APP_CODE: dataLens.appCode,
  }
}

/** Returns an environment without variables of this machine, except for PATH and the folder for Node's coverage. */
export function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, COMMAND_COVERAGE } = process.env
  return { PATH, ...(COMMAND_COVERAGE && { NODE_V8_COVERAGE: COMMAND_COVERAGE }), ...env }
}

/** Runs the command line with pipes. Fails when the output contains a secret. */
export async function runInPipe(args: readonly string[], { env = {}, input = '' }: Run = {}): Promise<ProcessResult> {
  const child = spawn(process.execPath, [program, ...args], { env: environment(env) })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return resultOf(child, env)
}

/** Runs the command line on a terminal, which shows standard error among the output. Fails when it contains a secret. */
export async function runOnTerminal(
  args: readonly string[],
  { env = {}, typed = [] }: Run = {},
): Promise<ProcessResult> {
  const quoted = [process.execPath, program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const options = ['--quiet', '--return', '--command', quoted, '/dev/null']
  const child = spawn(script, options, { env: environment({ TERM: 'xterm', ...env }) })
  const remaining = [...typed]
  let shown = ''
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk
    const [prompt, reply] = remaining[0] ?? []
    if (prompt === undefined || !shown.includes(prompt)) return
    remaining.shift()
    shown = ''
    child.stdin.write(`${reply}\r`)
  })
  const result = await resultOf(child, env)
  return { ...result, stdout: result.stdout.replaceAll('\r\n', '\n') }
}

async function resultOf(child: ReturnType<typeof spawn>, env: Record<string, string>): Promise<ProcessResult> {
  const output: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const bytes = Buffer.concat(output)
  const [stdout, stderr] = [bytes.toString(), Buffer.concat(errors).toString()]
  for (const name of ['HERE_ACCESS_KEY_SECRET', 'HERE_APP_CODE']) {
    const secret = env[name]
    expect(secret !== undefined && (stdout + stderr).includes(secret), `${name} shows`).toBe(false)
  }
  expect(stdout + stderr).not.toContain('oauth_signature')
  return { code, stdout, stderr, bytes }
}
