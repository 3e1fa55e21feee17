import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { environment, environmentOf, program, runInPipe } from '../support/command.ts'
import { startEmulator } from '../support/emulator.ts'

const search = ['-p', 'at=52.5228,13.412', '-p', 'q=restaurant', '-p', 'limit=1']

async function start() {
  const emulator = await startEmulator()
  return { emulator, env: environmentOf(emulator) }
}

describe('a command that fails', () => {
  it('exits with 1, and prints HERE’s title, cause, action and correlation id', async () => {
    const { env } = await start()
    const { code, stdout, stderr } = await runInPipe(['get', '/v1/discover'], { env })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /^GET \/v1\/discover: 127\.0\.0\.1:\d+ responded with 400: Illegal input for parameter\ncause: .*'q'.*\naction: .*\ncorrelation id: [\da-f-]+\nrequest id: /,
    )
  })

  it('prints the text of a response that is no error of HERE, and all of the response with -i', async () => {
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

  it('exits with 1 and a message when the output cannot be written', async () => {
    const { env } = await start()
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [program, 'get', '/v1/discover', ...search], {
      env: environment(env),
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    const [message] = await once(child.stderr as Readable, 'data')
    expect(String(message)).toMatch(/^The output cannot be written: ENOSPC/)
    expect(await once(child, 'exit')).toEqual([1, null])
  })

  it('prints that no token is sent to another machine over plain HTTP', async () => {
    const { env } = await start()
    const { code, stderr } = await runInPipe(['get', '/v1/discover', '--base-url', 'http://nowhere.invalid'], { env })
    expect(stderr).toMatch(
      /^No token is sent to nowhere\.invalid, as it is another machine over plain HTTP\.\nGET \/v1\/discover: /,
    )
    expect(code).toBe(1)
  })

  it('exits with 1 when the network fails, the key is rejected, or there are no credentials', async () => {
    const { env } = await start()
    const unreachable = await runInPipe(['get', 'http://127.0.0.1:1/'], { env })
    expect(unreachable).toMatchObject({
      code: 1,
      stderr: 'GET http://127.0.0.1:1/: connect ECONNREFUSED 127.0.0.1:1\n',
    })
    const rejected = await runInPipe(['get', '/v1/discover'], {
      env: { ...env, HERE_ACCESS_KEY_SECRET: 'wrong-secret' },
    })
    expect(rejected).toMatchObject({ code: 1, stderr: expect.stringMatching(/401300.*does not fit the access key id/) })
    const none = await runInPipe(['get', '/v1/discover'], { env: { HOME: '/nonexistent' } })
    expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/No HERE credentials were found/) })
  })
})
