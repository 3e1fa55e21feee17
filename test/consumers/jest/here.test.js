// Jest as it comes: CommonJS, and here without any transform.
const axios = require('axios')
const { createHereClient, isHereAuthError, pollHereJob } = require('axios-here')
const { fromEnv } = require('axios-here/credentials')
const { startHereEmulator } = require('axios-here/emulator')

let emulator
beforeAll(async () => {
  emulator = await startHereEmulator()
})
afterAll(() => emulator.close())

test('the client signs in, renews and retries', async () => {
  const here = createHereClient(emulator.credentials, { baseURL: emulator.url })
  const params = { at: '52.5228,13.412', q: 'restaurant' }
  expect((await here.get('/v1/discover', { params })).data.items.length).toBeGreaterThan(0)
  emulator.revokeTokens()
  emulator.fail({ status: 503, when: '/v1/discover' })
  expect((await here.get('/v1/discover', { params })).status).toBe(200)
  expect(here.isAxiosError(new axios.AxiosError('x'))).toBe(true)
})

test('without credentials the error says where it looked', async () => {
  const error = await createHereClient(fromEnv({}))
    .get('/v1/discover')
    .catch((reason) => reason)
  expect(isHereAuthError(error)).toBe(true)
  expect(error.message).toContain('HERE_ACCESS_KEY_ID')
})

test('the default credentials are found without a dynamic import', async () => {
  const error = await createHereClient()
    .get('/v1/discover')
    .catch((reason) => reason)
  expect(error.reason).toBe('missing-credentials')
})

test('a private key, a file and a Data Lens user sign in', async () => {
  const { url: baseURL, keyCredentials, dataLens } = emulator
  await createHereClient(keyCredentials, { baseURL }).get('/v1/geocode', { params: { q: 'Berlin' } })
  expect((await createHereClient(dataLens, { baseURL }).get('/v1/datasets/')).data.count).toBe(3)
})

test('what is loaded late is loaded: rate limit, API Lookup; a job is waited for', async () => {
  const { url: baseURL, credentials } = emulator
  const here = createHereClient(credentials, { baseURL, here: { rateLimit: { perSecond: 100 } } })
  const regionDefinition = { type: 'world' }
  const started = await here.post('/v8/matrix', { origins: [{ lat: 52.5, lng: 13.4 }], regionDefinition })
  expect((await pollHereJob(here, started)).data.matrix.travelTimes).toEqual([0])

  const service = { hrn: 'hrn:here:data::olp-here:map', api: 'metadata' }
  const latest = await here.get('/versions/latest', { params: { startVersion: -1 }, here: { service } })
  expect(latest.data.version).toEqual(expect.any(Number))
})
