import { expect, it } from 'vitest'
import { runInPipe } from '../support/command.ts'

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
  ['a header with letters beyond Latin-1', ['get', '/v1/discover', '-H', 'X-A: ✓'], /Latin-1/],
  ['a file: URL', ['get', 'file:///etc/passwd'], /file: is neither http nor https/],
  [
    'a credentials file that does not exist',
    ['get', '/v1/discover', '--credentials', '/nonexistent'],
    /there is no file \/nonexistent/,
  ],
  ['a wrong region for doctor', ['doctor', '--region', 'mars'], /here.region must be/],
  ['an incomplete base URL', ['doctor', '--base-url', 'https://'], /--base-url must be/],
  ['a body from a file that does not exist', ['post', '/', '-d', '@/nonexistent'], /cannot be read \(ENOENT\)/],
  ['a path that no service has', ['get', '/v1/discovery'], /nearest are \/v1\/discover,/],
  ['a wrong region', ['get', '/v1/discover', '--region', 'moon'], /here.region must be/],
  ['a wrong base URL', ['get', '/v1/discover', '--base-url', 'moon'], /--base-url must be/],
  ['a wrong port', ['emulator', '--port', '65536'], /number from 0 to 65535/],
  ['a Data Lens user without an app', ['token', '--data-lens', 'me@example.com'], /--app-id/],
])('a command line with %s exits with 2', async (_, args, message) => {
  const env = { HERE_ACCESS_KEY_ID: 'a', HERE_ACCESS_KEY_SECRET: 'the-secret' }
  const { code, stdout, stderr } = await runInPipe(args, { env })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(message)
})
