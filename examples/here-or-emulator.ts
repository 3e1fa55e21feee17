import type { HereClientConfig, HereCredentials } from 'axios-here'
import { defaultCredentials } from 'axios-here/credentials'
import { startHereEmulator } from 'axios-here/emulator'

/** Your own credentials (environment or ~/.here) with HERE itself, or else the emulator with its own. */
export async function hereOrEmulator(): Promise<{
  credentials: HereCredentials
  config: HereClientConfig
  close: () => Promise<void>
}> {
  const credentials = defaultCredentials()
  if ((await credentials()) !== undefined) return { credentials, config: {}, close: async () => {} }

  const emulator = await startHereEmulator()
  console.error(`No HERE credentials in the environment or in ~/.here: using the emulator at ${emulator.url}`)
  return { credentials: emulator.credentials, config: { baseURL: emulator.url }, close: emulator.close }
}
