import type { HereClientConfig, HereCredentials } from 'axios-here'
import { defaultCredentials } from 'axios-here/credentials'
import { startHereEmulator } from 'axios-here/emulator'

/** Returns your own credentials (environment or ~/.here), or else starts the emulator and returns its credentials. */
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
