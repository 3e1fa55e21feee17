// Requests over loopback HTTP, one at a time and fifty.
import { createHistogram } from 'node:perf_hooks'
import * as clients from '../clients.mjs'
import { startServer } from '../loopback.mjs'
import { compare, inUnit, readable, report, takeTurns } from '../measure.mjs'

const server = await startServer()
const tokenEndpointUrl = `${server.url}/oauth2/token`
const getToken = clients.tokenFrom(tokenEndpointUrl)
const candidates = {
  'bare axios': clients.bareAxios(),
  'axios-here': clients.axiosHere(tokenEndpointUrl, { baseURL: server.url }),
  '@here/olp-sdk-authentication + fetch': clients.olpSdk(tokenEndpointUrl),
  'google-auth-library': clients.googleAuthLibrary(getToken),
}
const url = `${server.url}/v1/discover`

/** Sends so many, with so many on their way at any time. */
async function load(client, total, concurrency) {
  const histogram = createHistogram()
  let left = total
  const startedAt = performance.now()
  async function sendInTurn() {
    while (left > 0) {
      left -= 1
      const sentAt = performance.now()
      await client.get(url, { params: clients.query })
      histogram.record(Math.round((performance.now() - sentAt) * 1000) + 1)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, sendInTurn))
  return { milliseconds: (performance.now() - startedAt) / total, p99: histogram.percentile(99) / 1000 }
}

const rows = []
for (const [concurrency, total, rounds] of [
  [1, 150, 120],
  [50, 600, 100],
]) {
  const tasks = Object.entries(candidates).map(([name, client]) => [name, () => load(client, total, concurrency)])
  const figures = await takeTurns(Object.fromEntries(tasks), rounds)
  const pick = (key) =>
    Object.fromEntries(Object.entries(figures).map(([name, list]) => [name, list.map((one) => one[key])]))
  const measured = `HTTP, ${concurrency} at a time`
  const target = { 'axios-here': '≤ 1.02' }
  rows.push(
    ...compare(`${measured}, time`, pick('milliseconds'), (each) => `${readable(1000 / each)} requests/s`, target),
    ...compare(`${measured}, p99`, pick('p99'), inUnit('ms'), target),
  )
}
server.close()
report(rows)
