// What a request with a fresh token costs in this process: no network, an adapter that answers at once.
import { Bench } from 'tinybench'
import { adapter } from '../adapter.mjs'
import { serve, takeTurnsApart } from '../apart.mjs'
import * as clients from '../clients.mjs'
import { compare, inUnit, report } from '../measure.mjs'

const url = 'https://discover.search.hereapi.com/v1/discover'
const getToken = async () => ({ accessToken: 'a.token', expiresIn: 86_399 })
const config = { adapter }

const requests = {
  'bare axios': () => [clients.bareAxios(config), url],
  'axios + axios-retry': () => [clients.axiosWithRetry(config), url],
  'axios-here, whole URL': () => [clients.axiosHere(undefined, config), url],
  'axios-here, path': () => [clients.axiosHere(undefined, config), '/v1/discover'],
  'axios-auth-refresh + axios-retry': () => [clients.axiosAuthRefresh(getToken, config), url],
  'axios-token-interceptor + axios-retry': () => [clients.axiosTokenInterceptor(getToken, config), url],
  'await pMemoize() by hand + axios-retry': () => [clients.handWritten(getToken, config), url],
}

const [, file, name] = process.argv
if (name) {
  const [client, path] = requests[name]()
  serve(() => meanOf(() => client.get(path, { params: clients.query })))
} else {
  const target = '≤ 1.06, below each peer'
  report(
    compare('per request, in process', await takeTurnsApart(file, Object.keys(requests), 400), inUnit('µs'), {
      'axios-here, whole URL': target,
      'axios-here, path': target,
    }),
  )
}

async function meanOf(request) {
  const bench = new Bench({ time: 8, warmup: false })
  bench.add('request', request)
  await bench.run()
  return bench.tasks[0].result.latency.mean * 1000
}
