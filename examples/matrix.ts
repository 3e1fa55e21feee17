// Calculates travel times from each depot to each customer: starts a job at HERE, and waits for its result.
import { createHereClient, pollHereJob } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'

const depots = [
  { lat: 52.5228, lng: 13.412 },
  { lat: 52.4675, lng: 13.404 },
]
const customers = [
  { lat: 52.5311, lng: 13.3849 },
  { lat: 52.5069, lng: 13.3345 },
  { lat: 52.4921, lng: 13.4587 },
]

const { credentials, config, close } = await hereOrEmulator()
const here = createHereClient(credentials, config)

const started = await here.post('/v8/matrix', {
  origins: depots,
  destinations: customers,
  regionDefinition: { type: 'autoCircle', margin: 10_000 },
  matrixAttributes: ['travelTimes', 'distances'],
})
const { data } = await pollHereJob(here, started, { onProgress: ({ status }) => console.log(status) })

const { travelTimes = [], distances = [], errorCodes = [] } = data.matrix ?? {}
for (const from of depots.keys()) {
  for (const to of customers.keys()) {
    const index = customers.length * from + to
    const minutes = Math.round((travelTimes[index] ?? 0) / 60)
    const result = errorCodes[index] ? 'no route' : `${minutes} minutes, ${distances[index]} m`
    console.log(`depot ${from + 1} to customer ${to + 1}: ${result}`)
  }
}
await close()
