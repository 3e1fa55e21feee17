// What an ES module of an app does with the installed package.
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axios from 'axios'
import { attachHereAuth, createHereClient, hereServices, isHereAuthError } from 'axios-here'
import { fromEnv } from 'axios-here/credentials'
import { startHereEmulator } from 'axios-here/emulator'
import { fileTokenStore } from 'axios-here/stores/file'

const emulator = await startHereEmulator()
const here = createHereClient(emulator.credentials, { baseURL: emulator.url })
const { data } = await here.get('/v1/discover', { params: { at: '52.5228,13.412', q: 'restaurant', limit: 3 } })
assert.equal(data.items.length, 3)

emulator.revokeTokens()
emulator.fail({ status: 503, when: '/v1/geocode' })
assert.equal((await here.get('/v1/geocode', { params: { q: 'Berlin' } })).data.items.length, 1)
assert.equal(emulator.requestsTo('/oauth2/token').length, 2)

const withKey = createHereClient(emulator.keyCredentials, { baseURL: emulator.url })
assert.equal((await withKey.get('/v1/geocode', { params: { q: 'Berlin' } })).status, 200)

const tokenStore = fileTokenStore(mkdtempSync(join(tmpdir(), 'axios-here-')))
for (const _ of [1, 2]) {
  const sharing = createHereClient(emulator.credentials, { baseURL: emulator.url, here: { tokenStore } })
  assert.equal((await sharing.get('/v1/geocode', { params: { q: 'Berlin' } })).status, 200)
}
assert.equal(emulator.requestsTo('/oauth2/token').length, 4)

const instance = axios.create({ baseURL: emulator.url })
attachHereAuth(instance, here.tokens)
assert.equal((await instance.get('/v1/revgeocode', { params: { at: '52.5,13.4' } })).status, 200)
assert.equal(hereServices.discover.host, 'discover.search.hereapi.com')
assert.equal(await fromEnv({})(), undefined)

// A redirect to a sub-domain: axios before 1.21 leaves the header to follow-redirects, which keeps it there.
let leaked = ''
const gateway = createServer((request, response) => {
  if (request.headers.host?.startsWith('evil.')) leaked = String(request.headers.authorization)
  else response.writeHead(302, { Location: `http://evil.localhost:${gateway.address().port}/` })
  response.end()
})
await new Promise((resolve) => gateway.listen(0, '127.0.0.1', resolve))
const lookup = (_host, _options, callback) => callback(null, '127.0.0.1', 4)
const baseURL = `http://localhost:${gateway.address().port}`
await createHereClient(() => 'a.token', { baseURL, lookup }).get('/')
assert.equal(leaked, 'undefined')
gateway.close()
gateway.closeAllConnections()

for (const name of Object.keys(process.env)) if (name.startsWith('HERE_')) delete process.env[name]
process.env.HOME = '/nonexistent'
const error = await createHereClient()
  .get('/v1/discover')
  .catch((reason) => reason)
assert.ok(isHereAuthError(error) && error.reason === 'missing-credentials', String(error))
await emulator.close()
