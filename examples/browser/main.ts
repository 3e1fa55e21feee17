// A page that sends requests to HERE. The credentials stay in its back end (server.ts), from which it gets tokens only.
import axios from 'axios'
import { createHereClient, readHereError } from 'axios-here'

interface Place {
  title: string
  position: { lat: number; lng: number }
}

const center = { lat: 52.5228, lng: 13.412 }
const { data: config } = await axios.get<{ baseURL?: string }>('/here-config')
const here = createHereClient(async () => (await axios.get('/here-token')).data, config)

const form = document.querySelector('form') as HTMLFormElement
const list = document.querySelector('ol') as HTMLOListElement
const map = document.querySelector('svg') as SVGSVGElement
const error = document.querySelector('#error') as HTMLElement

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void search(String(new FormData(form).get('q')))
})

async function search(q: string): Promise<void> {
  error.textContent = ''
  try {
    const params = { at: `${center.lat},${center.lng}`, q, limit: 10 }
    show((await here.get<{ items: Place[] }>('/v1/discover', { params })).data.items)
  } catch (reason) {
    error.textContent = readHereError(reason)?.title ?? String(reason)
  }
}

function show(places: Place[]): void {
  list.replaceChildren(
    ...places.map(({ title }) => Object.assign(document.createElement('li'), { textContent: title })),
  )
  map.replaceChildren(...places.map(({ position, title }) => pin(position, title, reachOf(places))))
}

/** Returns the distance of the farthest place in degrees, which is the scale of the sketch. */
function reachOf(places: Place[]): number {
  const distances = places.flatMap(({ position: { lat, lng } }) => [lat - center.lat, lng - center.lng].map(Math.abs))
  return Math.max(...distances, 0.001)
}

function pin({ lat, lng }: Place['position'], title: string, reach: number): SVGElement {
  const circle = document.createElementNS('http://www.w3.org/2000/svg', 'circle')
  const x = 100 + ((lng - center.lng) / reach) * 90
  const y = 100 - ((lat - center.lat) / reach) * 90
  for (const [name, value] of Object.entries({ cx: x, cy: y, r: 3 })) circle.setAttribute(name, value.toFixed(1))
  const label = document.createElementNS('http://www.w3.org/2000/svg', 'title')
  label.textContent = title
  circle.append(label)
  return circle
}
