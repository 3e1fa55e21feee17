import { originOf, type PathParameters } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Service } from './http/service.ts'

/** HERE's API Lookup v1, which lists the base URLs of the platform's other APIs. */
export const lookupService: Service = {
  paths: {
    '/lookup/v1/platform/apis': { GET: (request) => apisResponse(platformApis(originOf(request))) },
    '/lookup/v1/platform/apis/{api}/{version}': {
      GET: (request, parameters) => chosenResponse(platformApis(originOf(request)), parameters),
    },
    '/lookup/v1/resources/{hrn}/apis': {
      GET: (request, { hrn = '' }) => findHrnError(hrn) ?? apisResponse(catalogApis(originOf(request), hrn)),
    },
    '/lookup/v1/resources/{hrn}/apis/{api}/{version}': {
      GET: (request, parameters) => {
        const { hrn = '' } = parameters
        return findHrnError(hrn) ?? chosenResponse(catalogApis(originOf(request), hrn), parameters)
      },
    },
  },
}

interface Api {
  api: string
  version: string
  baseURL: string
  parameters: Record<string, string>
}

function platformApis(origin: string): Api[] {
  return ['config', 'lookup'].map((api) => ({ api, version: 'v1', baseURL: `${origin}/${api}/v1`, parameters: {} }))
}

// The emulator serves the first two. The others can only be looked up.
const dataApis = {
  metadata: 'v1',
  blob: 'v1',
  query: 'v1',
  index: 'v1',
  'volatile-blob': 'v1',
  stream: 'v2',
  publish: 'v2',
}

function catalogApis(origin: string, hrn: string): Api[] {
  return Object.entries(dataApis).map(([api, version]) => ({
    api,
    version,
    baseURL: `${origin}/${api}/${version}/catalogs/${hrn}`,
    parameters: {},
  }))
}

const catalogHrn = /^hrn:here(-\w+)?:data:[\w-]*:[\w.-]+:[\w.-]+$/

/** Whether a text is the HRN of a catalog. The emulator has a catalog for every such HRN. */
export function isCatalog(hrn: string): boolean {
  return catalogHrn.test(hrn)
}

function findHrnError(hrn: string): EmulatorResponse | undefined {
  if (!/^hrn:here(-\w+)?:[\w-]+:[\w-]*:[\w.-]*:.+$/.test(hrn)) {
    return lookupError(400, 'Bad Request', 'The HRN is not that of a resource.')
  }
  return isCatalog(hrn) ? undefined : unknownResource()
}

function chosenResponse(apis: readonly Api[], { api, version }: PathParameters): EmulatorResponse {
  const chosen = apis.filter((known) => known.api === api && known.version === version)
  return chosen.length > 0 ? apisResponse(chosen) : unknownResource()
}

// HERE tells by this header how long the response may be cached.
function apisResponse(apis: readonly Api[]): EmulatorResponse {
  return { body: apis, headers: { 'Cache-Control': 'private, max-age=3600' } }
}

/** The error of the data platform's services for an unknown resource. */
export function unknownResource(): EmulatorResponse {
  return lookupError(404, 'Resource not Found', 'The resource or API is unknown.')
}

function lookupError(code: number, message: string, description: string): EmulatorResponse {
  return { status: code, body: { code, message, description } }
}
