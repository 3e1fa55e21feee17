import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startEmulator } from './support/emulator.ts'

// The examples import the package by its name, so they run on the built package.
const folder = fileURLToPath(new URL('../examples/', import.meta.url))
const parts = ['here-or-emulator.ts', 'svg-map.ts']
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !parts.includes(name))

async function run(
  file: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<{ stdout: string; stderr: string }> {
  const withoutCredentials = { PATH: process.env.PATH, HOME: '/nonexistent', ...env }
  return promisify(execFile)(process.execPath, ['--import', 'tsx', folder + file, ...args], {
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
  'geocode-csv.ts':
    /^name,address,lat,lng,score,found\nTown hall,"Spandauer Straße 5, Berlin",52\.\d+,13\.\d+,1,".*Berlin.*"\n(.*\n){10}Nowhere,.*,nothing\n$/,
  'route.ts': /^(\d+ m in \d+ s, \d{2,} points from 52\.\d+,13\.\d+ to 52\.\d+,13\.\d+\n){2}$/,
  'matrix.ts': /^accepted\n(inProgress\n)+(depot \d to customer \d: \d+ minutes, \d+ m\n){6}$/,
}

// The examples that draw: what they print, and the content of their file.
const pictures: Record<string, readonly [output: RegExp, file: RegExp]> = {
  'isoline.ts': [
    /^15 minutes: .*\n10 minutes: .*\n5 minutes: .*\nwritten to /,
    /^<svg .*\n<rect .*\n(<path .*\n){3}<circle /,
  ],
  'traffic-map.ts': [
    /^\d{2,} roads, \d+ incidents: written to /,
    /^<svg .*\n<rect .*\n(<path .*\n){50,}(<circle .*\n)+<\/svg>\n$/,
  ],
  'map-tile.ts': [/^\/v3\/base\/mc\/14\/8802\/5373\/png is in /, /^.PNG\r\n.\n[\s\S]{4}IHDR/],
}

describe('the examples', () => {
  const usesEmulator = /^No HERE credentials .* using the emulator at http:\/\/127\.0\.0\.1:\d+\n$/

  it.each(Object.entries(outputs))('%s runs with the emulator, and says so in one line', async (file, output) => {
    const { stdout, stderr } = await run(file)
    expect(stdout).toMatch(output)
    expect(stderr).toMatch(usesEmulator)
  })

  it.each(Object.entries(pictures))('%s runs with the emulator, and draws a picture', async (file, [output, drawn]) => {
    const target = mkdtempSync(join(tmpdir(), 'axios-here-example-'))
    onTestFinished(() => rmSync(target, { recursive: true }))
    const picture = join(target, 'picture')
    const { stdout, stderr } = await run(file, { args: [picture] })
    expect(stdout).toMatch(output)
    expect(stderr).toMatch(usesEmulator)
    expect(readFileSync(picture, 'latin1')).toMatch(drawn)
  })

  it('are all tested here', () => {
    expect([...Object.keys(outputs), ...Object.keys(pictures)].sort()).toEqual(files.sort())
  })
})

it('an example with credentials in the environment uses HERE, and not the emulator', async () => {
  const { credentials, requestsTo } = await startEmulator()
  const env = {
    HERE_ACCESS_KEY_ID: credentials.accessKeyId,
    HERE_ACCESS_KEY_SECRET: 'wrong',
    HERE_TOKEN_ENDPOINT_URL: credentials.tokenEndpointUrl,
  }
  const { stderr, stdout } = await run('discover.ts', { env }).catch((error) => error)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/GET \/v1\/discover was not sent.*401300/)
  expect(requestsTo('/oauth2/token')).toHaveLength(1)
})
