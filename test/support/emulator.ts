import { onTestFinished } from 'vitest'
import { type HereEmulator, type HereEmulatorOptions, startHereEmulator } from '../../src/emulator/index.ts'
import { createHereClient, type HereClient, type HereClientConfig, type HereEvent } from '../../src/index.ts'

/** Starts an emulator that is closed after the test. */
export async function startEmulator(options?: HereEmulatorOptions): Promise<HereEmulator> {
  const emulator = await startHereEmulator(options)
  onTestFinished(() => emulator.close())
  return emulator
}

/** Starts an emulator; returns it with a client that uses it, and with the events of the client. */
export async function startClient(
  config: HereClientConfig = {},
  options?: HereEmulatorOptions,
): Promise<{ emulator: HereEmulator; here: HereClient; events: HereEvent[] }> {
  const emulator = await startEmulator(options)
  const events: HereEvent[] = []
  const here = createHereClient(emulator.credentials, {
    baseURL: emulator.url,
    ...config,
    here: { onEvent: (event) => void events.push(event), ...config.here },
  })
  return { emulator, here, events }
}

/** Parameters of a search that finds a place. */
export const search = { at: '52.5228,13.412', q: 'restaurant', limit: 1 }
