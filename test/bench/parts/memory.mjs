// The heap while a million requests go by: each with a URL of its own, to a thousand hosts, in three scopes.
import { adapter } from '../adapter.mjs'
import * as clients from '../clients.mjs'
import { readable, report } from '../measure.mjs'

const total = 1_000_000
const step = 100_000
const client = clients.axiosHere(undefined, { adapter })
const projects = [1, 2, 3].map((number) => `hrn:here:authorization::bench:project/${number}`)
const heaps = []
for (let sent = 0; sent < total; sent += 1) {
  const url = `https://host-${sent % 1000}.maps.hereapi.com/v3/base/mc/16/${sent}/22000/png8`
  await client.get(url, { params: { size: 512 }, here: { scope: projects[sent % 3] } })
  if ((sent + 1) % step === 0) {
    globalThis.gc()
    heaps.push(process.memoryUsage().heapUsed)
  }
}
// The first step fills what is bounded.
const [, first, ...others] = heaps
const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(2)
report([
  {
    measured: 'heap over a million requests',
    client: 'axios-here',
    figure: `${megabytes(first)} MiB after ${readable(2 * step)}, ${megabytes(others.at(-1))} MiB after ${readable(total)}`,
    ratio: others.at(-1) / first,
    low: Math.min(...others) / first,
    high: Math.max(...others) / first,
    target: 'flat',
  },
])
