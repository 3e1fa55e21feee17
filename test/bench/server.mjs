// A token endpoint and a service, in a process of their own so that they do not take the time that is measured. The emulator
// would check more than this, and cost more than the clients do.
import { createServer } from 'node:http'

const answer = JSON.stringify({
  items: Array.from({ length: 5 }, (_, index) => ({
    title: `Restaurant ${index}`,
    id: `here:pds:place:276u33d8-${index}`,
    resultType: 'place',
    address: { label: `Restaurant ${index}, Rathausstraße ${index}, 10178 Berlin, Deutschland`, countryCode: 'DEU' },
    position: { lat: 52.52, lng: 13.41 },
    distance: 100 * index,
  })),
})
let delay = 0
let lifetime = 3600
let tokenRequests = 0
const endsAt = new Map()

function giveToken(response) {
  tokenRequests += 1
  const accessToken = `token-${tokenRequests}`
  setTimeout(() => {
    endsAt.set(accessToken, Date.now() + lifetime * 1000)
    response.setHeader('Content-Type', 'application/json')
    // In both of HERE's spellings.
    const times = { expires_in: lifetime, expiresIn: lifetime }
    response.end(JSON.stringify({ access_token: accessToken, accessToken, token_type: 'bearer', ...times }))
  }, delay)
}

const server = createServer((request, response) => {
  request.resume()
  if (request.url.startsWith('/oauth2/token')) return giveToken(response)
  const token = request.headers.authorization?.slice('Bearer '.length)
  response.statusCode = token === 'static' || Date.now() < (endsAt.get(token) ?? 0) ? 200 : 401
  response.setHeader('Content-Type', 'application/json')
  response.end(answer)
})
server.keepAliveTimeout = 60_000
server.listen({ port: 0, host: '127.0.0.1', backlog: 16_384 }, () => process.send(server.address().port))
process.on('message', (settings) => {
  ;({ delay = delay, lifetime = lifetime } = settings)
  process.send({ tokenRequests })
  tokenRequests = 0
})
process.on('disconnect', () => process.exit())
