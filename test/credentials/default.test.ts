import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { defaultCredentials } from '../../src/credentials/index.ts'
import { createTokenProvider } from '../../src/index.ts'
import { fileWith } from '../support/files.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }

describe('defaultCredentials', () => {
  it('reads the environment, then credentials.ini, then credentials.properties', async () => {
    const home = dirname(await fileWith(''))
    const folder = join(home, '.here')
    const lines = (id: string) => `here.access.key.id=${id}\nhere.access.key.secret=secret`
    await mkdir(folder)
    vi.stubEnv('HOME', home)
    expect(await defaultCredentials()()).toBeUndefined()
    await writeFile(join(folder, 'credentials.properties'), lines('properties'))
    expect(await defaultCredentials()()).toMatchObject({ accessKeyId: 'properties' })
    await writeFile(join(folder, 'credentials.ini'), `[default]\n${lines('ini')}\n[other]\n${lines('other')}`)
    expect(await defaultCredentials()()).toMatchObject({ accessKeyId: 'ini' })
    vi.stubEnv('HERE_PROFILE', 'other')
    expect(await defaultCredentials()()).toMatchObject({ accessKeyId: 'other' })
    vi.stubEnv('HERE_ACCESS_KEY_ID', 'id')
    vi.stubEnv('HERE_ACCESS_KEY_SECRET', 'secret')
    expect(await defaultCredentials()()).toMatchObject(key)
  })

  it('rejects with all places when it finds nothing', async () => {
    await expect(createTokenProvider().getToken()).rejects.toMatchObject({
      reason: 'missing-credentials',
      message: expect.stringMatching(
        /environment .*; ~\/.here\/credentials.ini \[default\]; ~\/.here\/credentials.properties; \/dev\/shm\/identity\/access-token\./,
      ),
    })
  })
})

it('defaultCredentials returns nothing for a user without a home folder', async () => {
  const { stdout } = await promisify(execFile)(
    'node',
    [
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      "import os from 'node:os'; import { syncBuiltinESMExports } from 'node:module'; os.homedir = () => { throw new Error('no home') }; syncBuiltinESMExports(); const { defaultCredentials } = await import('./src/credentials/index.ts'); console.log(await defaultCredentials()())",
    ],
    { env: { PATH: process.env.PATH } },
  )
  expect(stdout).toBe('undefined\n')
})
