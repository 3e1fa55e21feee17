// What TypeScript makes of the installed package, compiled as an ES module and as CommonJS.
import type { AxiosStatic } from 'axios'
import {
  createHereClient,
  type DiscoverParams,
  type HereAuthErrorReason,
  isHereAuthError,
  type Route,
} from 'axios-here'
import { fromEnv } from 'axios-here/credentials'
import { type HereEmulator, startHereEmulator } from 'axios-here/emulator'

declare module 'axios-here' {
  interface HereEndpoints {
    'GET /v9/mine': { params: { a: number }; response: { b: string } }
  }
  interface DiscoverParams {
    brandNew?: boolean
  }
}

export async function ask(): Promise<Route | undefined> {
  const here = createHereClient()
  const params: DiscoverParams = { at: '52.5,13.4', q: 'x', limit: 1, brandNew: true }
  const search = await here.get('/v1/discover', { params })
  const title: string | undefined = search.data.items[0]?.title
  // @ts-expect-error: limit
  await here.get('/v1/discover', { params: { q: 'x', limt: 1 } })
  await here.get('/v1/discover', { params: new URLSearchParams('q=x') })
  await here.get<{ mine: string }>('/v1/discover', { params: { anything: 1 } })

  const mine = await here.get('/v9/mine', { params: { a: 1 } })
  const b: string = mine.data.b
  // @ts-expect-error: a number
  await here.get('/v9/mine', { params: { a: b } })

  const way = { origin: '52.5,13.4', destination: '52.6,13.5', transportMode: 'car' }
  const { routes, notices } = (await here.get('/v8/routes', { params: way })).data
  // @ts-expect-error: there may be none
  routes[0].sections.length.toFixed()
  const [first] = routes
  // @ts-expect-error: there may be none
  first.sections.length.toFixed()
  const ids: string[] = routes.map(({ id }) => id)
  for (const { sections } of routes) sections.length.toFixed()
  if (ids.length === 0) throw new Error(notices?.[0]?.code ?? title)
  const all: Route[] = routes
  return first ?? all.at(-1)
}

export async function use(): Promise<HereAuthErrorReason | undefined> {
  const emulator: HereEmulator = await startHereEmulator({ tokenLifetime: 60 })
  const axios: AxiosStatic = createHereClient(fromEnv(), { here: { region: 'china' }, 'axios-retry': { retries: 1 } })
  try {
    await axios.get<string>('/v1/discover', {
      here: { service: 'discover', auth: false },
      'axios-retry': { retries: 0 },
    })
    // @ts-expect-error: the options are typed
    await axios.get('/v1/discover', { here: { auth: 'yes' }, 'axios-retry': { retries: 0 } })
    // @ts-expect-error: and so are axios-retry's
    await axios.get('/v1/discover', { 'axios-retry': { retries: 'no' } })
  } catch (error) {
    return isHereAuthError(error) ? error.reason : undefined
  } finally {
    await emulator.close()
  }
  return undefined
}
