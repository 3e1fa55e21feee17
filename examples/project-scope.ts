// A token for one project of the HERE platform, and requests without a token. Set HERE_PROJECT to a project's HRN.
import { createHereClient } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'

const { credentials, config, close } = await hereOrEmulator()
const project = process.env.HERE_PROJECT ?? 'hrn:here:authorization::example:project/example'
const here = createHereClient(credentials, config)
const params = { at: '52.5228,13.412', q: 'coffee', limit: 1 }

// One request for the project; each scope has a token of its own, kept beside the others.
const { data } = await here.get('/v1/discover', { params, here: { scope: project } })
console.log('with the project’s token:', data.items[0]?.title)
console.log('scope of that token:', (await here.tokens.getToken({ scope: project })).scope)

// A client that works for the project only: it shares the tokens of the first.
const projectHere = here.create({ here: { scope: project } })
console.log('again, same token:', (await projectHere.get('/v1/discover', { params })).status)

// Without a token HERE says no, and the answer comes as it does in axios.
const refused = await here.get<{ error: string }>('/v1/discover', {
  params,
  here: { auth: false },
  validateStatus: () => true,
})
console.log('without a token:', refused.status, refused.data.error)
await close()
