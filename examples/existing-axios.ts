// Attaches the sign-in for HERE to an existing axios instance with its own interceptors, and detaches it again.
import axios from 'axios'
import { attachHereAuth } from 'axios-here'
import { hereOrEmulator } from './here-or-emulator.ts'

const { credentials, config, close } = await hereOrEmulator()
const { here: options, ...axiosConfig } = config
const api = axios.create({ ...axiosConfig, timeout: 10_000 })
api.interceptors.response.use((response) => response.data)

const detach = attachHereAuth(api, credentials, options)
const found = (await api.get('/v1/geocode', { params: { q: 'Karl-Liebknecht-Straße, Berlin' } })) as unknown as {
  items: { title: string }[]
}
console.log('signed in:', found.items[0]?.title)

detach()
const baseURL = api.defaults.baseURL ?? 'https://geocode.search.hereapi.com'
const error = await api.get('/v1/geocode', { baseURL, params: { q: 'Berlin' } }).catch((reason) => reason)
console.log('taken off again:', error.response?.status)
await close()
