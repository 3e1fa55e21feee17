// Draws the area that can be reached on foot in 5, 10 and 15 minutes: `npx tsx examples/isoline.ts isoline.svg`.
import { writeFile } from 'node:fs/promises'
import { decode } from '@here/flexpolyline'
import { createHereClient } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'
import { createMap } from './svg-map.ts'

const file = process.argv[2] ?? 'isoline.svg'
const centre = { lat: 52.5228, lng: 13.412 }

const { credentials, config, close } = await hereOrEmulator()
const here = createHereClient(credentials, config)

const { data } = await here.get('/v8/isolines', {
  params: {
    origin: `${centre.lat},${centre.lng}`,
    transportMode: 'pedestrian',
    range: { type: 'time', values: [300, 600, 900] },
  },
})

const map = createMap(centre, 900)
const colours = ['#fde0c5', '#f59e72', '#eb4a40']
// The largest area first, so that the others are drawn over it.
for (const { range, polygons } of [...data.isolines].sort((a, b) => b.range.value - a.range.value)) {
  for (const { outer, inner = [] } of polygons) {
    const rings = [outer, ...inner].map((ring) => decode(ring).polyline.map(([lat = 0, lng = 0]) => ({ lat, lng })))
    map.area(rings, colours.pop() ?? 'none')
    console.log(`${range.value / 60} minutes: ${rings[0]?.length} points`)
  }
}
map.dot(centre)
await writeFile(file, map.toString())
console.log(`written to ${file}`)
await close()
