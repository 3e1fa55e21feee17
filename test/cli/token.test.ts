import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { environmentOf, hasTerminal, runInPipe, runOnTerminal } from '../support/command.ts'
import { startEmulator } from '../support/emulator.ts'

const password = 'emulator-password'
const email = 'user@emulator.example'

describe('axios-here token', () => {
  it('prints a token that HERE accepts, alone on its line', async () => {
    const emulator = await startEmulator()
    const { code, stdout, stderr } = await runInPipe(['token'], { env: environmentOf(emulator) })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const headers = { Authorization: `Bearer ${stdout.trimEnd()}` }
    expect((await fetch(`${emulator.url}/v1/geocode?q=Berlin`, { headers })).status).toBe(200)
  })

  it('prints expiresAt and scope, too, with --json', async () => {
    const emulator = await startEmulator({ tokenLifetime: 600 })
    const scope = 'hrn:here:authorization::realm:project/name'
    const { stdout } = await runInPipe(['token', '--json', '--scope', scope], { env: environmentOf(emulator) })
    const { accessToken, expiresAt, ...rest } = JSON.parse(stdout)
    expect(accessToken).toMatch(/^emulator\./)
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 600_000)).toBeLessThan(120_000)
    expect(rest).toEqual({ scope })
  })

  it('reads the password from a pipe with --data-lens', async () => {
    const env = environmentOf(await startEmulator())
    const args = ['token', '--data-lens', email]
    expect(await runInPipe(args, { env, input: `${password}\n` })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^emulator\.\S+\n$/),
    })
    const wrong = await runInPipe(args, { env, input: 'wrong-password\n' })
    expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/Check e-mail and password/) })
    expect(wrong.stderr).not.toContain('wrong-password')
    expect(await runInPipe(args, { env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no password on standard input/),
    })
  })

  it.skipIf(!hasTerminal)('prompts for app code and password without echo with --data-lens', async () => {
    const { HERE_APP_CODE: appCode = '', ...env } = environmentOf(await startEmulator())
    const { code, stdout } = await runOnTerminal(['token', '--data-lens', email], {
      env,
      typed: [
        ['App code:', appCode],
        ['Password:', password],
      ],
    })
    expect(code).toBe(0)
    expect(stripVTControlCharacters(stdout)).toMatch(/^App code: \nPassword: \nemulator\.\S+\n$/)
    expect(stdout).not.toContain(password)
    expect(stdout).not.toContain(appCode)
  })
})

describe.skipIf(!hasTerminal)('a prompt', () => {
  it.each([
    ['Ctrl+C', '\u0003'],
    ['Ctrl+D', '\u0004'],
  ])('ends the command with exit code 130 by %s', async (_, key) => {
    const env = environmentOf(await startEmulator())
    const typed: [string, string][] = [['Password:', key]]
    const { code, stdout } = await runOnTerminal(['token', '--data-lens', email], { env, typed })
    expect(stdout).toMatch(/cancelled/)
    expect(code).toBe(130)
  })
})
