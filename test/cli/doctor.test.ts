import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { environmentOf, hasTerminal, runInPipe, runOnTerminal } from '../support/command.ts'
import { startEmulator } from '../support/emulator.ts'
import { createFolder } from '../support/files.ts'

async function createHome(files: Record<string, string> = {}): Promise<string> {
  const folder = await createFolder()
  await mkdir(join(folder, '.here'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, '.here', name), text, { mode: 0o600 })
  return folder
}

describe('axios-here doctor', () => {
  it('reports where the credentials are, that the clock is right and that there is a token', async () => {
    const emulator = await startEmulator()
    const { accessKeyId, accessKeySecret, tokenEndpointUrl } = emulator.credentials
    const properties = `here.access.key.id=${accessKeyId}\nhere.access.key.secret=${accessKeySecret}\nhere.token.endpoint.url=${tokenEndpointUrl}`
    const env = { HOME: await createHome({ 'credentials.properties': properties }) }
    const { code, stdout } = await runInPipe(['doctor'], { env })
    expect(stdout.split('\n')).toEqual([
      '· Credentials: none in environment (HERE_ACCESS_KEY_ID, HERE_ACCESS_KEY_SECRET)',
      '· Credentials: none in ~/.here/credentials.ini [default]',
      '✓ Credentials: access key emul… from ~/.here/credentials.properties',
      expect.stringMatching(/^✓ Clock: right, within \d+ s of HERE’s$/),
      `✓ Token: ${tokenEndpointUrl} gives one, valid for 1440 min`,
      'All is well.',
      '',
    ])
    expect(stdout).not.toContain(accessKeyId)
    expect(code).toBe(0)
  })

  it('reports by how much the clock is wrong, and exits with 1', async () => {
    for (const [minutes, words] of [
      [31, 'behind'],
      [-31, 'ahead of'],
    ] as const) {
      const emulator = await startEmulator({ clockOffset: minutes * 60_000 })
      const { code, stdout } = await runInPipe(['doctor'], { env: environmentOf(emulator) })
      expect(stdout).toMatch(new RegExp(`✗ Clock: 18(59|60|61) s ${words} HERE’s. Set it`))
      expect(stdout).toMatch(/✓ Token/)
      expect(code).toBe(1)
    }
  })

  it('accepts a private key, and reports that other users can read the credentials file', async () => {
    const { keyCredentials } = await startEmulator()
    const folder = join(await createHome({ 'key.pem': keyCredentials.privateKey }), '.here')
    const lines = [
      '[team]',
      `here.client.id=${keyCredentials.clientId}`,
      `here.key.id=${keyCredentials.keyId}`,
      'here.private.key=key.pem',
      `here.token.endpoint.url=${keyCredentials.tokenEndpointUrl}?tenant=1`,
    ]
    await writeFile(join(folder, 'team'), lines.join('\n'), { mode: 0o644 })
    await chmod(join(folder, 'team'), 0o644)
    const scope = 'hrn:here:authorization::realm:project/name'
    const args = ['doctor', '--credentials', join(folder, 'team'), '--profile', 'team', '--scope', scope]
    const { code, stdout } = await runInPipe(args)
    expect(stdout).toContain(`· Other users can read ${join(folder, 'team')}. Take that right away: chmod 600`)
    expect(stdout).toMatch(/✓ Credentials: private key of client emul… from /)
    expect(stdout).toMatch(/✓ Clock: right/)
    expect(stdout).toMatch(/✓ Token: .* gives one, valid for 1440 min, for hrn:here/)
    expect(code).toBe(0)
  })

  it.each([
    ['global', 'https://account.api.here.com/'],
    ['china', 'https://elb.cn-northwest-1.account.hereapi.cn/'],
  ])('requests HERE’s own endpoint of the region %s when the credentials name none', async (region, endpoint) => {
    // A proxy that does not exist, so that no request leaves this machine.
    const env = {
      HERE_ACCESS_KEY_ID: 'an-id',
      HERE_ACCESS_KEY_SECRET: 'very-secret',
      HTTPS_PROXY: 'http://127.0.0.1:1',
    }
    const { code, stdout } = await runInPipe(['doctor', '--region', region], { env })
    expect(stdout).toContain(`✗ Clock: cannot be compared, as ${endpoint}timestamp does not respond`)
    expect(stdout).toContain(`✗ Token: POST ${endpoint}oauth2/token: connect ECONNREFUSED 127.0.0.1:1`)
    expect(code).toBe(1)
  })

  it('succeeds without a comparison of clocks when the endpoint has no timestamp', async () => {
    const emulator = await startEmulator()
    emulator.handle('/timestamp', () => ({ body: {} }), { isPublic: true })
    const withoutTimestamp = await runInPipe(['doctor'], { env: environmentOf(emulator) })
    expect(withoutTimestamp).toMatchObject({ code: 0, stdout: expect.stringMatching(/· Clock: .*gives no time/) })
    emulator.handle('/other', () => ({ body: { access_token: 't', expires_in: 60 } }), { isPublic: true })
    const env = { ...environmentOf(emulator), HERE_TOKEN_ENDPOINT_URL: `${emulator.url}/other` }
    const { code, stdout } = await runInPipe(['doctor', '--region', 'china'], { env })
    expect(stdout).toMatch(/^✓ Credentials: .*\n✓ Token: .*\/other gives one, valid for 1 min\nAll is well\.\n$/)
    expect(code).toBe(0)
  })

  it('reports missing, invalid and rejected credentials, and exits with 1', async () => {
    const none = await runInPipe(['doctor'], { env: { HOME: await createHome() } })
    expect(none).toMatchObject({ code: 1, stdout: expect.stringMatching(/✗ Credentials: none\. Put an access key/) })
    const half = await runInPipe(['doctor'], { env: { HERE_ACCESS_KEY_ID: 'id' } })
    expect(half).toMatchObject({ code: 1, stdout: expect.stringMatching(/✗ .* HERE_ACCESS_KEY_SECRET is not/) })
    const emulator = await startEmulator()
    const env = { ...environmentOf(emulator), HERE_ACCESS_KEY_SECRET: 'wrong-secret' }
    const rejected = await runInPipe(['doctor'], { env })
    expect(rejected).toMatchObject({ code: 1, stdout: expect.stringMatching(/✓ Clock.*\n✗ Token: .*401300/) })
    const withPassword = { ...env, HERE_TOKEN_ENDPOINT_URL: 'https://user:S3CRETPW@127.0.0.1:1/oauth2/token' }
    const hidden = await runInPipe(['doctor'], { env: withPassword })
    expect(hidden).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/HERE_TOKEN_ENDPOINT_URL must not hold a user name/),
    })
    expect(hidden.stdout).not.toContain('S3CRETPW')
    const unreachable = await runInPipe(['doctor'], {
      env: { ...env, HERE_TOKEN_ENDPOINT_URL: 'http://127.0.0.1:1/oauth2/token' },
    })
    expect(unreachable).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/✗ Clock: .*\n✗ Token: .*ECONNREFUSED/),
    })
  })

  it.skipIf(!hasTerminal)('prints colours on a terminal', async () => {
    const { stdout } = await runOnTerminal(['doctor'], { env: environmentOf(await startEmulator()) })
    expect(stdout).toContain('\u001B[32m✓\u001B[39m Token')
  })
})
