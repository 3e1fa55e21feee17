import axios from 'axios'
import { setupCache } from 'axios-cache-interceptor'
import { describe, expect, it } from 'vitest'
import { attachHereAuth } from '../../src/index.ts'
import { search, startClient } from '../support/emulator.ts'

const headerInterpreter = () => ({ cache: 60, stale: 0 })

describe('axios-cache-interceptor', () => {
  it('responds from its cache on the client, and shares one request among callers', async () => {
    const { here, emulator } = await startClient()
    const cached = setupCache(here as never, { headerInterpreter })
    const responses = await Promise.all([1, 2, 3].map(() => cached.get('/v1/discover', { params: search })))
    expect(responses.map(({ data }) => data.items.length)).toEqual([1, 1, 1])
    expect((await cached.get('/v1/discover', { params: search })).cached).toBe(true)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(1)
  })

  it('caches neither a 401 after which the request was sent once more, nor a token', async () => {
    const { here, emulator } = await startClient()
    await here.tokens.getToken()
    emulator.revokeTokens()
    const cached = setupCache(here as never, { headerInterpreter })
    const { id, data } = await cached.get('/v1/discover', { params: search })
    expect(data.items).toHaveLength(1)
    expect(JSON.stringify(await cached.storage.get(id))).not.toContain('emulator.')
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(2)
  })

  it('works on an instance to which it was added before attachHereAuth', async () => {
    const { here, emulator } = await startClient()
    const instance = axios.create({ baseURL: emulator.url })
    const cached = setupCache(instance, { headerInterpreter })
    attachHereAuth(instance, here.tokens)
    await cached.get('/v1/discover', { params: search })
    expect((await cached.get('/v1/discover', { params: search })).cached).toBe(true)
    expect(emulator.requestsTo('/v1/discover')).toHaveLength(1)
  })
})
