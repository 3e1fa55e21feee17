// Geocodes the column `address` of a CSV file, five rows in a second, with a progress bar:
// `npx tsx examples/geocode-csv.ts addresses.csv > places.csv`.
import { readFileSync } from 'node:fs'
import { createHereClient, readHereError } from 'axios-here'
import { SingleBar } from 'cli-progress'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { hereOrEmulator } from './here-or-emulator.ts'

type Row = Record<string, string>

const file = process.argv[2] ?? new URL('addresses.csv', import.meta.url)
const rows: Row[] = parse(readFileSync(file), { columns: true, bom: true })

const { credentials, config, close } = await hereOrEmulator()
const here = createHereClient(credentials, { ...config, here: { rateLimit: { perSecond: { geocode: 5 } } } })

const bar = new SingleBar({ format: '{bar} {value} of {total} rows', stream: process.stderr })
bar.start(rows.length, 0)
const places = await Promise.all(rows.map(geocode))
bar.stop()
process.stdout.write(stringify(places, { header: true }))
await close()

async function geocode({ address = '', ...row }: Row): Promise<Row> {
  try {
    const { data } = await here.get('/v1/geocode', { params: { q: address, limit: 1 } })
    const [place] = data.items
    const { lat = '', lng = '' } = place?.position ?? {}
    const score = place?.scoring?.queryScore ?? 0
    return { ...row, address, lat: `${lat}`, lng: `${lng}`, score: `${score}`, found: place?.title ?? 'nothing' }
  } catch (error) {
    // An error in one row must not stop the others.
    const found = readHereError(error)?.title ?? String(error)
    return { ...row, address, lat: '', lng: '', score: '', found }
  } finally {
    bar.increment()
  }
}
