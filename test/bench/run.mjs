// What a request with a fresh token costs in this process, against bare axios: no network, an adapter that answers at
// once. The tasks take turns in short rounds, so that whatever else the machine does meets all of them.
import axios from 'axios'
import { createHereClient } from 'axios-here'
import axiosRetry from 'axios-retry'
import { Bench } from 'tinybench'

const rounds = 15
const url = 'https://discover.search.hereapi.com/v1/discover'
const config = { params: { at: '52.5228,13.412', q: 'restaurant', limit: 1 } }
const adapter = async (request) => ({
  data: '{"items":[]}',
  status: 200,
  statusText: 'OK',
  headers: {},
  config: request,
})

const bare = axios.create({ adapter, headers: { Authorization: 'Bearer a.token' } })
const withRetry = axios.create({ adapter, headers: { Authorization: 'Bearer a.token' } })
axiosRetry(withRetry)
const withAwait = axios.create({ adapter })
withAwait.interceptors.request.use(async (request) => {
  request.headers.set('Authorization', `Bearer ${await Promise.resolve('a.token')}`)
  return request
})
axiosRetry(withAwait)
const here = createHereClient(() => 'a.token', { adapter })
const tasks = {
  'bare axios': () => bare.get(url, config),
  'axios + axios-retry': () => withRetry.get(url, config),
  'axios + axios-retry + async interceptor': () => withAwait.get(url, config),
  'axios-here, whole URL': () => here.get(url, config),
  'axios-here, path': () => here.get('/v1/discover', config),
}

const microseconds = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]))
for (let round = 0; round < rounds; round += 1) {
  const bench = new Bench({ time: 200, warmupTime: 50 })
  for (const [name, task] of Object.entries(tasks)) bench.add(name, task)
  globalThis.gc?.()
  await bench.run()
  for (const { name, result } of bench.tasks) microseconds[name].push(result.latency.p50 * 1000)
}

const sorted = (list) => [...list].sort((a, b) => a - b)
const at = (list, fraction) => sorted(list)[Math.floor((list.length - 1) * fraction)]
const table = Object.entries(microseconds).map(([name, list]) => {
  const ratios = list.map((value, round) => value / microseconds['bare axios'][round])
  return {
    name,
    'µs per request': at(list, 0.5).toFixed(1),
    '× bare axios': at(ratios, 0.5).toFixed(2),
    'spread (10–90 %)': `${at(ratios, 0.1).toFixed(2)}–${at(ratios, 0.9).toFixed(2)}`,
  }
})
console.log(`Node ${process.version}, axios ${axios.VERSION}, ${rounds} rounds, medians`)
console.table(table)
