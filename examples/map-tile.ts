// Saves a map tile to disk: `npx tsx examples/map-tile.ts tile.png`.
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createHereClient } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'

const file = process.argv[2] ?? 'tile.png'
const zoom = 14
const centre = { lat: 52.5228, lng: 13.412 }

const { credentials, config, close } = await hereOrEmulator()
const here = createHereClient(credentials, config)

const { column, row } = tileOf(centre, zoom)
const path = `/v3/base/mc/${zoom}/${column}/${row}/png`
const { data } = await here.get(path, { params: { size: 512, style: 'explore.day' }, responseType: 'stream' })
await pipeline(data, createWriteStream(file))
console.log(`${path} is in ${file}`)
await close()

/** Returns the Web Mercator tile that contains a point. */
function tileOf({ lat, lng }: { lat: number; lng: number }, zoom: number): { column: number; row: number } {
  const latitude = (lat * Math.PI) / 180
  return {
    column: Math.floor(((lng + 180) / 360) * 2 ** zoom),
    row: Math.floor(((1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2) * 2 ** zoom),
  }
}
