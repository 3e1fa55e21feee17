// 10,000 requests at once, when there is no token yet.
import { Agent } from 'node:http'
import { serve, takeTurnsApart } from '../apart.mjs'
import * as clients from '../clients.mjs'
import { startServer } from '../loopback.mjs'
import { inUnit, quiet, ratio, readable, report } from '../measure.mjs'

const herd = 10_000
const delay = 100

/** What a process of one client does in a round. */
function taskOf(name, way, serverUrl) {
  const tokenEndpointUrl = `${serverUrl}/oauth2/token`
  const getToken = clients.tokenFrom(tokenEndpointUrl)
  const { url, ...config } = ways[way](serverUrl)
  const tokenRequest = { adapter: 'http' }
  const create = {
    'a static token': () => clients.bareAxios(config),
    'axios-here': () => clients.axiosHere(tokenEndpointUrl, { ...config, here: { tokenRequest } }),
    'await pMemoize() by hand + axios-retry': () => clients.handWritten(getToken, config),
    'the least: one then() for each request': () => clients.barelyWaiting(getToken, config),
  }
  return () => timeOf(name in create ? herdOf(create[name](), url) : getToken)
}

const ways = {
  'HTTP, 64 sockets': (serverUrl) => ({
    url: `${serverUrl}/v1/discover`,
    baseURL: serverUrl,
    httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }),
  }),
  // As axios does it when nobody says otherwise.
  'HTTP, any number of sockets': (serverUrl) => ({ url: `${serverUrl}/v1/discover`, baseURL: serverUrl }),
  // The service answers at once, without a network; the token is asked for over HTTP.
  'in process': () => ({
    url: 'https://discover.search.hereapi.com/v1/discover',
    adapter: async (config) => ({ data: '{}', status: 200, statusText: 'OK', headers: {}, config }),
  }),
}

const [, file, task, way, serverUrl] = process.argv
if (task) serve(taskOf(task, way, serverUrl))
else await measure()

function herdOf(client, url) {
  return () => Promise.all(Array.from({ length: herd }, () => client.get(url, { params: clients.query })))
}

async function timeOf(work) {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function measure() {
  const server = await startServer()
  await server.set({ delay })
  report([
    ...(await compareHerds(server, 'HTTP, 64 sockets', 20)),
    ...(await compareHerds(server, 'HTTP, any number of sockets', 10)),
    ...(await compareHerds(server, 'in process', 50, [
      'await pMemoize() by hand + axios-retry',
      'the least: one then() for each request',
    ])),
    ...(await countTokenRequests(server)),
  ])
  server.close()
}

async function compareHerds(server, way, rounds, others = []) {
  const measured = `cold herd, ${way}`
  const names = ['a static token', 'one token request alone', 'axios-here', ...others]
  const figures = await takeTurnsApart(file, names, rounds, [way, server.url])
  const { 'a static token': bare, 'one token request alone': trip } = figures
  const expected = bare.map((time, round) => time + trip[round])
  const tokenRequests = await countOf(server, taskOf('axios-here', way, server.url))
  const row = (client, list) => ({ measured, client, figure: inUnit('ms')(quiet(list)) })
  return [
    row('a static token', bare),
    row('the same + 1 token request', expected),
    {
      ...row(`axios-here, ${tokenRequests} token request${tokenRequests === 1 ? '' : 's'}`, figures['axios-here']),
      ...ratio(figures['axios-here'], expected),
      target: '≤ 1.10, 1 token request',
    },
    ...others.map((client) => ({ ...row(client, figures[client]), ...ratio(figures[client], expected) })),
  ]
}

/** How many tokens others ask for. */
async function countTokenRequests(server) {
  const tokenEndpointUrl = `${server.url}/oauth2/token`
  const others = {
    '@here/olp-sdk-authentication': clients.olpSdk(tokenEndpointUrl),
    'google-auth-library': clients.googleAuthLibrary(clients.tokenFrom(tokenEndpointUrl)),
  }
  const rows = []
  for (const [client, { getToken }] of Object.entries(others)) {
    const ask = () => Promise.allSettled(Array.from({ length: herd }, getToken))
    rows.push({ measured: 'cold herd', client, figure: `${readable(await countOf(server, ask))} token requests` })
  }
  return rows
}

async function countOf(server, work) {
  await server.set({})
  await work()
  return server.set({})
}
