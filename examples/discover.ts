// Finds restaurants around a point.
import { createHereClient } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'

interface Place {
  title: string
  distance: number
  address: { label: string }
}

const { credentials, config, close } = await hereOrEmulator()
const here = createHereClient(credentials, config)

const { data } = await here.get<{ items: Place[] }>('/v1/discover', {
  params: { at: '52.5228,13.412', q: 'restaurant', limit: 5 },
})

for (const { title, distance, address } of data.items) {
  console.log(`${String(distance).padStart(5)} m  ${title}`)
  console.log(`         ${address.label}`)
}
await close()
