// Latency under steady load while tokens end: each lives 5 s, and the token endpoint takes 300 ms. All clients at once, so
// that whatever holds one up holds up all. One slow moment makes a maximum, so each part of the run has its own.

import { createHistogram } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import * as clients from '../clients.mjs'
import { startServer } from '../loopback.mjs'
import { parts, ratio, readable, report } from '../measure.mjs'

const secondsOfPart = 12
const pace = 20
const server = await startServer()
await server.set({ delay: 300, lifetime: 5 })
const tokenEndpointUrl = `${server.url}/oauth2/token`
const getToken = clients.tokenFrom(tokenEndpointUrl)
const url = `${server.url}/v1/discover`
const candidates = {
  'a static token': clients.bareAxios(),
  'axios-here': clients.axiosHere(tokenEndpointUrl, { baseURL: server.url }),
  'await pMemoize() by hand': clients.handWritten(getToken),
  'axios-token-interceptor': clients.axiosTokenInterceptor(getToken),
  'axios-auth-refresh': clients.axiosAuthRefresh(getToken),
  '@here/olp-sdk-authentication + fetch': clients.olpSdk(tokenEndpointUrl),
  'google-auth-library': clients.googleAuthLibrary(getToken),
}

const measured = Object.fromEntries(
  Object.keys(candidates).map((name) => [
    name,
    { histogram: createHistogram(), longest: Array(parts).fill(0), failed: 0 },
  ]),
)

const ask = (client) => client.get(url, { params: clients.query })

async function measureOne(name, part) {
  const { histogram, longest } = measured[name]
  const startedAt = performance.now()
  try {
    await ask(candidates[name])
    const time = performance.now() - startedAt
    histogram.record(Math.round(time * 1000) + 1)
    longest[part] = Math.max(longest[part], time)
  } catch {
    measured[name].failed += 1
  }
}

// The first token is no rollover.
await Promise.allSettled(Object.values(candidates).map(ask))
const pending = []
const startedAt = performance.now()
for (let turn = 0; turn * pace < parts * secondsOfPart * 1000; turn += 1) {
  await pause(Math.max(0, startedAt + turn * pace - performance.now()))
  const part = Math.floor((turn * pace) / (secondsOfPart * 1000))
  for (const name of Object.keys(candidates)) pending.push(measureOne(name, part))
}
await Promise.all(pending)
server.close()
const { longest: still } = measured['a static token']
report(
  Object.entries(measured).map(([client, { histogram, longest, failed }]) => {
    const [p50, p99, max] = [histogram.percentile(50), histogram.percentile(99), histogram.max].map((us) =>
      readable(us / 1000),
    )
    return {
      measured: 'rollover, every 5 s',
      client,
      figure: `p50 ${p50}, p99 ${p99}, max ${max} ms${failed ? `, ${failed} failed` : ''}`,
      ...(longest === still ? {} : ratio(longest, still)),
      target: client === 'axios-here' ? 'max as without' : undefined,
    }
  }),
)
