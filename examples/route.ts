// Prints length and duration of each section of a route, and decodes its line.
import { decode } from '@here/flexpolyline'
import { createHereClient } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'

const { credentials, config, close } = await hereOrEmulator()
const here = createHereClient(credentials, config)

const { data } = await here.get('/v8/routes', {
  params: {
    origin: '52.5228,13.412',
    via: ['52.5200,13.3889'],
    destination: '52.5074,13.3904',
    transportMode: 'bicycle',
    return: ['polyline', 'summary'],
  },
})

// HERE responds with 200 also when there is no route: `notices` say why.
const [route] = data.routes
if (route) {
  for (const { summary, polyline } of route.sections) {
    const points = polyline === undefined ? [] : decode(polyline).polyline
    const [from, to] = [points[0], points.at(-1)].map((point) => point?.join(','))
    console.log(`${summary?.length} m in ${summary?.duration} s, ${points.length} points from ${from} to ${to}`)
  }
} else {
  console.log(data.notices?.map(({ title }) => title).join(' '))
}
await close()
