import { boxAround, type MapPoint, parsePoint, toMap } from '../world/geography.ts'
import { drawMap, type View } from '../world/picture.ts'
import { encodePng } from '../world/png.ts'
import { serviceError } from './http/errors.ts'
import type { EmulatorRequest, PathParameters } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Service } from './http/service.ts'

/** HERE's Raster Tile v3, Map Image v3 and the legacy Map Tile v2. */
export const mapsService: Service = {
  paths: {
    '/v3/{resource}/{projection}/{zoom}/{column}/{row}/{format}': { GET: handleTile },
    '/v3/info': { GET: () => ({ body: info }) },
    '/v3/copyright': { GET: () => ({ body: { copyrights: {}, resources: {} } }) },
    '/maptile/2.1/{resource}/{version}/{scheme}/{zoom}/{column}/{row}/{size}/{format}': { GET: handleTile },
    '/mia/v3/{resource}/{projection}/{view}/{size}/{format}': { GET: handleImage, POST: handleImage },
  },
}

const tileSize = 256
const resources = ['base', 'background', 'blank', 'label']
const formats = ['png', 'png8']
const legacyResources = ['maptile', 'basetile', 'blinetile', 'alltile', 'streettile', 'labeltile']
const sizes = [256, 512]
const lastZoom = 20

const info = {
  imageFormats: formats,
  imageSizes: sizes,
  mapVersion: 'in1',
  resources,
  projections: ['mc'],
  styles: ['explore.day'],
  zoomLevels: { min: 0, max: lastZoom },
}

function handleTile({ query }: EmulatorRequest, parameters: PathParameters): EmulatorResponse {
  const zoom = parseWholeNumber(parameters.zoom, lastZoom)
  const last = 2 ** (zoom ?? 0) - 1
  const [column, row] = [parseWholeNumber(parameters.column, last), parseWholeNumber(parameters.row, last)]
  const size = Number(parameters.size ?? query.get('size') ?? tileSize) * Number(query.get('scale') ?? 1)
  const knownResources = parameters.scheme === undefined ? resources : legacyResources
  if (!knownResources.includes(parameters.resource as string))
    return mapError('resource', `one of ${knownResources.join(', ')}`)
  if ((parameters.projection ?? 'mc') !== 'mc') return mapError('projection', 'mc')
  if (zoom === undefined) return mapError('zoom', `a whole number from 0 to ${lastZoom}`)
  if (column === undefined) return mapError('column', `a whole number from 0 to ${last} at zoom ${zoom}`)
  if (row === undefined) return mapError('row', `a whole number from 0 to ${last} at zoom ${zoom}`)
  if (!formats.includes(parameters.format as string)) return mapError('format', `one of ${formats.join(', ')}`)
  if (!sizes.includes(size) && size !== 1024) return mapError('size', `one of ${sizes.join(', ')}`)
  const tiles = 2 ** zoom
  const corner = { x: column / tiles, y: row / tiles }
  return pictureResponse(
    { corner, scale: 1 / (tiles * size), width: size, height: size },
    parameters.resource as string,
  )
}

function handleImage(_: EmulatorRequest, parameters: PathParameters): EmulatorResponse {
  const { resource = '', projection, view = '', size = '', format = '' } = parameters
  const [width = 0, height = 0] = (/^\d+x\d+$/.test(size) ? size : '').split('x').map(Number)
  if (!resources.includes(resource)) return mapError('resource', `one of ${resources.join(', ')}`)
  if (projection !== 'mc') return mapError('projection', 'mc')
  if (width < 1 || height < 1 || width > 2048 || height > 2048)
    return mapError('size', 'width x height, 1 to 2048 each')
  if (!formats.includes(format)) return mapError('format', `one of ${formats.join(', ')}`)
  const imageView = readView(view, width, height)
  if (imageView === undefined)
    return mapError('view', 'center:lat,lng;zoom=z, center:lat,lng;r=metres or bbox:west,south,east,north')
  const corner = {
    x: imageView.centre.x - (width / 2) * imageView.scale,
    y: imageView.centre.y - (height / 2) * imageView.scale,
  }
  return pictureResponse({ corner, scale: imageView.scale, width, height }, resource)
}

/** The part of the map that an image shows. */
interface ImageView {
  centre: MapPoint
  scale: number
}

function readView(view: string, width: number, height: number): ImageView | undefined {
  const [, at, name, value] = /^center:([^;]+);(zoom|r)=(\d+(?:\.\d+)?)$/.exec(view) ?? []
  const centre = parsePoint(at)
  if (centre !== undefined && name === 'zoom') {
    return { centre: toMap(centre), scale: 1 / (tileSize * 2 ** Math.min(lastZoom, Number(value))) }
  }
  if (centre !== undefined) {
    const { west, south, east, north } = boxAround([centre], Number(value))
    return fitBox([west, south, east, north], width, height)
  }
  const sides = /^bbox:(.+)$/.exec(view)?.[1]?.split(',').map(Number)
  return sides?.length === 4 && sides.every(Number.isFinite) ? fitBox(sides, width, height) : undefined
}

function fitBox(
  [west = 0, south = 0, east = 0, north = 0]: number[],
  width: number,
  height: number,
): ImageView | undefined {
  if (!(west < east && south < north)) return undefined
  const [upperLeft, lowerRight] = [toMap({ lat: north, lng: west }), toMap({ lat: south, lng: east })]
  return {
    centre: { x: (upperLeft.x + lowerRight.x) / 2, y: (upperLeft.y + lowerRight.y) / 2 },
    scale: Math.max((lowerRight.x - upperLeft.x) / width, (lowerRight.y - upperLeft.y) / height),
  }
}

// Labels are a layer on top of a map. The emulator draws no labels, so the layer is transparent.
function pictureResponse(view: View, resource: string): EmulatorResponse {
  const { width, height } = view
  const isEmpty = resource === 'label' || resource === 'labeltile'
  const body = encodePng(isEmpty ? { width, height, pixels: new Uint8Array(width * height * 4) } : drawMap(view))
  return { body, headers: { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=86400' } }
}

function parseWholeNumber(text: string | undefined, last: number): number | undefined {
  return /^\d{1,7}$/.test(text ?? '') && Number(text) <= last ? Number(text) : undefined
}

function mapError(parameter: string, expected: string): EmulatorResponse {
  return serviceError({
    title: 'Input data failed validation',
    code: 'E622002',
    cause: `The value of '${parameter}' is not supported.`,
    action: `Make '${parameter}' ${expected}.`,
    parameter,
  })
}
