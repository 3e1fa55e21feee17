import type { AxiosError, AxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import { createHereClient, type HereServiceName, hereServices } from '../../src/index.ts'

type Where = { global: string; china: string | undefined }

/** A sub-domain of HERE's location services, which China has as well. */
const at = (name: string): Where => ({ global: `${name}.hereapi.com`, china: `${name}.hereapi.cn` })
/** A sub-domain of the HERE platform. */
const platform = (name: string): Where => ({
  global: `${name}.platform.here.com`,
  china: `${name}.platform.hereolp.cn`,
})
const account = { global: 'account.api.here.com', china: 'elb.cn-northwest-1.account.hereapi.cn' }
const outsideChina = (host: string): Where => ({ global: host, china: undefined })

// Every operation in HERE's API descriptions (November 2026) once. After an arrow stands the service that must be named,
// because the path alone does not decide it.
const operations: [Where, ...string[]][] = [
  [at('geocode.search'), 'GET /v1/geocode'],
  [at('revgeocode.search'), 'GET /v1/revgeocode'],
  [at('discover.search'), 'GET /v1/discover', 'POST /v1/discover'],
  [at('autosuggest.search'), 'GET /v1/autosuggest', 'POST /v1/autosuggest'],
  [at('browse.search'), 'GET /v1/browse', 'POST /v1/browse'],
  [at('autocomplete.search'), 'GET /v1/autocomplete'],
  [at('lookup.search'), 'GET /v1/lookup'],
  [at('multi-revgeocode.search'), 'POST /v1/multi-revgeocode'],
  [at('signals.search'), 'POST /v1/signals'],
  [
    at('batch.search'),
    'GET /v7/batch/jobs',
    'POST /v7/batch/jobs',
    'DELETE /v7/batch/jobs',
    'GET /v7/batch/jobs/1',
    'PUT /v7/batch/jobs/1/start',
    'PUT /v7/batch/jobs/1/stop',
    'GET /v7/batch/jobs/1/results',
    'GET /v7/batch/jobs/1/errors',
    'GET /v7/batch/notifications',
    'POST /v7/batch/notifications',
    'GET /v7/batch/notifications/1/test',
    ...system('v7', 'batch'),
  ],
  [
    at('router'),
    'GET /v8/routes',
    'POST /v8/routes',
    'GET /v8/routes/handle%2F1',
    'POST /v8/routes/handle%2F1',
    'POST /v8/import',
    ...system('v8', 'routing'),
  ],
  [at('isoline.router'), 'GET /v8/isolines', 'POST /v8/isolines', ...system('v8', 'isoline')],
  [
    at('matrix.router'),
    'POST /v8/matrix',
    'GET /v8/matrix/1/status',
    'GET /v8/matrix/1',
    'GET /v8/profiles',
    'GET /v8/profiles/carFast',
    ...system('v8', 'matrix'),
  ],
  [at('transit'), 'GET /v8/routes -> transit', 'GET /v8/departures', 'GET /v8/stations', ...system('v8', 'transit')],
  [at('intermodal.router'), 'GET /v8/routes -> intermodal', ...system('v8', 'intermodal')],
  [at('wps'), 'GET /v8/findsequence2', 'POST /v8/findsequence2'],
  [at('routematching'), 'GET /v8/match/routelinks', 'POST /v8/match/routelinks', 'POST /v8/maps/overlays/upload'],
  [
    at('tourplanning'),
    'POST /v3/problems',
    'POST /v3/problems/async',
    'GET /v3/status/1',
    'GET /v3/problems/1/solution',
    'PUT /v3/problems/1/cancel',
    'POST /v3/matrices',
    ...system('v3', 'tourPlanning'),
  ],
  [
    at('geofencing'),
    'GET /v8/geofence',
    'POST /v8/geofence',
    'POST /v8/geofence/upload',
    'POST /v8/geofence/modify',
    'GET /v8/geofence/delete',
    'GET /v8/geofence/attributes',
  ],
  [
    at('data.traffic'),
    'GET /v7/flow',
    'POST /v7/flow',
    'GET /v7/incidents',
    'POST /v7/incidents',
    'GET /v7/incidents/1',
    'POST /v7/incidents/1',
    ...system('v7', 'traffic'),
  ],
  [
    at('weather'),
    'GET /v3/report',
    'POST /v3/alerts',
    'GET /v3/tile/5/1/2/radar',
    'GET /v3/tile/5/1/2/precipitation',
    ...system('v3', 'weather'),
  ],
  [
    at('evcp'),
    'GET /v3/locations',
    'GET /v3/locations/1',
    'GET /v3/countryMetadata',
    ...system('v3', 'evChargePoints'),
  ],
  [
    at('fuel'),
    'GET /v3/stations',
    'POST /v3/stations',
    'GET /v3/stations/1',
    'GET /v3/stations/bulk',
    'GET /v3/stations/count',
    'GET /v3/fuelTypes',
    'GET /v3/fuelBrands',
    ...system('v3', 'fuel'),
  ],
  [
    at('maps'),
    'GET /v3/base/mc/13/4400/2686/png',
    'GET /v3/background/mc/13/4400/2686/png',
    'GET /v3/blank/mc/13/4400/2686/png',
    'GET /v3/label/mc/13/4400/2686/png',
    'GET /v3/info',
    'GET /v3/languages',
    'GET /v3/features',
    'GET /v3/copyright',
    'GET /v3/politicalViews',
    ...system('v3', 'rasterTile'),
  ],
  [
    at('image.maps'),
    'GET /mia/v3/base/mc/center:52.5,13.4;zoom=12/600x400/png',
    'POST /mia/v3/base/mc/overlay/600x400/png',
    'GET /mia/v3/icons/marker/png',
    'GET /mia/v3/info',
    'GET /mia/v3/health',
  ],
  [at('vector'), 'GET /v2/vectortiles/core/mc/1/2/3/omv', ...system('v2', 'vectorTile')],
  [at('traffic.maps'), 'GET /v3/flow/mc/1/2/3/png', ...system('v3', 'trafficRasterTile')],
  [at('traffic.vector'), 'GET /v2/traffictiles/flow/mc/1/2/3/omv', 'GET /v2/traffictiles/incident/mc/1/2/3/omv'],
  [
    at('smap'),
    'GET /v8/maps/attributes',
    'POST /v8/maps/attributes',
    'GET /v8/maps/attributes/segments',
    'POST /v8/maps/attributes/segments',
    'GET /v8/maps/attributes/path',
    'POST /v8/maps/attributes/path',
    'POST /v8/maps/upload',
    'POST /v8/maps/modify',
    'GET /v8/maps/delete',
    'GET /v8/maps/routeisoline',
    'GET /v8/maps/list.html',
    'GET /v8/maps/layers/list',
    'GET /v8/maps/layers/doc',
    'GET /v8/maps/layers/attributes',
    'GET /v8/maps/indexes',
    'GET /v8/maps/index',
    'GET /v8/maps/content.html',
    'GET /v8/maps/serviceconfiguration',
  ],
  [at('positioning'), 'POST /v2/locate', ...system('v2', 'positioning')],
  [at('gnss'), 'GET /v2/assistance', 'GET /v2/prediction', ...system('v2', 'gnss')],
  [
    at('tracking'),
    'GET /aliases/v2',
    'PUT /aliases/v2/1',
    'GET /associations/v3',
    'PUT /associations/v3/1',
    'GET /events/v3',
    'PUT /events/v3/1',
    'GET /geofences/v2',
    'PUT /geofences/v2/1',
    'GET /labels/v4',
    'PUT /labels/v4/1',
    'GET /largedata/v4',
    'PUT /largedata/v4/1',
    'GET /locations/v4',
    'PUT /locations/v4/1',
    'GET /metadata/v2',
    'PUT /metadata/v2/1',
    'GET /registry/v2',
    'PUT /registry/v2/1',
    'GET /registry/v4',
    'PUT /registry/v4/1',
    'GET /rules/v4',
    'PUT /rules/v4/1',
    'GET /sensors/v3',
    'PUT /sensors/v3/1',
    'GET /shadows/v2',
    'PUT /shadows/v2/1',
    'GET /shadows/v4',
    'PUT /shadows/v4/1',
    'GET /shipments/v4',
    'PUT /shipments/v4/1',
    'GET /traces/v2',
    'PUT /traces/v2/1',
    'GET /users/v2',
    'PUT /users/v2/1',
  ],
  [
    at('api.wego'),
    'GET /user-service/subscriptions',
    'PUT /user-service/subscriptions/1',
    'GET /user-service/featureGroups',
    'GET /user-service/users/tracking/report',
  ],
  [
    account,
    'POST /oauth2/token',
    'GET /timestamp',
    'GET /authentication/v1.1/apps/1/apiKeys',
    'GET /authorization/v1.1/projects',
    'GET /user/me',
    'GET /app/me',
    'GET /verify/accessToken',
    'POST /logout',
    'POST /decision/authorize',
  ],
  [
    platform('api-lookup.data.api'),
    'GET /lookup/v1/platform/apis',
    'GET /lookup/v1/platform/apis/config/v1',
    'GET /lookup/v1/resources/hrn:here:data::olp-here:map/apis',
    'GET /lookup/v1/resources/hrn:here:data::olp-here:map/apis/metadata/v1',
  ],
  [platform('config.data.api'), 'GET /config/v1/catalogs', 'POST /config/v1/catalogs'],
  [
    outsideChina('usage.bam.api.here.com'),
    'GET /v2/usage/realms/1',
    'GET /v2/usage/realms/1/csv',
    'POST /v2/usage/realms/1/reports',
    'GET /v2/usage/realms/1/reports/2/output',
    ...system('v2', 'usage'),
  ],
  [at('p'), 'GET /tunnel/example.com/data'],
  [at('1.base.maps.ls'), 'GET /maptile/2.1/maptile/newest/normal.day/13/4400/2686/256/png8'],
  [outsideChina('datalens.api.here.com'), 'GET /v1/datasets/', 'GET /v1/datasets/1', 'POST /v1/sign_in/ -> dataLens'],
]

function system(version: string, service: HereServiceName): string[] {
  return ['health', 'version', 'openapi'].map((name) => `GET /${version}/${name} -> ${service}`)
}

const table = operations.flatMap(([where, ...lines]) => lines.map((line) => [line, where] as const))

/** Resolves to the absolute URL that the adapter gets. */
async function sentTo(config: AxiosRequestConfig, region: 'global' | 'china' = 'global'): Promise<string> {
  const here = createHereClient(() => 'any-token', { here: { region } })
  const { data } = await here.request({
    ...config,
    adapter: async (config) => {
      const { baseURL, url } = config
      return {
        data: baseURL && url ? `${baseURL}/${url.replace(/^\//, '')}` : url,
        status: 200,
        statusText: '',
        headers: {},
        config,
      }
    },
  })
  return data
}

function configOf(line: string): { method: string; url: string; service: HereServiceName | undefined } {
  const [, method = '', url = '', service] = /^(\w+) (\S+)(?: -> (\w+))?$/.exec(line) ?? []
  return { method, url, service: service as HereServiceName | undefined }
}

describe('the service table', () => {
  it.each(table)('has the host of %s', async (line, { global, china }) => {
    const { method, url, service } = configOf(line)
    const config = { method, url, here: { service } }
    expect(await sentTo(config)).toBe(`https://${global}${url}`)
    const inChina = sentTo(config, 'china')
    if (china) expect(await inChina).toBe(`https://${china}${url}`)
    else await expect(inChina).rejects.toThrow(`HERE has no ${global} in China.`)
  })

  it('is compared with a list that has each documented operation once', () => {
    expect(new Set(table.map(([line]) => line)).size).toBe(table.length)
  })

  it('has every service and every path of hereServices among the documented operations', () => {
    const hosts = operations.map(([{ global }]) => global)
    expect(
      Object.values(hereServices)
        .map(({ host }) => host)
        .sort(),
    ).toEqual([...hosts].sort())
    const unused = Object.values(hereServices).flatMap(({ host, paths }) => {
      const urls = table.filter(([, where]) => where.global === host).map(([line]) => configOf(line).url)
      return paths.filter((path) => !urls.some((url) => fits(path, url)))
    })
    expect(unused).toEqual([])
  })
})

function fits(path: string, url: string): boolean {
  return path.endsWith('/**') ? url.startsWith(path.slice(0, -2)) : path === url
}

describe('a relative URL', () => {
  it.each([
    ['v1/discover', 'https://discover.search.hereapi.com/v1/discover'],
    ['/v1/discover?q=/v8/routes#/v8/import', 'https://discover.search.hereapi.com/v1/discover?q=/v8/routes#/v8/import'],
  ])('is sent to the host of its path: %s', async (url, expected) => {
    expect(await sentTo({ url })).toBe(expected)
  })

  it('is sent to the service that is named, whatever its path', async () => {
    expect(await sentTo({ url: '/v2/anything', here: { service: 'usage' } })).toBe(
      'https://usage.bam.api.here.com/v2/anything',
    )
  })

  it.each([
    '/users/42/profile',
    '/events',
    '',
    '/',
    '/v1/discover/',
    '/v1/discovery',
    '/V1/discover',
    '/v8/routes/',
    '/v1',
    '\\\\evil.example\\v1',
  ])('rejects with the nearest paths when it is %j', async (url) => {
    await expect(sentTo({ url })).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_HERE_ROUTE',
        message: expect.stringMatching(/The nearest are (\/\S+(, )?){3}\./),
      }),
    )
  })

  it.each([
    ['/v8/health', 'routing,isoline,matrix,transit,intermodal'],
    ['/v3/version', 'tourPlanning,weather,evChargePoints,fuel,rasterTile,trafficRasterTile'],
    ['/v7/openapi', 'batch,traffic'],
    ['/v2/health', 'vectorTile,positioning,gnss,usage'],
  ])('rejects with the names of the services when several have the path %s', async (url, names) => {
    const error: AxiosError = await sentTo({ url }).catch((error) => error)
    expect(error).toMatchObject({ code: 'ERR_HERE_ROUTE', config: { url } })
    expect(error.message).toBe(`Several HERE services have ${url}: name one as here.service (${names}).`)
  })
})

it('hereServices has no path twice, except for the one of routes', () => {
  const paths = Object.values(hereServices).flatMap((service) => service.paths)
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual(['/v8/routes', '/v8/routes'])
})

it.each(Object.keys(hereServices) as HereServiceName[])('hereServices.%s has a host of HERE and no port', (name) => {
  expect(hereServices[name].host).toMatch(/^[a-z\d.-]+\.(hereapi|here)\.com$/)
})

it('an unknown path of a megabyte is quoted in part', async () => {
  const here = createHereClient(() => 'a.token')
  const error = await here.get(`/${'x'.repeat(1_000_000)}`).catch((reason) => reason)
  expect(error).toMatchObject({ code: 'ERR_HERE_ROUTE' })
  expect(error.message.length).toBeLessThan(600)
})
