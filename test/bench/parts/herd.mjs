// 10,000 requests at once, when there is no token yet.
import { Agent } from 'node:http'
import * as clients from '../clients.mjs'
import { startServer } from '../loopback.mjs'
import { inUnit, quiet, ratio, readable, report, takeTurns } from '../measure.mjs'

const herd = 10_000
const delay = 100
const server = await startServer()
await server.set({ delay })
const tokenEndpointUrl = `${server.url}/oauth2/token`
const getToken = clients.tokenFrom(tokenEndpointUrl)
const config = { httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }) }
// The service answers at once, without a network; the token is asked for over HTTP.
const inProcess = { adapter: async (config) => ({ data: '{}', status: 200, statusText: 'OK', headers: {}, config }) }
const tokenRequest = { here: { tokenRequest: { adapter: 'http' } } }

async function timeOf(client) {
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: herd }, () => client.get(`${server.url}/v1/discover`, { params: clients.query })),
  )
  return performance.now() - startedAt
}

async function herdOf(measured, config, rounds, here = {}, others = {}) {
  let tokenRequests = 0
  const figures = await takeTurns(
    {
      'a static token': () => timeOf(clients.bareAxios(config)),
      'one token request alone': async () => {
        const startedAt = performance.now()
        await getToken()
        return performance.now() - startedAt
      },
      'axios-here': async () => {
        await server.set({})
        const client = clients.axiosHere(tokenEndpointUrl, { ...config, ...here, baseURL: server.url })
        const time = await timeOf(client)
        tokenRequests = Math.max(tokenRequests, await server.set({}))
        return time
      },
      ...Object.fromEntries(
        Object.entries(others).map(([name, create]) => [
          name,
          () => timeOf(create(getToken, { ...config, baseURL: server.url })),
        ]),
      ),
    },
    rounds,
  )
  const { 'a static token': bare, 'one token request alone': trip, 'axios-here': ours } = figures
  const expected = bare.map((time, round) => time + trip[round])
  return [
    { measured, client: 'a static token', figure: inUnit('ms')(quiet(bare)) },
    { measured, client: 'the same + 1 token request', figure: inUnit('ms')(quiet(expected)) },
    {
      measured,
      client: 'axios-here',
      figure: `${inUnit('ms')(quiet(ours))}, ${tokenRequests} token request${tokenRequests === 1 ? '' : 's'}`,
      ...ratio(ours, expected),
      target: '≤ 1.05, 1 token request',
    },
    ...Object.keys(others).map((client) => ({
      measured,
      client,
      figure: inUnit('ms')(quiet(figures[client])),
      ...ratio(figures[client], expected),
    })),
  ]
}

/** How many tokens others ask for. */
async function countOf(client, ask) {
  await server.set({})
  await Promise.allSettled(Array.from({ length: herd }, ask))
  return { measured: 'cold herd', client, figure: `${readable(await server.set({}))} token requests` }
}

const olp = clients.olpSdk(tokenEndpointUrl)
const google = clients.googleAuthLibrary(getToken)
report([
  ...(await herdOf('cold herd, HTTP', config, 10)),
  ...(await herdOf('cold herd, in process', inProcess, 30, tokenRequest, {
    'await pMemoize() by hand + axios-retry': clients.handWritten,
    'the least: one then() for each request': clients.barelyWaiting,
  })),
  await countOf('@here/olp-sdk-authentication', () => olp.getToken()),
  await countOf('google-auth-library', () => google.getToken()),
])
server.close()
