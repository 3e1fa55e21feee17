import type { AxiosInstance, AxiosRequestConfig } from 'axios'

// The settings of an instance that say how bytes travel. The token request travels the same way.
const transportKeys = [
  'adapter',
  'proxy',
  'httpAgent',
  'httpsAgent',
  'lookup',
  'family',
  'env',
  'fetchOptions',
] as const

/** Creates a function that reads an instance's transport settings at the time of a token request, so that it sees a mock adapter. */
export function transportOf(instance: Pick<AxiosInstance, 'defaults'> | undefined): () => AxiosRequestConfig {
  return () => {
    const { defaults } = instance ?? { defaults: {} as AxiosInstance['defaults'] }
    // Own settings only, so that a polluted `Object.prototype` cannot add any.
    return Object.fromEntries(
      transportKeys.filter((key) => Object.hasOwn(defaults, key)).map((key) => [key, defaults[key]]),
    )
  }
}

interface Socket {
  ref?(): void
  unref?(): void
}

interface Agent {
  maxSockets?: number
  maxTotalSockets?: number
}

interface ClientRequest {
  on(event: 'socket', listener: (socket: Socket) => void): void
  on(event: 'response', listener: (response: { on(event: 'end', listener: () => void): void }) => void): void
}

interface HttpModule {
  request(options: object, onResponse: (response: unknown) => void): ClientRequest
}

/**
 * Lets a request of Node's http adapter not keep the process alive: a refresh in the background must not hold a process
 * that is done. Callers that wait for it hold the process themselves (`createKeepAlive`). A `transport` of the application
 * is left alone, and on other platforms nothing changes.
 */
export function unrefTransport(config: AxiosRequestConfig): AxiosRequestConfig {
  // Node has this since 20.16 and 22.3.
  const canLoadHttp = typeof globalThis.process?.getBuiltinModule === 'function'
  return canLoadHttp && config.transport === undefined ? { ...config, transport: { request: requestUnref } } : config
}

function requestUnref(
  options: { protocol?: string; agent?: Agent },
  onResponse: (response: unknown) => void,
): ClientRequest {
  // Not an import, so that bundlers for browsers do not look for it.
  const name = options.protocol === 'https:' ? 'node:https' : 'node:http'
  const { request: send } = process.getBuiltinModule(name) as unknown as HttpModule
  const sent = send(options, onResponse)
  // A request of the application may wait for this one's socket, and that must keep the process alive.
  if (hasLimit(options.agent)) return sent
  sent.on('socket', (socket) => {
    socket.unref?.()
    // The agent may use the socket for another request next.
    sent.on('response', (response) => response.on('end', () => socket.ref?.()))
  })
  return sent
}

function hasLimit({ maxSockets = Infinity, maxTotalSockets = Infinity }: Agent = {}): boolean {
  return Number.isFinite(maxSockets) || Number.isFinite(maxTotalSockets)
}
