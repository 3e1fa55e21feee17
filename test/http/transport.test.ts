import { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import axios from 'axios'
import { expect, it, vi } from 'vitest'
import { unrefTransport } from '../../src/http/transport.ts'
import { startHosts } from '../support/hosts.ts'
import { startServer } from '../support/server.ts'

// What it is for is tested in `platform/node.test.ts`, by processes.

it('lets go of the socket while it waits, and takes hold again for whom the agent gives it to', async () => {
  const calls: string[] = []
  const origin = await startServer((_request, response) => {
    calls.push('asked')
    response.end('answer')
  })
  let socket: Socket | undefined
  const httpAgent = Object.assign(new Agent({ keepAlive: true }), {
    createConnection() {
      const created = connect(Number(new URL(origin).port), '127.0.0.1')
      for (const name of ['ref', 'unref'] as const) {
        const original = created[name].bind(created)
        vi.spyOn(created, name).mockImplementation(() => {
          calls.push(name)
          return original()
        })
      }
      socket = created
      return created
    },
  })
  expect((await axios.get(origin, unrefTransport({ httpAgent }))).data).toBe('answer')
  expect(calls.slice(0, 3)).toEqual(['unref', 'asked', 'ref'])
  socket?.destroy()
})

it.each([{ maxSockets: 1 }, { maxTotalSockets: 1 }])(
  'holds the socket of an agent that has no others (%j), as requests of the app may wait for it',
  async (limit) => {
    const origin = await startServer((_request, response) => response.end())
    const sockets: Socket[] = []
    const httpAgent = Object.assign(new Agent(limit), {
      createConnection() {
        const socket = connect(Number(new URL(origin).port), '127.0.0.1')
        vi.spyOn(socket, 'unref')
        sockets.push(socket)
        return socket
      },
    })
    await axios.get(origin, unrefTransport({ httpAgent }))
    expect(sockets[0]?.unref).not.toHaveBeenCalled()
  },
)

it('sends over sockets that cannot be let go', async () => {
  const origin = await startServer((_request, response) => response.end('answer'))
  const httpAgent = Object.assign(new Agent(), {
    createConnection: () =>
      Object.assign(connect(Number(new URL(origin).port), '127.0.0.1'), { ref: undefined, unref: undefined }),
  })
  expect((await axios.get(origin, unrefTransport({ httpAgent } as never))).data).toBe('answer')
})

it('sends over TLS what is for https', async () => {
  const { agents, received } = await startHosts()
  await axios.get('https://account.example/a', unrefTransport(agents))
  await axios.get('http://account.example/b', unrefTransport(agents))
  expect(received.map(({ scheme, line }) => `${scheme} ${line}`)).toEqual([
    'https GET account.example/a',
    'http GET account.example/b',
  ])
})

it('leaves the request alone where Node’s modules cannot be had', () => {
  vi.stubGlobal('process', { ...process, getBuiltinModule: undefined })
  const config = { timeout: 1 }
  try {
    expect(unrefTransport(config)).toBe(config)
  } finally {
    vi.unstubAllGlobals()
  }
})

it('leaves a transport of the caller’s alone', () => {
  const config = { transport: { request: () => {} }, timeout: 1 }
  expect(unrefTransport(config)).toBe(config)
  expect(unrefTransport({ timeout: 1 })).toMatchObject({ timeout: 1, transport: { request: expect.any(Function) } })
})
