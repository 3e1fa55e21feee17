// What TypeScript makes of the installed package, compiled as an ES module and as CommonJS.
import type { AxiosStatic } from 'axios'
import { createHereClient, type HereAuthErrorReason, isHereAuthError } from 'axios-here'
import { fromEnv } from 'axios-here/credentials'
import { type HereEmulator, startHereEmulator } from 'axios-here/emulator'

export async function use(): Promise<HereAuthErrorReason | undefined> {
  const emulator: HereEmulator = await startHereEmulator({ tokenLifetime: 60 })
  const axios: AxiosStatic = createHereClient(fromEnv(), { here: { region: 'china' }, 'axios-retry': { retries: 1 } })
  try {
    await axios.get<string>('/v1/discover', {
      here: { service: 'discover', auth: false },
      'axios-retry': { retries: 0 },
    })
    // @ts-expect-error: the options are typed
    await axios.get('/v1/discover', { here: { auth: 'yes' }, 'axios-retry': { retries: 0 } })
    // @ts-expect-error: and so are axios-retry's
    await axios.get('/v1/discover', { 'axios-retry': { retries: 'no' } })
  } catch (error) {
    return isHereAuthError(error) ? error.reason : undefined
  } finally {
    await emulator.close()
  }
  return undefined
}
