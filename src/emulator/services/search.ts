import type {
  AutocompleteResponse,
  AutosuggestResponse,
  BrowseResponse,
  DiscoverResponse,
  GeocodeItem,
  GeocodeResponse,
  LookupResponse,
  RevgeocodeItem,
  RevgeocodeResponse,
  SearchItem,
  TextRange,
} from '../../api/search.ts'
import { distance, type LatLng, moved, parseArea, parsePoint } from '../world/geography.ts'
import {
  type Address,
  addressIn,
  addressNear,
  type City,
  cityBy,
  cityIn,
  type FoundPlace,
  placesAround,
} from '../world/places.ts'
import { hexId, seededRandom } from '../world/random.ts'
import { searchError } from './http/errors.ts'
import type { EmulatorRequest } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Service } from './http/service.ts'

/** HERE's Geocoding & Search v7. */
export const searchService: Service = {
  paths: {
    '/v1/discover': {
      GET: (request) =>
        search(
          request,
          ['q', 'at'],
          (parameters) => ({ items: placesFor(parameters.q, parameters) }) satisfies DiscoverResponse,
        ),
    },
    '/v1/browse': {
      GET: (request) =>
        search(
          request,
          ['at'],
          (parameters) => ({ items: placesFor(categoryWord(parameters.query), parameters) }) satisfies BrowseResponse,
        ),
    },
    '/v1/autosuggest': { GET: (request) => search(request, ['q', 'at'], suggest) },
    '/v1/autocomplete': { GET: (request) => search(request, ['q'], complete) },
    '/v1/geocode': { GET: (request) => search(request, ['q'], geocode) },
    '/v1/revgeocode': {
      GET: (request) => search(request, ['at'], ({ at }) => ({ items: [houseAt(at)] }) satisfies RevgeocodeResponse),
    },
    '/v1/multi-revgeocode': { POST: multiRevgeocode },
    '/v1/lookup': { GET: lookup },
  },
}

interface SearchParameters {
  q: string
  at: LatLng
  limit: number
  query: URLSearchParams
}

// Checks what HERE checks before it searches. `at` may be given as an area, too.
function search(
  request: EmulatorRequest,
  required: readonly string[],
  answer: (parameters: SearchParameters) => unknown,
): EmulatorResponse {
  const { query } = request
  const twice = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1)
  if (twice !== undefined) return refuse(`Parameter '${twice}' is there more than once.`, `Give '${twice}' once.`)
  const at = query.has('at') ? parsePoint(query.get('at')) : parseArea(query.get('in'))?.centre
  if (query.get('at')?.trim() && at === undefined) {
    return refuse(
      "Parameter 'at' must be 'latitude,longitude', in degrees.",
      "Correct the parameter 'at', as in at=52.5228,13.412",
    )
  }
  const missing = required.find((name) => (name === 'at' ? at === undefined : !query.get(name)?.trim()))
  if (missing !== undefined) {
    return refuse(`Required parameter '${missing}' is missing or empty.`, `Add the parameter '${missing}'.`)
  }
  const limit = Number(query.get('limit') ?? 20)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    return refuse("Parameter 'limit' must be a whole number from 1 to 100.", "Correct the parameter 'limit'.")
  }
  return { body: answer({ q: query.get('q') ?? '', at: at ?? { lat: 0, lng: 0 }, limit, query }) }
}

function placesFor(words: string, { at, limit, query }: SearchParameters): FoundPlace[] {
  const area = parseArea(query.get('in'))
  if (area === undefined) return placesAround(at, words, limit)
  return placesAround(at, words, 100)
    .filter(({ position }) => area.contains(position))
    .slice(0, limit)
}

function refuse(cause: string, action: string): EmulatorResponse {
  return searchError({ title: 'Illegal input for parameter', cause, action })
}

function geocode({ q, limit }: SearchParameters): GeocodeResponse {
  const home = cityIn(q)
  if (home === undefined) return { items: [] }
  const street = home.streets.find((name) => q.toLowerCase().includes(name.toLowerCase()))
  const houseNumber = street === undefined ? undefined : /\b\d{1,4}\b/.exec(q.replace(home.postalCode, ''))?.[0]
  return { items: [geocoded(home, street, houseNumber)].slice(0, limit) }
}

function geocoded(home: City, street: string | undefined, houseNumber: string | undefined): GeocodeItem {
  const address = addressIn(home, street, houseNumber)
  const random = seededRandom(address.label)
  const position = street === undefined ? { lat: home.lat, lng: home.lng } : moved(home, random() * 800, random() * 800)
  const scoring = { queryScore: 1, fieldScore: { city: 1, ...(street === undefined ? {} : { streets: [1] }) } }
  return { ...addressItem(address, position, moved(position, 5, 5)), scoring }
}

// One question per line, each answered on its own.
function multiRevgeocode({ body, headers }: EmulatorRequest): EmulatorResponse {
  if (!/^text\/plain/i.test(headers['content-type'] ?? '')) {
    return refuse("The header 'Content-Type' must be 'text/plain'.", 'Send the questions as text, one per line.')
  }
  const lines = body
    .toString()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length < 1 || lines.length > 100) {
    return refuse('The body must have 1 to 100 lines.', 'Send one question per line, as in id=1&at=52.4,13.4')
  }
  return { body: { results: lines.map(revgeocodeLine) } }
}

function revgeocodeLine(line: string): unknown {
  const query = new URLSearchParams(line)
  const id = query.get('id') ?? ''
  const at = parsePoint(query.get('at'))
  if (id === '') return { id, error: { title: "Required parameter 'id' is missing or empty." } }
  return at === undefined
    ? { id, error: { title: "Parameter 'at' must be 'latitude,longitude', in degrees." } }
    : { id, items: [houseAt(at)] }
}

function houseAt(point: LatLng): RevgeocodeItem {
  const position = moved(point, 6, -4)
  return { ...addressItem(addressNear(point), position, point), distance: distance(point, position) }
}

function addressItem(address: Address, position: LatLng, access: LatLng): SearchItem & { access: LatLng[] } {
  return {
    title: address.label,
    id: `here:af:streetsection:${hexId(address.label)}`,
    ...resultTypeOf(address),
    address,
    position,
    access: [access],
    mapView: viewAround(position),
  }
}

function resultTypeOf({ street, houseNumber }: Address): Partial<SearchItem> {
  if (houseNumber !== undefined) return { resultType: 'houseNumber', houseNumberType: 'PA' }
  return street !== undefined ? { resultType: 'street' } : { resultType: 'locality', localityType: 'city' }
}

function viewAround(position: LatLng): NonNullable<SearchItem['mapView']> {
  const [northEast, southWest] = [moved(position, 90, 90), moved(position, -90, -90)]
  return { west: southWest.lng, south: southWest.lat, east: northEast.lng, north: northEast.lat }
}

function suggest({ q, at, limit }: SearchParameters): AutosuggestResponse {
  const places = placesAround(at, q, Math.max(0, limit - 1)).map((place) => ({
    ...place,
    highlights: { title: highlight(place.title, q) },
  }))
  const followUp = {
    title: q,
    id: `here:cm:chain:${hexId(q)}`,
    resultType: 'categoryQuery',
    href: `https://autosuggest.search.hereapi.com/v1/discover?at=${at.lat},${at.lng}&q=${encodeURIComponent(q)}`,
    highlights: { title: highlight(q, q) },
  }
  return { items: [followUp, ...places], queryTerms: [] }
}

function complete({ q, limit }: SearchParameters): AutocompleteResponse {
  const home = cityIn(q)
  if (home === undefined) return { items: [] }
  return {
    items: [undefined, ...home.streets].slice(0, limit).map((street) => {
      const address = addressIn(home, street)
      return {
        title: address.label,
        id: `here:af:street:${hexId(address.label)}`,
        language: 'en',
        ...resultTypeOf(address),
        address,
        highlights: { title: highlight(address.label, q) },
      }
    }),
  }
}

function highlight(text: string, words: string): TextRange[] {
  const start = text.toLowerCase().indexOf(words.toLowerCase())
  return start < 0 ? [] : [{ start, end: start + words.length }]
}

// Browse searches by category; its first digits say what the emulator has under it.
function categoryWord(query: URLSearchParams): string {
  const category = query.get('categories') ?? ''
  const words: Record<string, string> = {
    '100-1000': 'restaurant',
    '100-1100': 'coffee',
    '500-5000': 'hotel',
    '700-7600': 'fuel',
    '800-8500': 'parking',
  }
  return words[category.slice(0, 8)] ?? 'restaurant'
}

function lookup({ query }: EmulatorRequest): EmulatorResponse {
  const id = query.get('id')
  if (!id) return refuse("Required parameter 'id' is missing or empty.", "Add the parameter 'id'.")
  if (!/^here:[a-z]+:[a-z]+:.+$/.test(id)) {
    return searchError({
      status: 404,
      title: 'Resource not found',
      cause: 'There is no such id.',
      action: 'Correct the id.',
    })
  }
  const random = seededRandom(id)
  const home = cityBy(random())
  const [place] = placesAround(moved(home, random() * 500, random() * 500), 'restaurant', 1)
  return { body: { ...(place as FoundPlace), id } satisfies LookupResponse }
}
