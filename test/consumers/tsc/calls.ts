// What an app asks of HERE. It compiles with axios-here, and with plain axios in its place (`plain-client.ts`).
import { here } from './client.js'

const berlin = '52.5228,13.412'
const potsdam = '52.3906,13.0645'

export async function search(words: string): Promise<string[]> {
  const { data } = await here.get('/v1/discover', { params: { at: berlin, q: words, limit: 5, show: ['tz'] } })
  return data.items.map((item: { title: string }) => item.title)
}

export async function browse(...categories: string[]): Promise<number | undefined> {
  const { data } = await here.get('/v1/browse', { params: { at: berlin, categories, lang: 'de' } })
  return data.items[0]?.distance
}

export async function suggest(typed: string): Promise<number> {
  const { data } = await here.get('/v1/autosuggest', { params: { at: berlin, q: typed, termsLimit: 3 } })
  return data.items.length + data.queryTerms.length
}

export async function complete(typed: string): Promise<string | undefined> {
  const { data } = await here.get('/v1/autocomplete', { params: { q: typed, types: ['city', 'street'] } })
  return data.items[0]?.address.label
}

export async function geocode(address: string): Promise<number | undefined> {
  const { data } = await here.get('/v1/geocode', { params: { q: address, in: 'countryCode:DEU' } })
  return data.items[0]?.position?.lat
}

export async function addressAt(at: string): Promise<string | undefined> {
  const { data } = await here.get('/v1/revgeocode', { params: { at, types: 'address' } })
  return data.items[0]?.address.city
}

export async function lookup(id: string): Promise<string> {
  const { data } = await here.get('/v1/lookup', { params: { id, show: 'ev,tz' } })
  return data.title
}

export async function drive(): Promise<number | undefined> {
  const { data } = await here.get('/v8/routes', {
    params: {
      origin: berlin,
      destination: potsdam,
      via: [berlin],
      transportMode: 'truck',
      return: ['summary', 'polyline', 'actions', 'instructions'],
      spans: ['maxSpeed', 'names'],
      avoid: { features: ['ferry', 'tollRoad'] },
      vehicle: { height: 400, grossWeight: 12_000, shippedHazardousGoods: ['gas'] },
    },
  })
  return data.routes[0]?.sections[0]?.summary?.duration
}

export async function reach(): Promise<string | undefined> {
  const { data } = await here.get('/v8/isolines', {
    params: { origin: berlin, transportMode: 'car', range: { type: 'time', values: [300, 600] } },
  })
  return data.isolines[0]?.polygons[0]?.outer
}

export async function matrix(): Promise<string> {
  const origins = [{ lat: 52.5, lng: 13.4 }]
  const { data } = await here.post('/v8/matrix', { origins, regionDefinition: { type: 'world' } })
  return data.matrixId
}

export async function departures(): Promise<string | undefined> {
  const { data } = await here.get('/v8/departures', { params: { in: berlin, modes: ['subway', 'bus'] } })
  return data.boards[0]?.departures[0]?.transport.headsign
}

export async function traffic(): Promise<number | undefined> {
  const area = { in: 'bbox:13.3,52.5,13.4,52.6', locationReferencing: ['shape'] }
  const flow = await here.get('/v7/flow', { params: { ...area, minJamFactor: 5 } })
  const incidents = await here.get('/v7/incidents', { params: { ...area, criticality: ['major', 'critical'] } })
  return flow.data.results[0]?.currentFlow.jamFactor ?? incidents.data.results.length
}

export async function weather(): Promise<number | undefined> {
  const { data } = await here.get('/v3/report', { params: { products: ['observation'], location: berlin } })
  return data.places?.[0]?.observations?.[0]?.temperature
}

export async function locate(mac: string): Promise<number> {
  const { data } = await here.post('/v2/locate', { wlan: [{ mac, rss: -50 }] }, { params: { fallback: 'any' } })
  return data.location.accuracy
}

export async function other(path: string): Promise<unknown> {
  const [plain, typed] = await Promise.all([here.get(path), here.get<{ x: number }>('/v1/other', { timeout: 1000 })])
  return plain.data ?? typed.data.x
}
