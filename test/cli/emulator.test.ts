import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { environment, program, runInPipe } from '../support/command.ts'

const password = 'emulator-password'
const email = 'user@emulator.example'

describe('axios-here emulator', () => {
  it('prints environment variables that make the other commands use it, and ends by SIGTERM', async () => {
    const child = spawn(process.execPath, [program, 'emulator', '--port', '0'], { env: environment({}) })
    onTestFinished(() => void child.kill('SIGKILL'))
    let lines = ''
    while (!lines.includes('HERE_APP_CODE')) lines += String((await once(child.stdout, 'data'))[0])
    const env = Object.fromEntries(
      [...lines.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
    )
    expect(await runInPipe(['get', '/v1/geocode', '-p', 'q=Berlin'], { env })).toMatchObject({ code: 0, stderr: '' })
    expect(await runInPipe(['doctor'], { env })).toMatchObject({ code: 0 })
    expect(await runInPipe(['token', '--data-lens', email], { env, input: password })).toMatchObject({ code: 0 })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
