// What a CommonJS module of an app does with the installed package.
const assert = require('node:assert/strict')
const { createHereClient, isHereAuthError } = require('axios-here')
const { chain } = require('axios-here/credentials')
const { startHereEmulator } = require('axios-here/emulator')
const { fileTokenStore } = require('axios-here/stores/file')

async function main() {
  const emulator = await startHereEmulator()
  const source = chain(
    () => undefined,
    () => emulator.credentials,
  )
  const here = createHereClient(source, { baseURL: emulator.url })
  const params = { at: '52.5228,13.412', q: 'restaurant', limit: 3 }
  assert.equal((await here.get('/v1/discover', { params })).data.items.length, 3)
  emulator.revokeTokens()
  emulator.fail({ status: 503, when: '/v1/discover' })
  assert.equal((await here.get('/v1/discover', { params })).status, 200)
  assert.equal(here.isAxiosError(new here.AxiosError()), true)

  const withKey = createHereClient(emulator.keyCredentials, { baseURL: emulator.url })
  assert.equal((await withKey.get('/v1/discover', { params })).status, 200)

  assert.equal(typeof fileTokenStore().lock, 'function')

  for (const name of Object.keys(process.env)) if (name.startsWith('HERE_')) delete process.env[name]
  process.env.HOME = '/nonexistent'
  const error = await createHereClient()
    .get('/v1/discover')
    .catch((reason) => reason)
  assert.ok(isHereAuthError(error) && error.reason === 'missing-credentials', String(error))
  await emulator.close()
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
