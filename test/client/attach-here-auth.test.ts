import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { attachHereAuth } from '../../src/index.ts'
import { search, startClient, startEmulator } from '../support/emulator.ts'

describe('attachHereAuth', () => {
  it('signs an existing instance in, beside its own interceptors, and takes itself off again', async () => {
    const emulator = await startEmulator()
    const instance = axios.create({ baseURL: emulator.url })
    instance.interceptors.response.use((response) => response.data)
    const detach = attachHereAuth(instance, emulator.credentials)
    await expect(instance.get('/v1/discover', { params: search })).resolves.toHaveProperty('items')
    detach()
    await expect(instance.get('/v1/discover', { params: search })).rejects.toMatchObject({ status: 401 })
    expect(attachHereAuth(instance, emulator.credentials)).toBeTypeOf('function')
  })

  it('throws a TypeError for an instance that has it already', async () => {
    const { here, emulator } = await startClient()
    expect(() => attachHereAuth(here, emulator.credentials)).toThrow(TypeError)
  })

  it('sees the URL, headers and adapter that interceptors added later set', async () => {
    const emulator = await startEmulator()
    const instance = axios.create({ baseURL: emulator.url })
    attachHereAuth(instance, emulator.credentials)
    const seen: string[] = []
    instance.interceptors.request.use(async (config) => {
      config.url += 'late'
      config.adapter = async (final) => {
        seen.push(`${final.headers.get('Authorization')?.toString().slice(0, 6)} ${final.url}`)
        return { data: '', status: 200, statusText: '', headers: {}, config: final }
      }
      return config
    })
    await instance.get('/v1/')
    expect(seen).toEqual(['Bearer /v1/late'])
  })

  it('leaves a request to an earlier interceptor that replaces the adapter', async () => {
    const instance = axios.create({ baseURL: 'https://router.hereapi.com' })
    const authorizations: unknown[] = []
    instance.interceptors.request.use((config) => {
      config.adapter = async (final) => {
        authorizations.push(final.headers.get('Authorization'))
        return { data: '', status: 200, statusText: '', headers: {}, config: final }
      }
      return config
    })
    attachHereAuth(instance, () => 'a.token')
    await instance.get('/v8/routes')
    expect(authorizations).toEqual([undefined])
  })

  it('is removed by interceptors.request.clear(), and can then be attached again', async () => {
    const { emulator, here } = await startClient()
    const instance = axios.create({ baseURL: emulator.url, validateStatus: null })
    attachHereAuth(instance, here.tokens)
    expect((await instance.get('/v1/discover', { params: search })).status).toBe(200)
    instance.interceptors.request.clear()
    expect((await instance.get('/v1/discover', { params: search })).status).toBe(401)
    attachHereAuth(instance, here.tokens)
    expect((await instance.get('/v1/discover', { params: search })).status).toBe(200)
  })

  it('leaves no token in an error that axios creates above the adapter', async () => {
    const emulator = await startEmulator()
    const instance = axios.create({
      baseURL: emulator.url,
      responseType: 'json',
      transitional: { silentJSONParsing: false },
    })
    attachHereAuth(instance, emulator.credentials)
    const views: string[] = []
    instance.interceptors.response.use(null, (error) => {
      views.push(JSON.stringify(error))
      throw error
    })
    emulator.handle('/v1/discover', () => ({ body: 'no JSON' }))
    const error = await instance.get('/v1/discover').catch((reason) => reason)
    expect(error.message).toMatch(/JSON/)
    expect([...views, JSON.stringify(error)].join()).not.toContain('Bearer')
    expect(views).toHaveLength(1)
  })

  it('works with the newer order of axios’s interceptors, too', async () => {
    const emulator = await startEmulator()
    const transitional = { legacyInterceptorReqResOrdering: false }
    const instance = axios.create({ baseURL: emulator.url, transitional })
    attachHereAuth(instance, emulator.credentials)
    instance.interceptors.request.use(async (config) => {
      config.params = search
      return config
    })
    expect((await instance.get('/v1/discover')).data.items).toHaveLength(1)
  })
})
