import { generateKeyPairSync } from 'node:crypto'
import { dataLensLogin } from '../account/data-lens.ts'
import type { HereEmulator, HereEmulatorOptions } from './emulator.ts'
import { type Listener, listen } from './listen.ts'
import { matchPath } from './match-path.ts'
import { checkEmulatorOptions } from './options.ts'
import { routeRequest } from './route-request.ts'
import { serve } from './serve.ts'
import { createServices } from './service-list.ts'
import { createControls, createState, type EmulatorState } from './state.ts'
import { createStorage } from './storage.ts'

const keyId = 'emulator-key-id'
const keyFormat = {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const

/**
 * Starts a local HERE for tests and demos, which only this machine can reach. It checks signatures, nonces, clocks and
 * tokens, and responds with HERE's errors. Its places, streets and routes are made up, and the same request always gets
 * the same response.
 *
 * @example
 * const emulator = await startHereEmulator()
 * const here = createHereClient(emulator.credentials, { baseURL: emulator.url })
 * await here.get('/v1/discover', { params: { at: '52.5228,13.412', q: 'restaurant' } })
 * await emulator.close()
 */
export async function startHereEmulator(options: HereEmulatorOptions = {}): Promise<HereEmulator> {
  checkEmulatorOptions(options)
  const { privateKey, publicKey } = generateKeyPairSync('ec', keyFormat)
  const state = createState(options, { [keyId]: publicKey })
  const { main, storage } = await startListeners(state, options.port ?? 0)
  const { account, requests } = state
  const { accessKeyId, accessKeySecret, clientId } = account
  const tokenEndpointUrl = `${main.url}/oauth2/token`

  return {
    url: main.url,
    storageUrl: storage.url,
    credentials: { accessKeyId, accessKeySecret, tokenEndpointUrl },
    clientId,
    keyCredentials: { clientId, keyId, privateKey, tokenEndpointUrl },
    dataLens: { ...dataLensLogin, signInUrl: `${main.url}/v1/sign_in/` },
    requests,
    requestsTo: (path) => requests.filter((request) => matchPath(path, request.path) !== undefined),
    revokeTokens: () => account.tokens.clear(),
    ...createControls(state),
    async close() {
      await Promise.all([main.close(), storage.close()])
    },
  }
}

async function startListeners(state: EmulatorState, port: number): Promise<{ main: Listener; storage: Listener }> {
  const { account, handlers, rateLimit } = state
  const { put, respond } = createStorage()
  const storage = await listen(0, (message, target) => serve(state, message, target, respond))
  const services = createServices({
    account,
    jobs: () => state.jobs,
    store: (name, result) => storage.url + put(name, result),
  })
  try {
    const targets = { account, handlers, rateLimit, services }
    const main = await listen(port, (message, target) =>
      serve(state, message, target, (request) => routeRequest(request, targets)),
    )
    return { main, storage }
  } catch (error) {
    await storage.close()
    throw error
  }
}
