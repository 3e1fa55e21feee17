import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { environment, environmentOf, hasTerminal, program, runInPipe, runOnTerminal } from '../support/command.ts'
import { startEmulator } from '../support/emulator.ts'
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

async function fileWith(text: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'axios-here-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, name), text, { mode: 0o600 })
  return join(folder, name)
}

describe('into a pipe', () => {
  it('the body goes byte by byte, be it JSON or a picture', async () => {
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

  it('-i puts status and headers before it', async () => {
    const { env } = await start()
    const { stdout } = await runInPipe(['get', '/v1/discover', ...search, '-i'], { env })
    const [head = '', body = ''] = stdout.split('\n\n')
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\ncontent-type: application\/json\n/)
    expect(JSON.parse(body).items).toHaveLength(1)
  })

  it('that is closed early is no error', async () => {
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

describe.skipIf(!hasTerminal)('on a terminal', () => {
  it('JSON is indented', async () => {
    const { env } = await start()
    const { code, stdout } = await runOnTerminal(['get', '/v1/discover', ...search], { env })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\{\n {2}"items": \[\n {4}\{\n {6}"title": /)
  })

  it('other text ends its line, and a picture is not shown', async () => {
    const { emulator, env } = await start()
    emulator.handle('/text', () => ({ body: 'hello', headers: { 'Content-Type': 'text/plain' } }))
    emulator.handle('/tile.png', () => ({ body: Buffer.from([0x89, 0, 1]), headers: { 'Content-Type': 'image/png' } }))
    expect(await runOnTerminal(['get', '/text'], { env })).toMatchObject({ code: 0, stdout: 'hello\n' })
    const { code, stdout } = await runOnTerminal(['get', '/tile.png'], { env })
    expect(code).toBe(2)
    expect(stdout).toMatch(/3 bytes \(image\/png\).* write it to a file/)
  })

  it('a file that other users can read, and a server that hangs up, are told of', async () => {
    const { emulator } = await start()
    const { accessKeyId, accessKeySecret, tokenEndpointUrl } = emulator.credentials
    const lines = `here.access.key.id=${accessKeyId}\nhere.access.key.secret=${accessKeySecret}\nhere.token.endpoint.url=${tokenEndpointUrl}`
    const file = await fileWith(lines, 'app.properties')
    await chmod(file, 0o644)
    emulator.fail({ reset: true, times: 3, when: '/oauth2/token' })
    const args = ['get', '/v1/geocode', '-p', 'q=Berlin', '--base-url', emulator.url, '--credentials', file]
    const { code, stdout } = await runOnTerminal(args, { env: { NO_COLOR: '1' } })
    expect(stdout).toMatch(new RegExp(`^Other users can read ${file}. Take that right away: chmod 600 ${file}\\n`))
    expect(stdout).toMatch(/ECONNRESET; retrying in \d+ s …/)
    expect(code).toBe(0)
  })

  it('a long wait is announced, and a refusal is red', async () => {
    const { emulator, env } = await start()
    emulator.fail({ status: 429, headers: { 'Retry-After': '1' }, when: '/v1/discover' })
    const { code, stdout } = await runOnTerminal(['get', '/v1/discover', ...search], { env })
    expect(code).toBe(0)
    expect(stdout).toMatch(/HERE responded with 429; retrying in 1 s …/)
    const refused = await runOnTerminal(['get', '/v1/discover'], { env })
    expect(refused.stdout).toContain('\u001B[31mGET /v1/discover: 127.0.0.1')
    const plain = await runOnTerminal(['get', '/v1/discover'], { env: { ...env, NO_COLOR: '1' } })
    expect(plain.stdout).not.toContain('\u001B')
  })
})

describe('a request', () => {
  it('has parameters, the same key again makes a list', async () => {
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
    ['of a file', ['post', '-d', '@FILE'], '', { method: 'POST', sent: '{"a":1}', type: 'application/json' }],
    [
      'of standard input, named',
      ['delete', '-d', '@-'],
      'x=1',
      { method: 'DELETE', sent: 'x=1', type: 'application/octet-stream' },
    ],
    ['of standard input, piped', ['put'], '[1]', { method: 'PUT', sent: '[1]', type: 'application/json' }],
    [
      'of the command line',
      ['post', '-d', '{}', '-H', 'Content-Type: text/plain'],
      '',
      { sent: '{}', type: 'text/plain' },
    ],
    ['that is empty', ['post'], '', { method: 'POST', sent: '' }],
    ['that delete was not told of', ['delete'], '{}', { method: 'DELETE', sent: '' }],
  ])('has a body %s', async (_, args, input, expected) => {
    const { env } = await start()
    const file = await fileWith('{"a":1}', 'body.json')
    const given = args.map((arg) => arg.replace('FILE', file))
    const { code, stdout, stderr } = await runInPipe([...given, echo], { env, input })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject(expected)
  })

  it('goes where --base-url says, else HERE_BASE_URL, with credentials of a file and a profile', async () => {
    const { emulator } = await start()
    const { accessKeyId, accessKeySecret, tokenEndpointUrl } = emulator.credentials
    const lines = `here.access.key.id=${accessKeyId}\nhere.access.key.secret=${accessKeySecret}\nhere.token.endpoint.url=${tokenEndpointUrl}`
    const properties = await fileWith(lines, 'app.properties')
    const ini = await fileWith(`[default]\n${lines}\n[staging]\n${lines}`, 'credentials')
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

  it('whose body is awaited says so after a while', async () => {
    const { env } = await start()
    const child = spawn(process.execPath, [program, 'post', echo], { env: environment(env) })
    const [said] = await once(child.stderr, 'data')
    expect(String(said)).toMatch(/^Waiting for the body on standard input/)
    child.stdin.end('{}')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('sends the scope with the token request, and names the service of a path', async () => {
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

  it('to a host that is not HERE’s has no token', async () => {
    const { env } = await start()
    const seen: unknown[] = []
    const stranger = await startServer((request, response) => {
      seen.push(request.headers.authorization)
      response.end('hi')
    })
    expect(await runInPipe(['get', stranger], { env })).toMatchObject({ code: 0, stdout: 'hi' })
    expect(seen).toEqual([undefined])
  })
})

describe('what goes wrong', () => {
  it('at HERE exits with 1 and HERE’s title, cause, action and correlation id', async () => {
    const { env } = await start()
    const { code, stdout, stderr } = await runInPipe(['get', '/v1/discover'], { env })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /^GET \/v1\/discover: 127\.0\.0\.1:\d+ responded with 400: Illegal input for parameter\ncause: .*'q'.*\naction: .*\ncorrelation id: [\da-f-]+\nrequest id: /,
    )
  })

  it('in a way that is not HERE’s shows what the server said, and with -i all of it', async () => {
    const { emulator, env } = await start()
    const body = 'your trace has no points\u001B]0;window title\u0007'
    emulator.fail({
      status: 400,
      body,
      headers: { 'Content-Type': 'text/plain', 'X-Why': 'because' },
      when: '/said',
      times: 2,
    })
    const { stderr } = await runInPipe(['get', '/said'], { env })
    expect(stderr).toMatch(
      /responded with 400: Bad Request\ncorrelation id: .*\nrequest id: .*\nyour trace has no points\]0;window title\n$/,
    )
    const whole = await runInPipe(['get', '/said', '-i'], { env })
    expect(whole.stderr).toMatch(/^HTTP\/1\.1 400 Bad Request\n[\s\S]*x-why: because\n[\s\S]*no points/)
    expect(whole.stdout).toBe('')
  })

  it('with the output exits with 1 and a word', async () => {
    const { env } = await start()
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [program, 'get', '/v1/discover', ...search], {
      env: environment(env),
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    const [said] = await once(child.stderr as Readable, 'data')
    expect(String(said)).toMatch(/^The output cannot be written: ENOSPC/)
    expect(await once(child, 'exit')).toEqual([1, null])
  })

  it('where another machine is asked over plain HTTP is told: there is no token', async () => {
    const { env } = await start()
    const { code, stderr } = await runInPipe(['get', '/v1/discover', '--base-url', 'http://nowhere.invalid'], { env })
    expect(stderr).toMatch(
      /^No token is sent to nowhere\.invalid, as it is another machine over plain HTTP\.\nGET \/v1\/discover: /,
    )
    expect(code).toBe(1)
  })

  it('in the network, or with the key, exits with 1', async () => {
    const { env } = await start()
    const away = await runInPipe(['get', 'http://127.0.0.1:1/'], { env })
    expect(away).toMatchObject({ code: 1, stderr: 'GET http://127.0.0.1:1/: connect ECONNREFUSED 127.0.0.1:1\n' })
    const refused = await runInPipe(['get', '/v1/discover'], {
      env: { ...env, HERE_ACCESS_KEY_SECRET: 'wrong-secret' },
    })
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/401300.*does not fit the access key id/) })
    const none = await runInPipe(['get', '/v1/discover'], { env: { HOME: '/nonexistent' } })
    expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/No HERE credentials were found/) })
  })

  it.each<[string, string[], RegExp]>([
    ['no command', [], /Usage: axios-here/],
    ['an unknown command', ['fetch'], /unknown command 'fetch'/],
    ['no path', ['get'], /missing required argument/],
    ['an unknown option', ['get', '/v1/discover', '--nonsense'], /unknown option/],
    ['a parameter that cannot be sent', ['get', '/v1/discover', '-p', '__proto__=y'], /-p wants key=value/],
    ['a parameter without =', ['get', '/v1/discover', '-p', 'q'], /-p wants key=value/],
    [
      'a header without :',
      ['get', '/v1/discover', '-H', 'Authorization : Bearer x'],
      /-H wants 'Name: value', and not 'Authorization…'/,
    ],
    ['a header of other letters', ['get', '/v1/discover', '-H', 'X-A: ✓'], /Latin-1/],
    ['a file:', ['get', 'file:///etc/passwd'], /file: is neither http nor https/],
    [
      'a credentials file that is not there',
      ['get', '/v1/discover', '--credentials', '/nonexistent'],
      /there is no file \/nonexistent/,
    ],
    ['a wrong region for doctor', ['doctor', '--region', 'mars'], /here.region must be/],
    ['half a base URL', ['doctor', '--base-url', 'https://'], /--base-url must be/],
    ['a body from a file that is not there', ['post', '/', '-d', '@/nonexistent'], /cannot be read \(ENOENT\)/],
    ['a path that no service has', ['get', '/v1/discovery'], /nearest are \/v1\/discover,/],
    ['a wrong region', ['get', '/v1/discover', '--region', 'moon'], /here.region must be/],
    ['a wrong base URL', ['get', '/v1/discover', '--base-url', 'moon'], /--base-url must be/],
    ['a wrong port', ['emulator', '--port', '65536'], /number from 0 to 65535/],
    ['a Data Lens user without an app', ['token', '--data-lens', 'me@example.com'], /--app-id/],
  ])('in the command line, %s, exits with 2', async (_, args, words) => {
    const env = { HERE_ACCESS_KEY_ID: 'a', HERE_ACCESS_KEY_SECRET: 'the-secret' }
    const { code, stdout, stderr } = await runInPipe(args, { env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(words)
  })
})
