import { decode } from '@here/flexpolyline'
import type { AxiosInstance } from 'axios'
import type { HereEmulator, HereEmulatorOptions } from '../../src/emulator/index.ts'
import { startClient } from '../support/emulator.ts'

/**
 * Starts an emulator and a client that neither retries nor rejects. It is a plain axios to the compiler, because the
 * tests send requests that HERE rejects, which the types of the client forbid.
 */
export async function startPlainClient(
  options?: HereEmulatorOptions,
): Promise<{ emulator: HereEmulator; here: AxiosInstance }> {
  const config = { validateStatus: () => true, 'axios-retry': { retries: 0 } }
  const { here, emulator } = await startClient(config, options)
  return { here: here as unknown as AxiosInstance, emulator }
}

/** The points of a flexible polyline, in HERE's precision. */
export function pointsOf(polyline: string): number[][] {
  return decode(polyline).polyline.map((point) => point.map((degrees) => Number(degrees.toFixed(5))))
}
