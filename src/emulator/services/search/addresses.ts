import type {
  AutocompleteResponse,
  GeocodeItem,
  GeocodeResponse,
  RevgeocodeItem,
  RevgeocodeResponse,
  SearchItem,
} from '../../../api/search.ts'
import { type Address, addressIn, addressNear, type City, cityIn } from '../../world/cities.ts'
import { boxAround, distance, type LatLng, moved, parsePoint } from '../../world/geography.ts'
import { hexId, seededRandom } from '../../world/random.ts'
import type { EmulatorRequest } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import { illegalInput, type SearchParameters } from './parameters.ts'
import { highlight } from './search-places.ts'

/** `GET /v1/geocode`. */
export function geocode({ q, limit }: SearchParameters): GeocodeResponse {
  const home = cityIn(q)
  if (home === undefined) return { items: [] }
  const street = home.streets.find((name) => q.toLowerCase().includes(name.toLowerCase()))
  const houseNumber = street === undefined ? undefined : /\b\d{1,4}\b/.exec(q.replace(home.postalCode, ''))?.[0]
  return { items: [geocodeItem(home, street, houseNumber)].slice(0, limit) }
}

function geocodeItem(home: City, street: string | undefined, houseNumber: string | undefined): GeocodeItem {
  const address = addressIn(home, street, houseNumber)
  const random = seededRandom(address.label)
  const position = street === undefined ? { lat: home.lat, lng: home.lng } : moved(home, random() * 800, random() * 800)
  const scoring = { queryScore: 1, fieldScore: { city: 1, ...(street === undefined ? {} : { streets: [1] }) } }
  return { ...addressItem(address, position, moved(position, 5, 5)), scoring }
}

/** `GET /v1/revgeocode`. */
export function revgeocode({ at }: SearchParameters): RevgeocodeResponse {
  return { items: [revgeocodeItem(at)] }
}

/** `POST /v1/multi-revgeocode`: one query per line, each with its own result. */
export function handleMultiRevgeocode({ body, headers }: EmulatorRequest): EmulatorResponse {
  if (!/^text\/plain/i.test(headers['content-type'] ?? '')) {
    return illegalInput("The header 'Content-Type' must be 'text/plain'.", 'Send the queries as text, one per line.')
  }
  const lines = body
    .toString()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length < 1 || lines.length > 100) {
    return illegalInput('The body must have 1 to 100 lines.', 'Send one query per line, as in id=1&at=52.4,13.4')
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
    : { id, items: [revgeocodeItem(at)] }
}

function revgeocodeItem(point: LatLng): RevgeocodeItem {
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
    mapView: boxAround([position], 90),
  }
}

function resultTypeOf({ street, houseNumber }: Address): Partial<SearchItem> {
  if (houseNumber !== undefined) return { resultType: 'houseNumber', houseNumberType: 'PA' }
  return street !== undefined ? { resultType: 'street' } : { resultType: 'locality', localityType: 'city' }
}

/** `GET /v1/autocomplete`. */
export function autocomplete({ q, limit }: SearchParameters): AutocompleteResponse {
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
