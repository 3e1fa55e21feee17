import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios'
import { describe, expectTypeOf, it } from 'vitest'
import {
  createHereClient,
  type DiscoverParams,
  type DiscoverResponse,
  type IntermodalRoutesResponse,
  type Isoline,
  type IsolinesResponse,
  type LookupResponse,
  type MatrixBody,
  type MatrixResponse,
  type Notice,
  type Open,
  type Route,
  type RouteSection,
  type RoutesParams,
  type RoutesResponse,
  type TransitRoutesResponse,
} from '../../src/index.ts'

// An application does the same under the package's name.
declare module '../../src/api/endpoints.ts' {
  interface HereEndpoints {
    'GET /v9/mine': { params: { a: number }; response: { b: string } }
    'GET /v9/bare': { response: { c: boolean } }
    'POST /v9/mine': { params: { a: number }; body: { d: string }; response: { e: string } }
  }
}
declare module '../../src/api/search.ts' {
  interface BrowseParams {
    brandNew?: boolean
  }
}

const here = createHereClient({ accessKeyId: 'id', accessKeySecret: 'secret' })
const at = '52.5,13.4'
const way = { origin: at, destination: at }
const route = { ...way, transportMode: 'car' }

describe('a path of HERE', () => {
  it('types the response', async () => {
    const { data, status } = await here.get('/v1/discover', { params: { at, q: 'x', limit: 1 } })
    expectTypeOf(data).toEqualTypeOf<DiscoverResponse>()
    expectTypeOf(status).toBeNumber()
    expectTypeOf(here.get('/v1/lookup', { params: { id: 'x' } })).resolves.toEqualTypeOf<
      AxiosResponse<LookupResponse>
    >()
    expectTypeOf(here.get('/v8/routes', { params: route })).resolves.toEqualTypeOf<AxiosResponse<RoutesResponse>>()
  })

  it('rejects unknown params', () => {
    // @ts-expect-error: limit
    void here.get('/v1/discover', { params: { at, q: 'x', limt: 1 } })
    // @ts-expect-error: the map's
    void here.get('/v1/discover', { params: { at, q: 'x', zoom: 1 } })
    // @ts-expect-error: in a nested one
    void here.get('/v8/routes', { params: { ...route, avoid: { feature: ['ferry'] } } })
  })

  it('rejects params of another type', () => {
    // @ts-expect-error: a number
    void here.get('/v1/discover', { params: { at, q: 'x', limit: 'one' } })
    // @ts-expect-error: '{lat},{lng}'
    void here.get('/v1/discover', { params: { at: { lat: 1, lng: 2 }, q: 'x' } })
    // @ts-expect-error: a number of centimetres
    void here.get('/v8/routes', { params: { ...route, vehicle: { height: '4 m' } } })
  })

  it('rejects params without a required one', () => {
    // @ts-expect-error: q
    void here.get('/v1/discover', { params: { at } })
    // @ts-expect-error: transportMode
    void here.get('/v8/routes', { params: way })
    // @ts-expect-error: locationReferencing
    void here.get('/v7/flow', { params: { in: 'circle:1,2;r=3' } })
    // @ts-expect-error: products
    void here.get('/v3/report', { params: { q: 'Berlin' } })
  })

  it('accepts configs of axios, params that may be undefined, forms, bytes and dates', () => {
    const config: AxiosRequestConfig = {}
    void here.get('/v1/discover', { ...config, params: { at, q: 'x' } })
    const optional = (params?: { at: string; q: string }): unknown => here.get('/v1/discover', { params })
    void optional
    void here.post('/v8/routes', undefined, { params: route })
    void here.post('/v8/matrix', Buffer.from('{}'))
    void here.post('/v8/matrix', new FormData())
    void here.get('/v8/routes', { params: { ...route, departureTime: new Date() } })
    const either = {} as Record<string, string> | URLSearchParams
    void here.get('/v1/discover', { params: either })
    void here.get('/v1/discover', { params: {} as object })
  })

  it('types the first item of a list as possibly undefined', () => {
    // @ts-expect-error: there may be none
    void here.get('/v1/geocode', { params: { q: 'x' } }).then(({ data }) => data.items[0].title)
    // @ts-expect-error: there may be none
    void here.get('/v8/routes', { params: route }).then(({ data }) => data.routes[0].id)
  })

  it('accepts a call without params, because the client or an interceptor may add them', () => {
    expectTypeOf(here.get('/v1/discover')).resolves.toEqualTypeOf<AxiosResponse<DiscoverResponse>>()
    expectTypeOf(here.get('/v1/discover', { timeout: 1 })).resolves.toEqualTypeOf<AxiosResponse<DiscoverResponse>>()
  })

  it('accepts lists as arrays or text, lists of numbers, and values that may be undefined', () => {
    const limit = undefined as number | undefined
    void here.get('/v1/discover', { params: { at, q: 'x', lang: ['de', 'en'], show: 'tz,phonemes', limit } })
    void here.get('/v8/isolines', { params: { ...route, range: { type: 'time', values: [300, 600] } } })
    void here.get('/v8/isolines', { params: { ...route, range: { type: 'time', values: '300,600' } } })
    void here.get('/v7/incidents', {
      params: { in: 'bbox:1,2,3,4', locationReferencing: ['shape', 'olr'] as const, criticality: 'major,critical' },
    })
    void here.get('/v8/routes', {
      params: {
        ...route,
        via: [at, at],
        return: ['summary', 'polyline'],
        avoid: { features: ['ferry'], areas: 'bbox:1' },
      },
    })
  })

  it('accepts params that are declared as variables', () => {
    const mine: { q: string; at: string } = { q: 'x', at }
    const typed: DiscoverParams = { q: 'x' }
    const spread: RoutesParams = { ...route, ev: { initialCharge: 10 } }
    expectTypeOf(here.get('/v1/discover', { params: mine })).resolves.toEqualTypeOf<AxiosResponse<DiscoverResponse>>()
    void here.get('/v1/discover', { params: typed })
    void here.get('/v8/routes', { params: spread })
  })

  it('types the other keys of the config as axios does', () => {
    const { signal } = new AbortController()
    void here.get('/v1/discover', { params: { q: 'x' }, signal, timeout: 1, headers: { a: 'b' }, validateStatus: null })
    void here.get('/v1/discover', {
      params: { q: 'x' },
      here: { auth: false, scope: 'hrn:x' },
      'axios-retry': { retries: 0 },
    })
    // @ts-expect-error: no such service
    void here.get('/v1/discover', { params: { q: 'x' }, here: { service: 'nowhere' } })
    // @ts-expect-error: milliseconds
    void here.get('/v1/discover', { params: { q: 'x' }, timeout: '1s' })
  })

  it('does not type the response as JSON for another responseType', () => {
    const params = { at, q: 'x' }
    expectTypeOf(here.get('/v1/discover', { params, responseType: 'stream' })).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.get('/v1/discover', { params, responseType: 'json' })).resolves.toEqualTypeOf<
      AxiosResponse<DiscoverResponse>
    >()
  })

  it('is typed in children, too', () => {
    expectTypeOf(here.create({ timeout: 1 }).get('/v1/lookup', { params: { id: 'x' } })).resolves.toEqualTypeOf<
      AxiosResponse<LookupResponse>
    >()
  })
})

describe('a path that several services share', () => {
  it('has the response of routing unless here.service names another service', () => {
    expectTypeOf(here.get('/v8/routes', { params: route, here: { service: 'routing' } })).resolves.toEqualTypeOf<
      AxiosResponse<RoutesResponse>
    >()
    expectTypeOf(
      here.get('/v8/routes', { params: { ...way, modes: ['-bus'], changes: 1 }, here: { service: 'transit' } }),
    ).resolves.toEqualTypeOf<AxiosResponse<TransitRoutesResponse>>()
    expectTypeOf(
      here.get('/v8/routes', { params: { ...way, rented: { modes: 'bicycle' } }, here: { service: 'intermodal' } }),
    ).resolves.toEqualTypeOf<AxiosResponse<IntermodalRoutesResponse>>()
  })

  it('has the params of the service', () => {
    // @ts-expect-error: routing's
    void here.get('/v8/routes', { params: { ...way, transportMode: 'car' }, here: { service: 'transit' } })
    // @ts-expect-error: transit's
    void here.get('/v8/routes', { params: { ...route, changes: 1 } })
  })
})

describe('client.post', () => {
  const body: MatrixBody = { origins: [{ lat: 1, lng: 2 }], regionDefinition: { type: 'world' } }

  it('types params, body and response', () => {
    expectTypeOf(here.post('/v8/matrix', body)).resolves.toEqualTypeOf<AxiosResponse<MatrixResponse>>()
    void here.post('/v8/matrix', body, { params: { async: false } })
    void here.post('/v8/routes', { avoid: { segments: ['a'] } }, { params: route })
    void here.post('/v8/routes', null, { params: route })
    void here.post('/v7/flow', {
      in: { type: 'circle', center: { lat: 1, lng: 2 }, radius: 3 },
      locationReferencing: ['olr'],
    })
    void here.post('/v2/locate', { wlan: [{ mac: 'a', rss: -1 }] }, { params: { fallback: ['any'] } })
  })

  it('rejects other params and bodies', () => {
    // @ts-expect-error: regionDefinition
    void here.post('/v8/matrix', { origins: [] })
    // @ts-expect-error: radius
    void here.post('/v8/matrix', { ...body, regionDefinition: { type: 'circle', center: { lat: 1, lng: 2 } } })
    // @ts-expect-error: async
    void here.post('/v8/matrix', body, { params: { asynchronous: false } })
    // @ts-expect-error: transportMode
    void here.post('/v8/routes', null, { params: way })
  })

  it('is typed as in axios for text, forms, type arguments and other paths', () => {
    expectTypeOf(here.post('/v8/matrix', JSON.stringify(body))).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.post('/v8/matrix', new URLSearchParams())).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.post<{ a: 1 }>('/v8/matrix', { x: 1 })).resolves.toEqualTypeOf<AxiosResponse<{ a: 1 }>>()
    expectTypeOf(here.post('/v8/import', { trace: [] })).resolves.toEqualTypeOf<AxiosResponse>()
  })
})

describe('client.get', () => {
  it('is typed as in axios with type arguments', () => {
    interface Mine {
      mine: string
    }
    expectTypeOf(here.get<Mine>('/v1/discover', { params: { anything: 1 } })).resolves.toEqualTypeOf<
      AxiosResponse<Mine>
    >()
    expectTypeOf(here.get<Mine, Mine>('/v1/discover')).resolves.toEqualTypeOf<Mine>()
    expectTypeOf(here.get<Mine, Mine, { d: 1 }>('/v1/discover', { data: { d: 1 } })).resolves.toEqualTypeOf<Mine>()
    expectTypeOf(
      here.get<Mine, Mine, unknown, { p: 1 }>('/v1/discover', { params: { p: 1 } }),
    ).resolves.toEqualTypeOf<Mine>()
    // biome-ignore lint/suspicious/noExplicitAny: many apps write it
    expectTypeOf(here.get<any>('/v1/discover', { params: { anything: 1 } })).resolves.toEqualTypeOf<AxiosResponse>()
  })

  it('is typed as in axios for other paths, absolute URLs and URLs with a query', () => {
    const params = { anything: 1 }
    expectTypeOf(here.get('/v1/datasets/', { params })).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(
      here.get('https://discover.search.hereapi.com/v1/discover', { params }),
    ).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.get('/v1/discover?q=x', { params })).resolves.toEqualTypeOf<AxiosResponse>()
  })

  it('is typed as in axios for paths that are not literals', () => {
    const params = { anything: 1 }
    const path = '/v1/discover' as string
    const id = 'x'
    // biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives, for example
    const unknown: any = path
    expectTypeOf(here.get(path, { params })).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.get(`/v8/matrix/${id}`, { params })).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.get(`/v1/${path}`, { params })).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.get(unknown, { params })).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.post(unknown, { body: 1 }, { params })).resolves.toEqualTypeOf<AxiosResponse>()
  })

  it('is typed as in axios for params of an unknown shape', () => {
    const record: Record<string, string> = { q: 'x' }
    const mixed: { [name: string]: string | number | undefined } = { q: 'x' }
    const config: AxiosRequestConfig = { params: { anything: 1 } }
    // biome-ignore lint/suspicious/noExplicitAny: what an app may have
    const whatever: any = record
    expectTypeOf(
      here.get('/v1/discover', { params: new URLSearchParams('q=x') }),
    ).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.get('/v1/discover', { params: record })).resolves.toEqualTypeOf<AxiosResponse>()
    expectTypeOf(here.get('/v1/discover', { params: mixed, timeout: 1 })).resolves.toEqualTypeOf<AxiosResponse>()
    void here.get('/v1/discover', { params: whatever })
    void here.get('/v1/discover', config)
  })

  it('is typed as in axios where the client is used as an AxiosInstance', () => {
    const axios: AxiosInstance = here
    expectTypeOf(axios.get('/v1/discover', { params: { anything: 1 } })).resolves.toExtend<AxiosResponse>()
  })
})

describe('an application', () => {
  it('can add its own endpoints', () => {
    expectTypeOf(here.get('/v9/mine', { params: { a: 1 } })).resolves.toEqualTypeOf<AxiosResponse<{ b: string }>>()
    expectTypeOf(here.get('/v9/bare')).resolves.toEqualTypeOf<AxiosResponse<{ c: boolean }>>()
    expectTypeOf(here.post('/v9/mine', { d: 'x' }, { params: { a: 1 } })).resolves.toEqualTypeOf<
      AxiosResponse<{ e: string }>
    >()
    // @ts-expect-error: a number
    void here.get('/v9/mine', { params: { a: 'x' } })
    // @ts-expect-error: d
    void here.post('/v9/mine', {}, { params: { a: 1 } })
  })

  it('can add params that HERE has published since', () => {
    void here.get('/v1/browse', { params: { at, brandNew: true } })
  })
})

describe('a value that HERE may add', () => {
  it('can be sent and compared', async () => {
    void here.get('/v8/routes', { params: { ...way, transportMode: 'hovercraft', return: ['summary', 'smells'] } })
    const { data } = await here.get('/v8/routes', { params: { ...way, transportMode: 'car' } })
    const mode = data.routes[0]?.sections[0]?.transport.mode ?? ''
    if (mode === 'hovercraft') expectTypeOf(mode).toBeString()
    expectTypeOf<string>().toExtend<Open<'a'>>()
    expectTypeOf<Open<'a'>>().toExtend<string>()
    const notice: Notice = { code: 'brandNew', severity: 'fatal' }
    expectTypeOf(notice.code).toExtend<string>()
  })
})

describe('a list in a response', () => {
  const { routes, notices } = {} as RoutesResponse

  it('may be explained by notices when it is empty', () => {
    expectTypeOf(notices).toEqualTypeOf<Notice[] | undefined>()
    expectTypeOf<IsolinesResponse['notices']>().toEqualTypeOf<Notice[] | undefined>()
    expectTypeOf<TransitRoutesResponse['notices']>().toEqualTypeOf<Notice[] | undefined>()
  })

  it('does not allow the first item without a check', () => {
    expectTypeOf<RoutesResponse['routes'][0]>().toEqualTypeOf<Route | undefined>()
    expectTypeOf<IsolinesResponse['isolines'][0]>().toEqualTypeOf<Isoline | undefined>()
    // @ts-expect-error: there may be none
    void routes[0].sections
    expectTypeOf(routes[0]?.sections).toEqualTypeOf<RouteSection[] | undefined>()
    const [first] = routes
    if (first) expectTypeOf(first.sections).toEqualTypeOf<RouteSection[]>()
  })

  it('is an array in all other respects', () => {
    const list: Route[] = routes
    const empty: RoutesResponse = { routes: [] }
    const one: RoutesResponse = { routes: [{ id: 'x', sections: [] }] }
    for (const each of routes) expectTypeOf(each).toEqualTypeOf<Route>()
    expectTypeOf(routes.map(({ id }) => id)).toEqualTypeOf<string[]>()
    expectTypeOf([list, empty.routes, one.routes].length).toBeNumber()
  })
})
