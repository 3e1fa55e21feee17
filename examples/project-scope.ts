// Requests a token for one project of the HERE platform, and sends a request without a token. Set HERE_PROJECT to the HRN of a
// project.
import { createHereClient } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'

const { credentials, config, close } = await hereOrEmulator()
const project = process.env.HERE_PROJECT ?? 'hrn:here:authorization::example:project/example'
const here = createHereClient(credentials, config)
const params = { at: '52.5228,13.412', q: 'coffee', limit: 1 }

// One request for the project. The client caches one token for each scope.
const { data } = await here.get('/v1/discover', { params, here: { scope: project } })
console.log('with the project’s token:', data.items[0]?.title)
console.log('scope of that token:', (await here.tokens.getToken({ scope: project })).scope)

// A client for this project alone, which shares the cached tokens of the first.
const projectHere = here.create({ here: { scope: project } })
console.log('again, same token:', (await projectHere.get('/v1/discover', { params })).status)

// Without a token HERE responds with 401, which comes as it does in axios.
const unauthorized = await here.get<{ error: string }>('/v1/discover', {
  params,
  here: { auth: false },
  validateStatus: () => true,
})
console.log('without a token:', unauthorized.status, unauthorized.data.error)
await close()
