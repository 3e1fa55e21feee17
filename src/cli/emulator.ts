import { once } from 'node:events'
import { startHereEmulator } from '../emulator/index.ts'

/** Runs the emulator until the process gets a signal to stop, and prints how to use it. */
export async function runEmulator({ port }: { port?: number }): Promise<void> {
  const emulator = await startHereEmulator({ port })
  const { url, credentials, dataLens } = emulator
  const lines = environmentLines({
    HERE_BASE_URL: url,
    HERE_ACCESS_KEY_ID: credentials.accessKeyId,
    HERE_ACCESS_KEY_SECRET: credentials.accessKeySecret,
    HERE_TOKEN_ENDPOINT_URL: credentials.tokenEndpointUrl,
    HERE_APP_ID: dataLens.appId,
    HERE_APP_CODE: dataLens.appCode,
  })
  process.stderr.write(`A local HERE runs at ${url}. To use it, paste these lines; to stop it, press Ctrl+C.\n`)
  process.stdout.write(`${lines.join('\n')}\n`)
  process.stderr.write(`Its Data Lens user is ${dataLens.email} with the password ${dataLens.password}.\n`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await emulator.close()
}

function environmentLines(variables: Record<string, string>): string[] {
  return Object.entries(variables).map(([name, value]) =>
    process.platform === 'win32' ? `$env:${name} = '${value}'` : `export ${name}=${value}`,
  )
}
