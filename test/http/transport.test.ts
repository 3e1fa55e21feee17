import { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import axios from 'axios'
import { expect, it, vi } from 'vitest'
import { unrefTransport } from '../../src/http/transport.ts'
import { startHosts } from '../support/hosts.ts'
import { startServer } from '../support/server.ts'

// `platform/node.test.ts` tests with processes that they end.

it('unrefTransport unrefs the socket while the request waits, and refs it again for the next request of the agent', async () => {
  const calls: string[] = []
  const origin = await startServer((_request, response) => {
    calls.push('request')
    response.end('response')
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
  expect((await axios.get(origin, unrefTransport({ httpAgent }))).data).toBe('response')
  expect(calls.slice(0, 3)).toEqual(['unref', 'request', 'ref'])
  socket?.destroy()
})

it.each([{ maxSockets: 1 }, { maxTotalSockets: 1 }])(
  'unrefTransport does not unref the socket of an agent with %j, because requests of the application may wait for it',
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

it('unrefTransport sends over sockets that have no unref', async () => {
  const origin = await startServer((_request, response) => response.end('response'))
  const httpAgent = Object.assign(new Agent(), {
    createConnection: () =>
      Object.assign(connect(Number(new URL(origin).port), '127.0.0.1'), { ref: undefined, unref: undefined }),
  })
  expect((await axios.get(origin, unrefTransport({ httpAgent } as never))).data).toBe('response')
})

it('unrefTransport sends https: URLs over TLS, and http: URLs not', async () => {
  const { agents, received } = await startHosts()
  await axios.get('https://account.example/a', unrefTransport(agents))
  await axios.get('http://account.example/b', unrefTransport(agents))
  expect(received.map(({ scheme, line }) => `${scheme} ${line}`)).toEqual([
    'https GET account.example/a',
    'http GET account.example/b',
  ])
})

it('unrefTransport changes nothing where Node’s modules cannot be loaded', () => {
  vi.stubGlobal('process', { ...process, getBuiltinModule: undefined })
  const config = { timeout: 1 }
  try {
    expect(unrefTransport(config)).toBe(config)
  } finally {
    vi.unstubAllGlobals()
  }
})

it('unrefTransport keeps a transport of the application', () => {
  const config = { transport: { request: () => {} }, timeout: 1 }
  expect(unrefTransport(config)).toBe(config)
  expect(unrefTransport({ timeout: 1 })).toMatchObject({ timeout: 1, transport: { request: expect.any(Function) } })
})
