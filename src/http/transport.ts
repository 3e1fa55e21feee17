import type { AxiosRequestConfig } from 'axios'

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
 * Lets a request of Node's http adapter not keep the process alive: a renewal in the background must not hold a process
 * that is done. Whoever waits for the answer holds it (`createHold`). A `transport` of the caller's is left alone,
 * and elsewhere nothing changes.
 */
export function detached(config: AxiosRequestConfig): AxiosRequestConfig {
  // Node has this since 20.16 and 22.3.
  const canDetach = typeof globalThis.process?.getBuiltinModule === 'function'
  return canDetach && config.transport === undefined ? { ...config, transport: { request } } : config
}

function request(
  options: { protocol?: string; agent?: Agent },
  onResponse: (response: unknown) => void,
): ClientRequest {
  // Asked for like this, since the main entry has no import that a browser lacks.
  const name = options.protocol === 'https:' ? 'node:https' : 'node:http'
  const { request: send } = process.getBuiltinModule(name) as unknown as HttpModule
  const sent = send(options, onResponse)
  // A request of the app's may wait for this one's socket, and that must hold the process.
  if (hasLimit(options.agent)) return sent
  sent.on('socket', (socket) => {
    socket.unref?.()
    // The agent may hand it on.
    sent.on('response', (response) => response.on('end', () => socket.ref?.()))
  })
  return sent
}

function hasLimit({ maxSockets = Infinity, maxTotalSockets = Infinity }: Agent = {}): boolean {
  return Number.isFinite(maxSockets) || Number.isFinite(maxTotalSockets)
}
