import { chmod } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { chain, fromEnv, fromIni, fromProperties } from '../../src/credentials/index.ts'
import { createTokenProvider, type HereEvent } from '../../src/index.ts'
import { startEmulator } from '../support/emulator.ts'
import { fileWith } from '../support/files.ts'

describe('a credentials file that other users can read', () => {
  it.each<[string, (path: string) => Parameters<typeof chain>[0]]>([
    ['properties', fromProperties],
    ['ini', (path) => fromIni({ path })],
    ['properties in a chain', (path) => chain(fromEnv({}), fromProperties(path))],
  ])('is reported once to onEvent: %s', async (kind, createProvider) => {
    const emulator = await startEmulator()
    const lines = [
      kind === 'ini' ? '[default]' : '',
      `here.access.key.id=${emulator.credentials.accessKeyId}`,
      `here.access.key.secret=${emulator.credentials.accessKeySecret}`,
      `here.token.endpoint.url=${emulator.credentials.tokenEndpointUrl}`,
    ]
    const file = await fileWith(lines.join('\n'))
    const events: HereEvent[] = []
    const tokens = createTokenProvider(createProvider(file), { onEvent: (event) => void events.push(event) })
    const exposed = () => events.filter(({ type }) => type === 'credentials-exposed')
    await chmod(file, 0o600)
    await tokens.invalidate(await tokens.getToken())
    expect(exposed()).toEqual([])
    await chmod(file, 0o640)
    await tokens.invalidate(await tokens.getToken())
    await tokens.getToken()
    expect(exposed()).toEqual([{ type: 'credentials-exposed', file }])
  })
})
