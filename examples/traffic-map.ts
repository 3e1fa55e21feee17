// Draws the traffic around a point, from green (free) to red (jammed): `npx tsx examples/traffic-map.ts traffic.svg`.
import { writeFile } from 'node:fs/promises'
import { createHereClient } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'
import { createMap } from './svg-map.ts'

const file = process.argv[2] ?? 'traffic.svg'
const centre = { lat: 52.5228, lng: 13.412 }
const radius = 4000

const { credentials, config, close } = await hereOrEmulator()
const here = createHereClient(credentials, config)

const params = { in: `circle:${centre.lat},${centre.lng};r=${radius}`, locationReferencing: ['shape' as const] }
const [flow, incidents] = await Promise.all([here.get('/v7/flow', { params }), here.get('/v7/incidents', { params })])

const map = createMap(centre, radius)
for (const { location, currentFlow } of flow.data.results) {
  for (const { points, functionalClass } of location.shape?.links ?? []) {
    map.line(points, colourOf(currentFlow.jamFactor ?? 0, currentFlow.traversability), 10 - functionalClass)
  }
}
for (const { location } of incidents.data.results) {
  const [point] = location?.shape?.links[0]?.points ?? []
  if (point) map.dot(point)
}
await writeFile(file, map.toString())
console.log(`${flow.data.results.length} roads, ${incidents.data.results.length} incidents: written to ${file}`)
await close()

/** Returns green for a jam factor of 0, over yellow to red for 10, and black for a closed road. */
function colourOf(jamFactor: number, traversability: string | undefined): string {
  return traversability === 'closed' ? '#222' : `hsl(${120 - 12 * Math.min(jamFactor, 10)} 75% 45%)`
}
