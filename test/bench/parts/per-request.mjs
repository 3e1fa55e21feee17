// What a request with a fresh token costs in this process: no network, an adapter that answers at once.
import { Bench } from 'tinybench'
import { adapter } from '../adapter.mjs'
import * as clients from '../clients.mjs'
import { compare, inUnit, report, takeTurns } from '../measure.mjs'

const url = 'https://discover.search.hereapi.com/v1/discover'
const getToken = async () => ({ accessToken: 'a.token', expiresIn: 86_399 })
const config = { adapter }
const here = clients.axiosHere(undefined, config)

const requests = {
  'bare axios': [clients.bareAxios(config)],
  'axios + axios-retry': [clients.axiosWithRetry(config)],
  'axios-here, whole URL': [here],
  'axios-here, path': [here, '/v1/discover'],
  'axios-auth-refresh + axios-retry': [clients.axiosAuthRefresh(getToken, config)],
  'axios-token-interceptor + axios-retry': [clients.axiosTokenInterceptor(getToken, config)],
  'await pMemoize() by hand + axios-retry': [clients.handWritten(getToken, config)],
}
const tasks = Object.entries(requests).map(([name, [client, path = url]]) => [
  name,
  () => meanOf(() => client.get(path, { params: clients.query })),
])

async function meanOf(request) {
  const bench = new Bench({ time: 8, warmup: false })
  bench.add('request', request)
  await bench.run()
  return bench.tasks[0].result.latency.mean * 1000
}

const figures = await takeTurns(Object.fromEntries(tasks), 400)
const target = '≤ 1.05, below each peer'
report(
  compare('per request, in process', figures, inUnit('µs'), {
    'axios-here, whole URL': target,
    'axios-here, path': target,
  }),
)
