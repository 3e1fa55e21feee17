import { hexId } from '../world/random.ts'
import type { PathParameters } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Service } from './http/service.ts'
import { isCatalog, unknownResource } from './lookup.ts'

/** A small part of HERE's data services: the content of a catalog. Clients find their URLs by API Lookup. */
export const catalogsService: Service = {
  paths: {
    '/config/v1/catalogs/{hrn}': { GET: (_, { hrn = '' }) => catalogResponse(hrn, () => configurationOf(hrn)) },
    '/metadata/v1/catalogs/{hrn}/versions/latest': {
      GET: (_, { hrn = '' }) => catalogResponse(hrn, () => ({ version })),
    },
    '/metadata/v1/catalogs/{hrn}/layerVersions': { GET: (_, { hrn = '' }) => catalogResponse(hrn, layerVersionsBody) },
    '/metadata/v1/catalogs/{hrn}/layers/{layerId}/partitions': { GET: (_, parameters) => handlePartitions(parameters) },
    '/blob/v1/catalogs/{hrn}/layers/{layerId}/data/{dataHandle}': { GET: (_, parameters) => handleBlob(parameters) },
  },
}

const version = 3
const layers = ['deliveries', 'streets']
const partitions = ['23618401', '23618402', '23618403']

function catalogResponse(hrn: string, bodyOf: () => unknown): EmulatorResponse {
  return isCatalog(hrn) ? { body: bodyOf() } : unknownResource()
}

function configurationOf(hrn: string): unknown {
  const id = hrn.split(':').at(-1)
  return {
    id,
    hrn,
    name: `Emulated catalog ${id}`,
    version,
    layers: layers.map((layer) => ({
      id: layer,
      hrn: `${hrn}:${layer}`,
      layerType: 'versioned',
      contentType: 'application/json',
      partitioning: { scheme: 'heretile', tileLevels: [12] },
    })),
  }
}

function layerVersionsBody(): unknown {
  return { version, layerVersions: layers.map((layer) => ({ layer, version, timestamp: 1_767_600_000_000 })) }
}

function handlePartitions({ hrn = '', layerId = '' }: PathParameters): EmulatorResponse {
  if (!isCatalog(hrn) || !layers.includes(layerId)) return unknownResource()
  return {
    body: {
      partitions: partitions.map((partition) => ({
        partition,
        version,
        layer: layerId,
        dataHandle: handleOf(hrn, layerId, partition),
        dataSize: blobOf(layerId, partition).length,
      })),
    },
  }
}

function handleBlob({ hrn = '', layerId = '', dataHandle }: PathParameters): EmulatorResponse {
  const partition = partitions.find((name) => handleOf(hrn, layerId, name) === dataHandle)
  if (!isCatalog(hrn) || partition === undefined) return unknownResource()
  return { body: blobOf(layerId, partition), headers: { 'Content-Type': 'application/json' } }
}

function handleOf(hrn: string, layerId: string, partition: string): string {
  return hexId(`${hrn} ${layerId} ${partition}`)
}

function blobOf(layer: string, partition: string): Buffer {
  return Buffer.from(JSON.stringify({ layer, partition, items: [hexId(partition).slice(0, 8)] }))
}
