// Shares one token between several clients and code without a client.
import { createHereClient, createTokenProvider } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'

const { credentials, config, close } = await hereOrEmulator()
let tokenRequests = 0
const tokens = createTokenProvider(credentials, {
  onEvent: ({ type }) => {
    if (type === 'token-requested') tokenRequests += 1
  },
})

const search = createHereClient(tokens, config)
const routing = createHereClient(tokens, { ...config, timeout: 10_000 })

const [berlin, route] = await Promise.all([
  search.get('/v1/geocode', { params: { q: 'Berlin' } }),
  routing.get('/v8/routes', {
    params: { origin: '52.5228,13.412', destination: '52.5163,13.3777', transportMode: 'car', return: ['summary'] },
  }),
])
console.log('geocode:', berlin.data.items[0]?.title)
console.log('route:', route.data.routes[0]?.sections[0]?.summary?.length, 'm')

// Any other HTTP client can use the token, too. Send it to hosts of HERE only.
const { accessToken, expiresAt } = await tokens.getToken()
const response = await fetch(
  `${config.baseURL ?? 'https://revgeocode.search.hereapi.com'}/v1/revgeocode?at=52.5228,13.412`,
  {
    headers: { Authorization: `Bearer ${accessToken}` },
  },
)
console.log('fetch:', response.status, response.statusText)
console.log('token requests:', tokenRequests, '- expires at', new Date(expiresAt).toISOString())
await close()
