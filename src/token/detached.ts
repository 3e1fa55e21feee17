import type { AxiosRequestConfig } from 'axios'

interface Socket {
  ref(): void
  unref(): void
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
 * that is done. Whoever waits for the answer holds it (`waitUntilAborted`). A `transport` of the caller's is left alone,
 * and elsewhere nothing changes.
 */
export function detached(config: AxiosRequestConfig): AxiosRequestConfig {
  return config.transport === undefined ? { ...config, transport: { request } } : config
}

function request(options: { protocol?: string }, onResponse: (response: unknown) => void): ClientRequest {
  // Asked for like this, since the main entry has no import that a browser lacks.
  const name = options.protocol === 'https:' ? 'node:https' : 'node:http'
  const { request: send } = process.getBuiltinModule(name) as unknown as HttpModule
  const sent = send(options, onResponse)
  sent.on('socket', (socket) => {
    socket.unref()
    // The agent may hand it to a request of the app's.
    sent.on('response', (response) => response.on('end', () => socket.ref()))
  })
  return sent
}
