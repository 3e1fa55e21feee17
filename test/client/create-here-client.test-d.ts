import type { AxiosInstance, AxiosResponse, AxiosStatic } from 'axios'
import { describe, expectTypeOf, it } from 'vitest'
import { createHereClient, type HereClient, type HereCredentials, isHereAuthError } from '../../src/index.ts'

const here = createHereClient({ accessKeyId: 'id', accessKeySecret: 'secret' })

describe('HereClient', () => {
  it('extends AxiosStatic, so that annotations of an application still compile', () => {
    expectTypeOf<HereClient>().toExtend<AxiosStatic>()
    expectTypeOf<HereClient>().toExtend<AxiosInstance>()
    expectTypeOf(here.create()).toEqualTypeOf<HereClient>()
    expectTypeOf(here.get<{ items: string[] }>('/v1/discover')).resolves.toExtend<AxiosResponse<{ items: string[] }>>()
  })

  it('knows the options of requests', () => {
    void here.get('/v1/discover', {
      here: { auth: false, scope: 'hrn:x', service: 'routing' },
      'axios-retry': { retries: 0 },
    })
    // @ts-expect-error: no such service
    void here.get('/v1/discover', { here: { service: 'nowhere' } })
    // @ts-expect-error: the client's alone
    void here.get('/v1/discover', { here: { trustedHosts: [] } })
  })

  it('knows the options of the client', () => {
    createHereClient(undefined, {
      timeout: 1000,
      here: {
        region: 'china',
        trustedHosts: ['a'],
        refreshAhead: 1,
        tokenRequest: { proxy: false },
        onEvent: () => {},
      },
      'axios-retry': { retries: 1 },
    })
    // @ts-expect-error: no such region
    createHereClient(undefined, { here: { region: 'mars' } })
    // @ts-expect-error: half of the credentials
    createHereClient({ accessKeyId: 'id' })
  })
})

it('HereCredentials accepts a key, a function and a token provider', () => {
  expectTypeOf<{ accessKeyId: string; accessKeySecret: string }>().toExtend<HereCredentials>()
  expectTypeOf<() => string>().toExtend<HereCredentials>()
  expectTypeOf<() => Promise<{ accessToken: string; expiresAt: number }>>().toExtend<HereCredentials>()
  expectTypeOf(here.tokens).toExtend<HereCredentials>()
})

it('isHereAuthError narrows to the reason', () => {
  const error: unknown = undefined
  if (isHereAuthError(error)) expectTypeOf(error.reason).toExtend<string>()
})
