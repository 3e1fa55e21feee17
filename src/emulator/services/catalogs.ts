import { hexId } from '../world/random.ts'
import type { PathParameters } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Service } from './http/service.ts'
import { isCatalog, notFound } from './lookup.ts'

/** A small part of HERE's data services: what a catalog holds. Their places come from API Lookup. */
export const catalogsService: Service = {
  paths: {
    '/config/v1/catalogs/{hrn}': { GET: (_, { hrn = '' }) => ofCatalog(hrn, () => configOf(hrn)) },
    '/metadata/v1/catalogs/{hrn}/versions/latest': { GET: (_, { hrn = '' }) => ofCatalog(hrn, () => ({ version })) },
    '/metadata/v1/catalogs/{hrn}/layerVersions': { GET: (_, { hrn = '' }) => ofCatalog(hrn, layerVersions) },
    '/metadata/v1/catalogs/{hrn}/layers/{layerId}/partitions': { GET: (_, parameters) => partitionsOf(parameters) },
    '/blob/v1/catalogs/{hrn}/layers/{layerId}/data/{dataHandle}': { GET: (_, parameters) => blobOf(parameters) },
  },
}

const version = 3
const layers = ['deliveries', 'streets']
const partitions = ['23618401', '23618402', '23618403']

function ofCatalog(hrn: string, bodyOf: () => unknown): EmulatorResponse {
  return isCatalog(hrn) ? { body: bodyOf() } : notFound()
}

function configOf(hrn: string): unknown {
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

function layerVersions(): unknown {
  return { version, layerVersions: layers.map((layer) => ({ layer, version, timestamp: 1_767_600_000_000 })) }
}

function partitionsOf({ hrn = '', layerId = '' }: PathParameters): EmulatorResponse {
  if (!isCatalog(hrn) || !layers.includes(layerId)) return notFound()
  return {
    body: {
      partitions: partitions.map((partition) => ({
        partition,
        version,
        layer: layerId,
        dataHandle: handleOf(hrn, layerId, partition),
        dataSize: dataOf(layerId, partition).length,
      })),
    },
  }
}

function blobOf({ hrn = '', layerId = '', dataHandle }: PathParameters): EmulatorResponse {
  const partition = partitions.find((name) => handleOf(hrn, layerId, name) === dataHandle)
  if (!isCatalog(hrn) || partition === undefined) return notFound()
  return { body: dataOf(layerId, partition), headers: { 'Content-Type': 'application/json' } }
}

function handleOf(hrn: string, layerId: string, partition: string): string {
  return hexId(`${hrn} ${layerId} ${partition}`)
}

function dataOf(layer: string, partition: string): Buffer {
  return Buffer.from(JSON.stringify({ layer, partition, items: [hexId(partition).slice(0, 8)] }))
}
