import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startEmulator } from './support/emulator.ts'

// They import the package by its name, so they run on what `npm run build` made.
const folder = fileURLToPath(new URL('../examples/', import.meta.url))
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'here-or-emulator.ts')

async function run(file: string, env: Record<string, string> = {}): Promise<{ stdout: string; stderr: string }> {
  const withoutCredentials = { PATH: process.env.PATH, HOME: '/nonexistent', ...env }
  return promisify(execFile)(process.execPath, ['--import', 'tsx', folder + file], {
    cwd: dirname(folder),
    env: withoutCredentials,
  })
}

const outputs: Record<string, RegExp> = {
  'discover.ts': /^( +\d+ m {2}\S.*\n {9}\S.*\n){5}$/,
  'shared-token.ts': /geocode: .*Berlin[\s\S]*route: \d+ m\nfetch: 200 OK\ntoken requests: 1 /,
  'fleet.ts':
    /^(process +\d+: 5 requests, .*\n){10}10 processes: 50 requests, 1 token requests, 9 tokens from the store\n$/,
  'project-scope.ts':
    /scope of that token: hrn:here:[\s\S]*again, same token: 200\nwithout a token: 401 Unauthorized\n$/,
  'existing-axios.ts': /^signed in: .*Berlin.*\ntaken off again: 401\n$/,
}

describe('every example runs as it stands, and says in one line that it uses the emulator', () => {
  it.each(files)('%s', async (file) => {
    const { stdout, stderr } = await run(file)
    expect(outputs).toHaveProperty([file])
    expect(stdout).toMatch(outputs[file] ?? /^$/)
    expect(stderr).toMatch(/^No HERE credentials .* using the emulator at http:\/\/127\.0\.0\.1:\d+\n$/)
  })
})

it('an example with credentials in the environment talks to HERE, and not to the emulator', async () => {
  const { credentials, requestsTo } = await startEmulator()
  const env = {
    HERE_ACCESS_KEY_ID: credentials.accessKeyId,
    HERE_ACCESS_KEY_SECRET: 'wrong',
    HERE_TOKEN_ENDPOINT_URL: credentials.tokenEndpointUrl,
  }
  const { stderr, stdout } = await run('discover.ts', env).catch((error) => error)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/GET \/v1\/discover was not sent.*401300/)
  expect(requestsTo('/oauth2/token')).toHaveLength(1)
})
