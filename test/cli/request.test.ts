import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { environment, environmentOf, hasTerminal, program, runInPipe, runOnTerminal } from '../support/command.ts'
import { startEmulator } from '../support/emulator.ts'
import { fileWith } from '../support/files.ts'
import { startServer } from '../support/server.ts'

const search = ['-p', 'at=52.5228,13.412', '-p', 'q=restaurant', '-p', 'limit=1']
const echo = '/v1/echo'

async function start() {
  const emulator = await startEmulator()
  emulator.handle(echo, ({ method, headers, body }) => ({
    body: { method, type: headers['content-type'], sent: body.toString() },
  }))
  return { emulator, env: environmentOf(emulator) }
}

describe('a response that is piped', () => {
  it('is written byte by byte, as JSON and as a picture', async () => {
    const { emulator, env } = await start()
    const json = '{ "z":1,\n"a": 12345678901234567890}'
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe, 0x0a])
    emulator.handle('/json', () => ({ body: json, headers: { 'Content-Type': 'application/json' } }))
    emulator.handle('/tile.png', () => ({ body: picture, headers: { 'Content-Type': 'image/png' } }))
    const text = await runInPipe(['get', '/json'], { env })
    expect(text).toMatchObject({ code: 0, stderr: '', stdout: json })
    const { bytes } = await runInPipe(['get', 'tile.png'], { env })
    expect(bytes.equals(picture)).toBe(true)
  })

  it('is preceded by status and headers with -i', async () => {
    const { env } = await start()
    const { stdout } = await runInPipe(['get', '/v1/discover', ...search, '-i'], { env })
    const [head = '', body = ''] = stdout.split('\n\n')
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\ncontent-type: application\/json\n/)
    expect(JSON.parse(body).items).toHaveLength(1)
  })

  it('causes no error when the pipe is closed early', async () => {
    const { emulator, env } = await start()
    emulator.handle('/large', () => ({ body: 'x'.repeat(5_000_000) }))
    const child = spawn(process.execPath, [program, 'get', '/large'], { env: environment(env) })
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [code] = await once(child, 'close')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe.skipIf(!hasTerminal)('a response on a terminal', () => {
  it('is indented when it is JSON', async () => {
    const { env } = await start()
    const { code, stdout } = await runOnTerminal(['get', '/v1/discover', ...search], { env })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\{\n {2}"items": \[\n {4}\{\n {6}"title": /)
  })

  it('ends with a line break when it is other text, and is not printed when it is a picture', async () => {
    const { emulator, env } = await start()
    emulator.handle('/text', () => ({ body: 'hello', headers: { 'Content-Type': 'text/plain' } }))
    emulator.handle('/tile.png', () => ({ body: Buffer.from([0x89, 0, 1]), headers: { 'Content-Type': 'image/png' } }))
    expect(await runOnTerminal(['get', '/text'], { env })).toMatchObject({ code: 0, stdout: 'hello\n' })
    const { code, stdout } = await runOnTerminal(['get', '/tile.png'], { env })
    expect(code).toBe(2)
    expect(stdout).toMatch(/3 bytes \(image\/png\).* write it to a file/)
  })

  it('comes after warnings of a credentials file that other users can read, and of a retry', async () => {
    const { emulator } = await start()
    const { accessKeyId, accessKeySecret, tokenEndpointUrl } = emulator.credentials
    const lines = `here.access.key.id=${accessKeyId}\nhere.access.key.secret=${accessKeySecret}\nhere.token.endpoint.url=${tokenEndpointUrl}`
    const file = await fileWith(lines, 'app.properties', 0o600)
    await chmod(file, 0o644)
    emulator.fail({ reset: true, times: 3, when: '/oauth2/token' })
    const args = ['get', '/v1/geocode', '-p', 'q=Berlin', '--base-url', emulator.url, '--credentials', file]
    const { code, stdout } = await runOnTerminal(args, { env: { NO_COLOR: '1' } })
    expect(stdout).toMatch(new RegExp(`^Other users can read ${file}. Take that right away: chmod 600 ${file}\\n`))
    expect(stdout).toMatch(/ECONNRESET; retrying in \d+ s …/)
    expect(code).toBe(0)
  })

  it('comes after a notice of a long wait, and is red when it is an error', async () => {
    const { emulator, env } = await start()
    emulator.fail({ status: 429, headers: { 'Retry-After': '1' }, when: '/v1/discover' })
    const { code, stdout } = await runOnTerminal(['get', '/v1/discover', ...search], { env })
    expect(code).toBe(0)
    expect(stdout).toMatch(/HERE responded with 429; retrying in 1 s …/)
    const failed = await runOnTerminal(['get', '/v1/discover'], { env })
    expect(failed.stdout).toContain('\u001B[31mGET /v1/discover: 127.0.0.1')
    const plain = await runOnTerminal(['get', '/v1/discover'], { env: { ...env, NO_COLOR: '1' } })
    expect(plain.stdout).not.toContain('\u001B')
  })
})

describe('a request of the command line', () => {
  it('has the parameters of -p, and a list for a key that is repeated', async () => {
    const { emulator, env } = await start()
    const lists = [
      '-p',
      'return=polyline',
      '-p',
      'return=summary',
      '-p',
      'via=1,2',
      '-p',
      'via=3,4',
      '-p',
      'q=a=b c',
      '-p',
      'toString=x',
    ]
    await runInPipe(['get', '/v8/routes', ...lists], { env })
    const [request] = emulator.requestsTo('/v8/routes')
    expect([...(request?.query ?? [])]).toEqual([
      ['return', 'polyline,summary'],
      ['via', '1,2'],
      ['via', '3,4'],
      ['q', 'a=b c'],
      ['toString', 'x'],
    ])
  })

  it.each<[string, string[], string, object]>([
    ['from a file', ['post', '-d', '@FILE'], '', { method: 'POST', sent: '{"a":1}', type: 'application/json' }],
    [
      'from standard input with -d @-',
      ['delete', '-d', '@-'],
      'x=1',
      { method: 'DELETE', sent: 'x=1', type: 'application/octet-stream' },
    ],
    ['from piped standard input', ['put'], '[1]', { method: 'PUT', sent: '[1]', type: 'application/json' }],
    [
      'from the command line',
      ['post', '-d', '{}', '-H', 'Content-Type: text/plain'],
      '',
      { sent: '{}', type: 'text/plain' },
    ],
    ['that is empty', ['post'], '', { method: 'POST', sent: '' }],
    ['that is empty, for a DELETE without -d', ['delete'], '{}', { method: 'DELETE', sent: '' }],
  ])('has a body %s', async (_, args, input, expected) => {
    const { env } = await start()
    const file = await fileWith('{"a":1}', 'body.json', 0o600)
    const given = args.map((arg) => arg.replace('FILE', file))
    const { code, stdout, stderr } = await runInPipe([...given, echo], { env, input })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject(expected)
  })

  it('is sent to --base-url or else HERE_BASE_URL, with credentials of a file and a profile', async () => {
    const { emulator } = await start()
    const { accessKeyId, accessKeySecret, tokenEndpointUrl } = emulator.credentials
    const lines = `here.access.key.id=${accessKeyId}\nhere.access.key.secret=${accessKeySecret}\nhere.token.endpoint.url=${tokenEndpointUrl}`
    const properties = await fileWith(lines, 'app.properties', 0o600)
    const ini = await fileWith(`[default]\n${lines}\n[staging]\n${lines}`, 'credentials', 0o600)
    const base = ['get', '/v1/discover', ...search, '--base-url', emulator.url]
    for (const args of [
      ['--credentials', properties],
      ['--credentials', ini],
      ['--credentials', ini, '--profile', 'staging'],
    ]) {
      expect(await runInPipe([...base, ...args])).toMatchObject({ code: 0, stderr: '' })
    }
    const missing = await runInPipe([...base, '--credentials', ini, '--profile', 'other'])
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringMatching(/has no section \[other\]/) })
  })

  it('prints after a while that it waits for its body', async () => {
    const { env } = await start()
    const child = spawn(process.execPath, [program, 'post', echo], { env: environment(env) })
    const [message] = await once(child.stderr, 'data')
    expect(String(message)).toMatch(/^Waiting for the body on standard input/)
    child.stdin.end('{}')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('has --scope in its token request, and fails for an unknown --service', async () => {
    const { emulator, env } = await start()
    const scope = 'hrn:here:authorization::realm:project/name'
    await runInPipe(['get', '/v1/discover', ...search, '--scope', scope, '--service', 'discover'], { env })
    expect(emulator.requestsTo('/oauth2/token')[0]?.body.toString()).toContain(encodeURIComponent(scope))
    const { HERE_BASE_URL: _, ...direct } = env
    const wrong = await runInPipe(['get', '/v8/health', '--service', 'nonsense'], { env: direct })
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/'nonsense' is invalid\. These are: geocode, .*dataLens\./),
    })
  })

  it('is sent to another host without the token', async () => {
    const { env } = await start()
    const seen: unknown[] = []
    const otherHost = await startServer((request, response) => {
      seen.push(request.headers.authorization)
      response.end('hi')
    })
    expect(await runInPipe(['get', otherHost], { env })).toMatchObject({ code: 0, stdout: 'hi' })
    expect(seen).toEqual([undefined])
  })
})
