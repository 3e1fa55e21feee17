// The clients that are compared, each set up as its README says. All give a function that sends one request.
import olp from '@here/olp-sdk-authentication'
import axios from 'axios'
import { createAuthRefresh } from 'axios-auth-refresh'
import { createHereClient } from 'axios-here'
import axiosRetry from 'axios-retry'
import tokenProvider from 'axios-token-interceptor'
import { OAuth2Client } from 'google-auth-library'
import pMemoize from 'p-memoize'

const credentials = { accessKeyId: 'bench-key-id', accessKeySecret: 'bench-key-secret' }

/** What is asked for, the same by all. */
export const query = { at: '52.5228,13.412', q: 'restaurant', limit: 1 }

/** axios, with a header that never changes. */
export function bareAxios(config) {
  return axios.create({ ...config, headers: { Authorization: 'Bearer static' } })
}

export function axiosWithRetry(config) {
  const instance = bareAxios(config)
  axiosRetry(instance)
  return instance
}

export function axiosHere(tokenEndpointUrl, config) {
  return createHereClient({ ...credentials, tokenEndpointUrl }, config)
}

/** What people write by hand: one flight for the token, and `await` in a request interceptor. */
export function handWritten(getToken, config) {
  let current = { endsAt: 0 }
  const renew = pMemoize(
    async () => {
      const { accessToken, expiresIn } = await getToken()
      current = { accessToken, endsAt: Date.now() + expiresIn * 1000 }
    },
    { cache: false },
  )
  const instance = axios.create(config)
  instance.interceptors.request.use(async (request) => {
    if (Date.now() >= current.endsAt) await renew()
    request.headers.set('Authorization', `Bearer ${current.accessToken}`)
    return request
  })
  axiosRetry(instance)
  return instance
}

/** The least that waits for a token and then sends: nothing is checked, renewed or repeated. */
export function barelyWaiting(getToken, { adapter, ...config }) {
  let waiting
  const send = (request) => {
    waiting ??= getToken()
    return waiting.then(({ accessToken }) => {
      request.headers.set('Authorization', `Bearer ${accessToken}`)
      return adapter(request)
    })
  }
  return axios.create({ ...config, adapter: send })
}

export function axiosTokenInterceptor(getToken, config) {
  const instance = axios.create(config)
  const getCached = tokenProvider.tokenCache(getToken, { getMaxAge: ({ expiresIn }) => expiresIn * 1000 })
  const headerFormatter = ({ accessToken }) => `Bearer ${accessToken}`
  instance.interceptors.request.use(tokenProvider({ getToken: getCached, headerFormatter }))
  axiosRetry(instance)
  return instance
}

/** It renews after a 401 alone; the token is the app's to keep and to send. */
export function axiosAuthRefresh(getToken, config) {
  const instance = axios.create(config)
  let token = 'none yet'
  instance.interceptors.request.use((request) => {
    request.headers.Authorization = `Bearer ${token}`
    return request
  })
  createAuthRefresh(instance, async (failed) => {
    token = (await getToken()).accessToken
    failed.response.config.headers.Authorization = `Bearer ${token}`
  })
  axiosRetry(instance)
  return instance
}

/** HERE's own SDK, which gives a token; the app sends it by `fetch`. */
export function olpSdk(tokenEndpointUrl) {
  const auth = new olp.UserAuth({ customUrl: tokenEndpointUrl, credentials, tokenRequester: olp.requestToken })
  return {
    getToken: () => auth.getToken(),
    async get(url, { params }) {
      const headers = { Authorization: `Bearer ${await auth.getToken()}` }
      const response = await fetch(`${url}?${new URLSearchParams(params)}`, { headers })
      if (!response.ok) throw new Error(`${response.status}`)
      return { data: await response.json() }
    },
  }
}

export function googleAuthLibrary(getToken) {
  const client = new OAuth2Client({ forceRefreshOnFailure: true })
  client.refreshHandler = async () => {
    const { accessToken, expiresIn } = await getToken()
    return { access_token: accessToken, expiry_date: Date.now() + expiresIn * 1000 }
  }
  return {
    getToken: () => client.getAccessToken(),
    get: (url, { params }) => client.request({ url, params }),
  }
}

/** How those that bring no way of their own get a token. */
export function tokenFrom(tokenEndpointUrl) {
  return async () => (await axios.post(tokenEndpointUrl)).data
}
