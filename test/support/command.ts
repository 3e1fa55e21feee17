import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { HereEmulator } from '../../src/emulator/index.ts'

/** The command line, as built. */
export const program: string = fileURLToPath(new URL('../../dist/cli/main.mjs', import.meta.url))

/** What gives a process a terminal of its own: util-linux's, which Debian always has. */
const script = '/usr/bin/script'
export const hasTerminal: boolean = process.platform === 'linux' && existsSync(script)
if (!hasTerminal) console.warn(`SKIPPED: no terminal without ${script} of Linux.`)

interface Run {
  /** Variables beside PATH; there are no others. */
  env?: Record<string, string>
  /** What the process reads. On a terminal each answer is typed when its prompt has come. */
  input?: string | Buffer
  typed?: readonly [prompt: string, answer: string][]
}

/** What a process left behind. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
  /** Standard output as it came. */
  bytes: Buffer
}

/** Variables that make the command line talk to an emulator. */
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

/** Nothing of this machine's own, but where Node may write down which lines were run. */
export function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, COMMAND_COVERAGE } = process.env
  return { PATH, ...(COMMAND_COVERAGE && { NODE_V8_COVERAGE: COMMAND_COVERAGE }), ...env }
}

/** Runs the command line with pipes. Nothing that it prints may hold a secret. */
export async function runInPipe(args: readonly string[], { env = {}, input = '' }: Run = {}): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { env: environment(env) })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return ended(child, env)
}

/** Runs the command line on a terminal, where what it prints to standard error comes among its output. */
export async function runOnTerminal(args: readonly string[], { env = {}, typed = [] }: Run = {}): Promise<Ended> {
  const quoted = [process.execPath, program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const options = ['--quiet', '--return', '--command', quoted, '/dev/null']
  const child = spawn(script, options, { env: environment({ TERM: 'xterm', ...env }) })
  const waiting = [...typed]
  let seen = ''
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk
    const [prompt, answer] = waiting[0] ?? []
    if (prompt === undefined || !seen.includes(prompt)) return
    waiting.shift()
    seen = ''
    child.stdin.write(`${answer}\r`)
  })
  const result = await ended(child, env)
  return { ...result, stdout: result.stdout.replaceAll('\r\n', '\n') }
}

async function ended(child: ReturnType<typeof spawn>, env: Record<string, string>): Promise<Ended> {
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
